"""`contralto check`: the conformance run."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

import contralto_spec
from contralto_cli import dry_run as dry
from contralto_cli.delivery import deliver
from contralto_cli.faults import CliError
from contralto_cli.keys import key_from, named_key
from contralto_cli.listening import Faults, listeners_for
from contralto_cli.settings import Settings, settled
from contralto_cli.stopping import until_told_to_stop
from contralto_cli.suite import Own, extended_by
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.own import Extended
from contralto_conformance.runner.address import NotATarget, checked_key, checked_url
from contralto_conformance.runner.engine import run
from contralto_conformance.runner.events import Listener
from contralto_conformance.runner.examples import Examples
from contralto_conformance.runner.manifest import Manifest, read_manifest
from contralto_conformance.runner.model import DEFAULT_CONCURRENCY, DEFAULT_PROFILE, REMOTE_CONCURRENCY, Plan, Target
from contralto_conformance.runner.plan import UnknownPattern, make_plan
from contralto_conformance.runner.profiles import UnknownProfile, profile
from contralto_conformance.stand_in import StandIn, standing_in

FURTHER_KEY_VARIABLES = {"admin_key": "CONTRALTO_ADMIN_API_KEY", "spent_key": "CONTRALTO_SPENT_API_KEY"}
UPSTREAM_VARIABLE = "CONTRALTO_UPSTREAM_KEY"
TOKEN_VARIABLES = {name: f"CONTRALTO_{name.upper()}_TOKEN" for name in ("forbidden", "limited", "keyless")}
_SIDE_EFFECTS = frozenset({"changes", "calls"})
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
        manifest = _manifest(file, suite, _day(today))
        settings = settled(given, manifest)
        suite = _in_dialect(suite, settings["dialect"])
        examined = _target(where, api_key, settings, manifest, has_keys=not dry_run)
        usual = _usual_concurrency(examined, suite.spec)
        planned = _plan(suite, examined, settings, manifest, usual)
        if dry_run:
            return _say(format, planned, examined, suite)
        if planned.repeats and planned.max_time_s is None:
            raise CliError(
                f"profile `{planned.profile}` goes on until its time is up", "give it by `--max-time SECONDS`"
            )
        book = _ledger(ledger, report)
        faults = Faults()
        listeners: list[Listener] = [faults, *listeners_for(format, report)]
        # One round, with the seed of the report, is what repeats a violation.
        once = {"profile": DEFAULT_PROFILE} if planned.repeats else {}
        command = settings.command(str(file or examined.base_url), {"concurrency": usual}, once)
        with _behind(settings["upstream"], examined.upstream_keys) as behind:
            running = run(
                planned,
                examined,
                suite.cases,
                suite.spec,
                listeners,
                command=command,
                behind=behind,
                examples=_examples(examples, report) if cases is None else None,
                name=_run_name(),
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


def _ledger(file: Path | None, report: Path | None) -> Path:
    """Where the ledger goes. Raises CliError if one of an earlier run is there, which still has to be cleaned."""
    place = file or (report / "ledger.json" if report is not None else Path("contralto-ledger.json"))
    if place.exists():
        raise CliError(
            f"`{place}` lists what an earlier run has left behind",
            f"`contralto clean {place}` deletes it; or name another file by `--ledger`",
        )
    return place


def _run_name() -> str:
    """What the things are called that the run makes: fit for every kind of name, and told apart by the second."""
    return f"contralto_check_{datetime.datetime.now(datetime.UTC):%Y%m%d_%H%M%S}"


def _where(url: str | None, file: Path | None) -> tuple[str | None, Path | None]:
    """The URL and the target file of the command line; what stands first may be either."""
    if url is not None and "://" not in url and (Path(url).suffix in _FILES or Path(url).is_file()):
        if file is not None:
            raise CliError(f"two target files are given, `{url}` and `{file}`", "give one of them")
        return None, Path(url)
    if url is None and file is None:
        raise CliError("`URL` is missing", "see `contralto check --help`")
    return url, file


def _manifest(file: Path | None, suite: Extended, today: datetime.date) -> Manifest | None:
    if file is None:
        return None
    try:
        return read_manifest(file, suite.spec, today)
    except contralto_spec.SpecError as error:
        lines = "\n".join(str(finding) for finding in error.findings)
        raise CliError(f"the target file cannot be used\n{lines}", "`contralto target-schema` describes it") from None


def _in_dialect(suite: Extended, dialect: str | None) -> Extended:
    try:
        return suite if dialect is None else replace(suite, spec=suite.spec.in_dialect(dialect))
    except contralto_spec.UnknownDialect as error:
        raise CliError(str(error)) from None


def _day(text: str | None) -> datetime.date:
    if text is None:
        return datetime.datetime.now().astimezone().date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CliError(f"`--today` must be a day as YYYY-MM-DD, got `{text}`") from None


def _target(
    url: str | None, key: str | None, settings: Settings, manifest: Manifest | None, *, has_keys: bool
) -> Target:
    """The target. has_keys: False for a run that sends nothing, and so needs none."""
    accounts = _upstream_keys() if has_keys and settings["upstream"] is not None else []
    try:
        return Target(
            checked_url(url or (manifest.url if manifest else "")),
            checked_key(key_from(key, manifest)) if has_keys else "",
            name=manifest.members.get("name", "") if manifest else "",
            admin_key=_further_key("admin_key", manifest) if has_keys else "",
            spent_key=_further_key("spent_key", manifest) if has_keys else "",
            tokens={
                name: os.environ[variable] for name, variable in TOKEN_VARIABLES.items() if os.environ.get(variable)
            },
            upstream_keys=tuple(key for account in accounts for key in account),
            key_accounts=tuple(number for number, account in enumerate(accounts, 1) for _ in account),
            **settings.of_target(),
        )
    except NotATarget as error:
        raise CliError(error.message, error.hint) from None


def _further_key(kind: str, manifest: Manifest | None) -> str:
    """A key beside the first: whose variable the target file names, or from the usual one; "" if there is none."""
    variable = FURTHER_KEY_VARIABLES[kind]
    key = named_key(kind, manifest) or os.environ.get(variable, "")
    try:
        return checked_key(key)
    except NotATarget as error:
        raise CliError(f"the key in {variable}, or in what names it: {error.message}", error.hint) from None


def _usual_concurrency(target: Target, spec: contralto_spec.Spec) -> int:
    """How many cases are played at once if nobody says it. Raises CliError for a plan that does not exist."""
    usual = DEFAULT_CONCURRENCY if target.is_local else REMOTE_CONCURRENCY
    if target.plan is None:
        return usual
    plans = contralto_spec.plans(spec)
    if target.plan not in plans:
        raise CliError(f"`--plan` must be one of {', '.join(plans)}, got `{target.plan}`")
    return min(usual, max(1, plans[target.plan].contexts // 2))  # one case may need two contexts


def _plan(
    suite: Extended, target: Target, settings: Settings, manifest: Manifest | None, usual_concurrency: int
) -> Plan:
    generated = settings["generated"] and settings["cases"] is None
    allowed = set(_SIDE_EFFECTS if target.is_local else ()) if settings["allow"] is None else set(settings["allow"])
    try:
        return make_plan(
            suite.spec,
            suite.cases,
            versions=settings["api_version"],
            only=settings["only"],
            seed=settings["seed"],
            max_time_s=settings["max_time"],
            strict=settings["strict"],
            fuzz=generated,
            sessions=generated,
            concurrency=settings["concurrency"] or usual_concurrency,
            changes="changes" in allowed or settings["allow_changes"],
            calls="calls" in allowed,
            outward=target.is_local,
            long_waits=settings["long_waits"],
            back_to_back=settings["upstream"] is not None,
            played=profile(settings["profile"]),
            unclaimed=manifest.unclaimed if manifest else {},
            waivers=manifest.waivers if manifest else (),
            budget=settings["budget"],
        )
    except (contralto_spec.UnknownVersion, UnknownProfile) as error:
        raise CliError(str(error)) from error
    except UnknownPattern as error:
        raise CliError(str(error), "`contralto list` prints all ids") from error


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


def _cases(file: Path | None) -> Mapping[str, Case]:
    try:
        suites = loader.bundled() if file is None else loader.load([file])
    except contralto_spec.SpecError as error:
        lines = "\n".join(str(finding) for finding in error.findings)
        raise CliError(f"the case file cannot be played\n{lines}") from error
    return loader.cases_of(suites)


def _examples(folder: Path | None, report: Path | None) -> Examples | None:
    if folder is not None:
        return Examples(folder)
    return Examples(report / "examples", is_tried=False) if report is not None else None
