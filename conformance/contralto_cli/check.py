"""`contralto check`: the conformance run."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

import contralto_spec
from contralto_cli import dry_run as dry
from contralto_cli.delivery import deliver
from contralto_cli.faults import CliError
from contralto_cli.listening import Faults, listeners_for
from contralto_cli.stopping import until_told_to_stop
from contralto_cli.suite import Own
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.own import Extended
from contralto_conformance.prepare.run import examples_in, free_ledger, ledger_in, prepared, run_name
from contralto_conformance.prepare.suite import extended_by
from contralto_conformance.runner.engine import run
from contralto_conformance.runner.events import Listener
from contralto_conformance.runner.examples import Examples
from contralto_conformance.runner.model import Plan, Target

_FILES = frozenset({".yaml", ".yml", ".json"})


def check(
    url: str | None = None,
    /,
    *,
    target: Path | None = None,
    api_key: Annotated[str | None, Parameter(show_default=False)] = None,
    api_version: Annotated[tuple[str, ...], Parameter(name="--api-version", negative="")] = (),
    dialect: str | None = None,
    only: Annotated[tuple[str, ...], Parameter(name="--only", negative="")] = (),
    profile: str | None = None,
    report: Path | None = None,
    format: str = "console",
    strict: Annotated[bool, Parameter(negative="")] = False,
    max_time: float | None = None,
    seed: int = 0,
    patience: float | None = None,
    concurrency: int | None = None,
    budget: float | None = None,
    allow: Annotated[tuple[Literal["changes", "calls", "nothing"], ...], Parameter(name="--allow", negative="")] = (),
    allow_changes: Annotated[bool, Parameter(negative="")] = False,
    model: str | None = None,
    voice: str | None = None,
    agent: str | None = None,
    managed_agent: str | None = None,
    plan: str | None = None,
    idle_timeout: float | None = None,
    long_waits: Annotated[bool, Parameter(negative="")] = False,
    cases: Path | None = None,
    examples: Path | None = None,
    generated: bool = True,
    own: Own = (),
    upstream: str | None = None,
    token_prefix: str | None = None,
    key_concurrency: int | None = None,
    proxy_log: Path | None = None,
    ledger: Path | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
    today: str | None = None,
) -> int:
    """Judge a server, or the proxy in front of one.

    Exit code 0: everything judged is as expected. 1: the target violates a requirement, or a waiver is stale. 2: the
    run could not judge (unreachable, key refused, not this API, interrupted, nothing to judge, or the suite broke).

    Parameters
    ----------
    url
        Base URL, with any base path; the socket URL follows from it. Or a target file.
    target
        Target file (`contralto init-target URL` writes one); options of this command win over it.
    api_key
        The key to use; better set CONTRALTO_API_KEY or CARTESIA_API_KEY.
    api_version
        Version to examine, may be repeated; all that are described if none is given.
    dialect
        Judge by what a dialect, such as keypool, promises: its documents, and the requirements that it keeps.
    only
        Requirement id or glob, may be repeated.
    profile
        How much is played: smoke (seconds, next to nothing), standard (the usual one), full (long waits and more
        generated tests too), soak (again and again with new seeds, until `--max-time`).
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
        The longest silence, in seconds, that one step waits for; 10 if not given.
    concurrency
        Cases played at once; 4 against this machine, 1 elsewhere, where a plan may allow no more.
    budget
        Credits that the run may cost at most; what could exceed them is not started.
    allow
        Side effects that are allowed, may be repeated. changes: make, change and delete things in the account. calls:
        call agents, which is billed by the minute. nothing: neither. If not given, both on this machine and neither
        elsewhere.
    allow_changes
        The same as `--allow changes`.
    model
        Model id of the requests; sonic-3 if not given.
    voice
        Voice id of the requests; the first of `GET /voices` if none is given.
    agent
        Id of the Line agent that is called; the first of `GET /agents` if none is given.
    managed_agent
        Id of the managed agent that is called; the first of `GET /v1/agents` if none is given.
    plan
        Plan of the account (free, pro, startup, scale), so that its limits can be filled; not examined if not given.
    idle_timeout
        Seconds after which the target closes idle sockets, where it does not keep to the documents.
    long_waits
        Also play what waits until idle sockets are closed, which takes minutes.
    cases
        A case file to play instead of the suite, such as the script of a failed session.
    examples
        Folder in which failures of the generated tests are kept as case files, and from which they are tried first.
        With `--report` alone they are kept beside the report.
    generated
        Whether the generated tests run (`--no-generated` leaves them out).
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
    ledger
        File that lists what the run has made in the account, as long as it is there; ledger.json in the folder of
        `--report` if not given, or contralto-ledger.json here.
    dry_run
        Say what would be played, what it would cost and what is left out, and send nothing.
    today
        The day by which waivers are judged (YYYY-MM-DD); that of the clock if not given.
    """
    given = dict(locals())
    where, file = _where(url, target)
    with extended_by(own, contralto_spec.load(), _cases(cases)) as suite:
        asked = prepared(
            given,
            suite,
            url=where,
            file=file,
            today=_day(today),
            api_key=api_key,
            key_option="--api-key",
            sends=not dry_run,
        )
        planned = asked.plan()
        if dry_run:
            return _say(format, planned, asked.target, asked.suite)
        book = free_ledger(ledger or ledger_in(report), "--ledger")
        faults = Faults()
        listeners: list[Listener] = [faults, *listeners_for(format, report)]
        kept = Examples(examples) if examples is not None else examples_in(report)
        with asked.behind() as behind:
            running = run(
                planned,
                asked.target,
                asked.suite.cases,
                asked.suite.spec,
                listeners,
                command=asked.command(planned),
                behind=behind,
                examples=kept if cases is None else None,
                name=run_name(),
                ledger=book,
            )
            result = asyncio.run(until_told_to_stop(running))
        return faults.concluded(result.summary)


def _say(format: str, plan: Plan, target: Target, suite: Extended) -> int:
    """The dry run. Raises CliError for a format that it cannot take."""
    forms = {"console": dry.as_text, "json": dry.as_json}
    if format not in forms:
        raise CliError(f"`--dry-run` cannot be shown as `{format}`", f"it can as {' or '.join(forms)}")
    deliver(forms[format](plan, target, suite.cases, suite.spec), None)
    return 0


def _where(url: str | None, file: Path | None) -> tuple[str | None, Path | None]:
    """The URL and the target file of the command line; what stands first may be either."""
    if url is not None and "://" not in url and (Path(url).suffix in _FILES or Path(url).is_file()):
        if file is not None:
            raise CliError(f"two target files are given, `{url}` and `{file}`", "give one of them")
        return None, Path(url)
    if url is None and file is None:
        raise CliError("`URL` is missing", "see `contralto check --help`")
    return url, file


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CliError(f"`--today` must be a day as YYYY-MM-DD, got `{text}`") from None


def _cases(file: Path | None) -> Mapping[str, Case]:
    try:
        suites = loader.bundled() if file is None else loader.load([file])
    except contralto_spec.SpecError as error:
        lines = "\n".join(str(finding) for finding in error.findings)
        raise CliError(f"the case file cannot be played\n{lines}") from error
    return loader.cases_of(suites)
