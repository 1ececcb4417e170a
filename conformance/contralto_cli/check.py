"""`contralto check`: the conformance run."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import signal
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

import contralto_spec
from contralto_cli import dry_run as dry
from contralto_cli.delivery import deliver
from contralto_cli.faults import CliError, complain
from contralto_cli.keys import key_from, named_key
from contralto_cli.listening import Faults, listeners_for
from contralto_cli.settings import Settings, settled
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.own import Extended, extended
from contralto_conformance.runner.address import NotATarget, checked_key, checked_url
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.events import Listener
from contralto_conformance.runner.manifest import Manifest, read_manifest
from contralto_conformance.runner.model import DEFAULT_CONCURRENCY, DEFAULT_PROFILE, REMOTE_CONCURRENCY, Plan, Target
from contralto_conformance.runner.plan import UnknownPattern, make_plan
from contralto_conformance.runner.profiles import UnknownProfile, profile

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
    cases: Path | None = None,
    generated: bool = True,
    own: Annotated[tuple[Path, ...], Parameter(name="--own", negative="")] = (),
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
        Judge by the documents of a dialect, such as keypool.
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
        Name of the plan of the account.
    cases
        A case file to play instead of the suite, such as the script of a failed session.
    generated
        Whether the generated tests run (`--no-generated` leaves them out).
    own
        Folder with requirements and checks of your own, may be repeated; its `checks.py` is executed.
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
    with _extended(own, contralto_spec.load(), _cases(cases)) as suite:
        manifest = _manifest(file, suite, _day(today))
        settings = settled(given, manifest)
        suite = _in_dialect(suite, settings["dialect"])
        examined = _target(where, api_key, settings, manifest, has_keys=not dry_run)
        usual = DEFAULT_CONCURRENCY if examined.is_local else REMOTE_CONCURRENCY
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
        running = run(
            planned, examined, suite.cases, suite.spec, listeners, command=command, name=_run_name(), ledger=book
        )
        result = asyncio.run(_until_told_to_stop(running))
        if result.summary.exit_code == 2 and result.summary.exit_reason not in faults.told:
            complain(result.summary.exit_reason, faults.hint)
        return result.summary.exit_code


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


async def _until_told_to_stop(running: Coroutine[None, None, Result]) -> Result:
    """The run; SIGTERM, which CI systems send, ends it as Ctrl-C does: with the verdicts so far."""
    task = asyncio.current_task()
    if task is not None:
        with contextlib.suppress(NotImplementedError):  # no signal handlers on this platform
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await running


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
    try:
        return Target(
            checked_url(url or (manifest.url if manifest else "")),
            checked_key(key_from(key, manifest)) if has_keys else "",
            name=manifest.members.get("name", "") if manifest else "",
            admin_key=checked_key(named_key("admin_key", manifest)) if has_keys else "",
            **settings.of_target(),
        )
    except NotATarget as error:
        raise CliError(error.message, error.hint) from None


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
            played=profile(settings["profile"]),
            unclaimed=manifest.unclaimed if manifest else {},
            waivers=manifest.waivers if manifest else (),
            budget=settings["budget"],
        )
    except (contralto_spec.UnknownVersion, UnknownProfile) as error:
        raise CliError(str(error)) from error
    except UnknownPattern as error:
        raise CliError(str(error), "`contralto list` prints all ids") from error


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
