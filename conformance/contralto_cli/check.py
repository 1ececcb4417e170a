"""`contralto check`: the conformance run."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Coroutine, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import contralto_spec
from contralto_cli.faults import CliError, complain
from contralto_cli.listening import Faults, listeners_for
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.own import Extended, extended
from contralto_conformance.runner.address import NotATarget, checked_key, checked_url
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.events import Listener
from contralto_conformance.runner.model import (
    DEFAULT_CONCURRENCY,
    DEFAULT_MODEL,
    DEFAULT_PATIENCE_S,
    DEFAULT_TOKEN_PREFIX,
    REMOTE_CONCURRENCY,
    Target,
)
from contralto_conformance.runner.plan import UnknownPattern, make_plan
from contralto_conformance.stand_in import StandIn, standing_in

KEY_VARIABLES = ("CONTRALTO_API_KEY", "CARTESIA_API_KEY")
UPSTREAM_VARIABLE = "CONTRALTO_UPSTREAM_KEY"
TOKEN_VARIABLES = {name: f"CONTRALTO_{name.upper()}_TOKEN" for name in ("forbidden", "limited", "keyless")}


def check(
    url: str,
    /,
    *,
    api_key: Annotated[str | None, Parameter(show_default=False)] = None,
    api_version: Annotated[tuple[str, ...], Parameter(name="--api-version", negative="")] = (),
    only: Annotated[tuple[str, ...], Parameter(name="--only", negative="")] = (),
    report: Path | None = None,
    format: str = "console",
    strict: Annotated[bool, Parameter(negative="")] = False,
    max_time: float | None = None,
    seed: int = 0,
    patience: float = DEFAULT_PATIENCE_S,
    concurrency: int | None = None,
    model: str = DEFAULT_MODEL,
    voice: str | None = None,
    agent: str | None = None,
    managed_agent: str | None = None,
    cases: Path | None = None,
    generated: bool = True,
    allow_changes: Annotated[bool, Parameter(negative="")] = False,
    own: Annotated[tuple[Path, ...], Parameter(name="--own", negative="")] = (),
    upstream: str | None = None,
    token_prefix: str = DEFAULT_TOKEN_PREFIX,
    key_concurrency: int | None = None,
    proxy_log: Path | None = None,
) -> int:
    """Judge a server, or the proxy in front of one.

    Exit code 0: everything judged is as expected. 1: the target violates a requirement. 2: the run could not judge
    (unreachable, key refused, not this API, interrupted, nothing to judge, or the suite itself broke).

    Parameters
    ----------
    url
        Base URL, with any base path; the socket URL follows from it.
    api_key
        The key to use; better set CONTRALTO_API_KEY or CARTESIA_API_KEY.
    api_version
        Version to examine, may be repeated; all that are described if none is given.
    only
        Requirement id or glob, may be repeated.
    report
        Folder for report.json, junit.xml, report.md and report.html.
    format
        What is printed: console, json, junit, markdown or html.
    strict
        A violated SHOULD counts as a failure.
    max_time
        Seconds after which the run ends; what was not reached is not verified.
    seed
        Of ids and generated tests; the same seed repeats a run.
    patience
        The longest silence, in seconds, that one step waits for.
    concurrency
        Cases played at once; 4 against this machine, 1 elsewhere, where a plan may allow no more.
    model
        Model id of the requests.
    voice
        Voice id of the requests; the first of `GET /voices` if none is given.
    agent
        Id of the Line agent that is called; the first of `GET /agents` if none is given.
    managed_agent
        Id of the managed agent that is called; the first of `GET /v1/agents` if none is given.
    cases
        A case file to play instead of the suite, such as the script of a failed session.
    generated
        Whether the generated tests run (`--no-generated` leaves them out).
    allow_changes
        Also play what makes, changes and deletes things in the account of the key. On this machine it is played anyway.
    own
        Folder with requirements and checks of your own, may be repeated; its `checks.py` is executed.
    upstream
        HOST:PORT where the proxy under test expects the service. The suite plays the service there for the time of the
        run, and judges what the proxy makes of it. CONTRALTO_UPSTREAM_KEY holds the key that the proxy sends there, or
        several with commas between them, and with semicolons between those of one account and of the next.
        CONTRALTO_FORBIDDEN_TOKEN, CONTRALTO_LIMITED_TOKEN and CONTRALTO_KEYLESS_TOKEN hold tokens of teams that may not
        use the service, are over their rate limit, or have no usable key.
    token_prefix
        How the subprotocol begins that carries the token of a team to a proxy.
    key_concurrency
        How many requests and sockets the proxy may send with one key at once, as it is configured.
    proxy_log
        File into which the proxy writes its log, to look for tokens in it.
    """
    try:
        base_url, key = checked_url(url), checked_key(_key(api_key))
    except NotATarget as error:
        raise CliError(error.message, error.hint) from None
    accounts = _upstream_keys() if upstream is not None else []
    target = Target(
        base_url,
        key,
        model=model,
        voice=voice,
        patience_s=_positive("patience", patience),
        agent=agent,
        managed_agent=managed_agent,
        tokens={name: os.environ[variable] for name, variable in TOKEN_VARIABLES.items() if os.environ.get(variable)},
        token_prefix=token_prefix,
        upstream_keys=tuple(key for account in accounts for key in account),
        key_accounts=tuple(number for number, account in enumerate(accounts, 1) for _ in account),
        key_concurrency=key_concurrency,
        proxy_log=proxy_log,
    )
    if max_time is not None:
        _positive("max-time", max_time)
    usual = DEFAULT_CONCURRENCY if target.is_local else REMOTE_CONCURRENCY
    if concurrency is None:
        concurrency = usual
    if concurrency < 1:
        raise CliError(f"`--concurrency` must be at least 1, got {concurrency}")
    with _extended(own, contralto_spec.load(), _cases(cases)) as suite:
        try:
            plan = make_plan(
                suite.spec,
                suite.cases,
                versions=api_version,
                only=only,
                seed=seed,
                max_time_s=max_time,
                strict=strict,
                fuzz=generated and cases is None,
                sessions=generated and cases is None,
                concurrency=concurrency,
                changes=allow_changes or target.is_local,
                back_to_back=upstream is not None,
            )
        except contralto_spec.UnknownVersion as error:
            raise CliError(str(error)) from error
        except UnknownPattern as error:
            raise CliError(str(error), "`contralto list` prints all ids") from error
        faults = Faults()
        listeners: list[Listener] = [faults, *listeners_for(format, report)]
        command = _again(
            target,
            {"--api-version": api_version, "--only": only, "--own": tuple(map(str, own))},
            {
                "--seed": seed or None,
                "--patience": patience if patience != DEFAULT_PATIENCE_S else None,
                "--max-time": max_time,
                "--concurrency": concurrency if concurrency != usual else None,
                "--model": model if model != DEFAULT_MODEL else None,
                "--voice": voice,
                "--agent": agent,
                "--managed-agent": managed_agent,
                "--cases": cases,
                "--upstream": upstream,
                "--key-concurrency": key_concurrency,
                "--proxy-log": proxy_log,
                "--token-prefix": token_prefix if token_prefix != DEFAULT_TOKEN_PREFIX else None,
            },
            {"--strict": strict, "--no-generated": not generated, "--allow-changes": allow_changes},
        )
        with _behind(upstream, target.upstream_keys) as behind:
            running = run(plan, target, suite.cases, suite.spec, listeners, command=command, behind=behind)
            result = asyncio.run(_until_told_to_stop(running))
        if result.summary.exit_code == 2 and result.summary.exit_reason not in faults.told:
            complain(result.summary.exit_reason, faults.hint)
        return result.summary.exit_code


async def _until_told_to_stop(running: Coroutine[None, None, Result]) -> Result:
    """The run; SIGTERM, which CI systems send, ends it as Ctrl-C does: with the verdicts so far."""
    task = asyncio.current_task()
    if task is not None:
        with contextlib.suppress(NotImplementedError):  # no signal handlers on this platform
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await running


def _key(given: str | None) -> str:
    key = given or next((os.environ[name] for name in KEY_VARIABLES if os.environ.get(name)), "")
    if not key:
        raise CliError("no API key", "set CONTRALTO_API_KEY or CARTESIA_API_KEY, or pass `--api-key`")
    return key


def _upstream_keys() -> list[list[str]]:
    """The keys of each account that the proxy has."""
    accounts = os.environ.get(UPSTREAM_VARIABLE, "").split(";")
    keys = [[key.strip() for key in account.split(",") if key.strip()] for account in accounts]
    if not any(keys):
        raise CliError(
            "no key of the proxy is known", f"set {UPSTREAM_VARIABLE} to the key that it sends to --upstream"
        )
    return keys


@contextlib.contextmanager
def _behind(upstream: str | None, keys: tuple[str, ...]) -> Iterator[StandIn | None]:
    """What listens at `--upstream`, while the context lasts. Raises CliError if it cannot."""
    if upstream is None:
        yield None
        return
    host, _, port = upstream.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise CliError(f"`--upstream` is HOST:PORT such as `127.0.0.1:9000`, got `{upstream}`")
    with contextlib.ExitStack() as opened:
        try:
            stand_in = opened.enter_context(standing_in(host.strip("[]"), int(port), keys))
        except OSError as error:
            raise CliError(str(error)) from None
        yield stand_in


def _positive(name: str, value: float) -> float:
    if not 0 < value < float("inf"):
        raise CliError(f"`--{name}` must be greater than 0, got {value:g}")
    return value


def _cases(file: Path | None) -> Mapping[str, Case]:
    try:
        suites = loader.bundled() if file is None else loader.load([file])
    except contralto_spec.SpecError as error:
        lines = "\n".join(str(finding) for finding in error.findings)
        raise CliError(f"the case file cannot be played\n{lines}") from error
    return loader.cases_of(suites)


@contextlib.contextmanager
def _extended(folders: tuple[Path, ...], spec: contralto_spec.Spec, cases: Mapping[str, Case]) -> Iterator[Extended]:
    """The suite with the folders of `--own`. Raises CliError with all that is wrong with one of them."""
    with contextlib.ExitStack() as opened:
        try:
            suite = opened.enter_context(extended(folders, spec, cases))
        except contralto_spec.SpecError as error:
            lines = "\n".join(str(finding) for finding in error.findings)
            raise CliError(f"requirements of your own cannot be judged\n{lines}") from error
        yield suite


def _again(
    target: Target,
    repeated: Mapping[str, tuple[str, ...]],
    valued: Mapping[str, object],
    flags: Mapping[str, bool],
) -> tuple[str, ...]:
    """Arguments that repeat this run's verdicts; the key stays in the environment, and what is printed is left out.

    valued: None for an option that has its default. flags: whether each stands on the line.
    """
    words = ["contralto", "check", target.base_url]
    words += [word for name, values in repeated.items() for value in values for word in (name, value)]
    words += [word for name, value in valued.items() if value is not None for word in (name, _written(value))]
    words += [name for name, is_given in flags.items() if is_given]
    return tuple(words)


def _written(value: object) -> str:
    """An option's value as a person would type it."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
