"""The requirements as tests of pytest: one item for each requirement and API version, all judged by one run.

The run is made when the first item is set up, for what was collected and not deselected; the items then say what it
came to. Processes of pytest-xdist share one run: the first that needs it makes it, the others wait for its outcomes.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from contralto_conformance import report as reports
from contralto_conformance.prepare.faults import CannotBegin
from contralto_conformance.prepare.run import Prepared, examples_in, free_ledger, ledger_in, prepared, run_name
from contralto_conformance.prepare.settings import SETTINGS
from contralto_conformance.prepare.suite import extended_by
from contralto_conformance.pytest_plugin import SHARED, ShouldViolated
from contralto_conformance.report.account import account_facts, estimate_words
from contralto_conformance.report.junit import details, message
from contralto_conformance.report.words import reason
from contralto_conformance.runner.engine import run
from contralto_conformance.runner.estimate import estimate
from contralto_conformance.runner.events import Listener
from contralto_conformance.runner.model import DEFAULT_PROFILE, Plan, Row, Verdict
from contralto_spec import Requirement

PREFIX = "--contralto-"
"""How the options of the plugin begin; what follows is called as in `contralto check`."""
NODE = "contralto"

_LONGEST_RUN_S = 24 * 3600.0
_STORE = "run.sqlite"
"""Where processes of pytest-xdist find what the one run came to."""

_TAKEN = (
    "api_version",
    "only",
    "dialect",
    "profile",
    "seed",
    "max_time",
    "concurrency",
    "budget",
    "allow",
    "strict",
)
"""Settings that are options here, as they are in `contralto check`."""


class NotMet(Exception):
    """A requirement is violated; the message is all that is known of it."""


class CannotJudge(Exception):
    """The run as a whole could not judge, or the suite itself broke; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """What one item has to say. kind: met, violated, known, warned, not-verified or broken; text: why, in its first
    line, and what more is known; "" where it is met."""

    kind: str
    text: str = ""


@dataclass(frozen=True)
class Judged:
    """What the run came to. outcomes: by item name. problems: what kept the run as a whole from judging. account: lines
    on what it cost and left behind."""

    outcomes: Mapping[str, Outcome]
    problems: tuple[str, ...] = ()
    account: tuple[str, ...] = ()

    def to_json(self) -> str:
        """For another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Judged:
        """Inverse of `to_json`."""
        data = json.loads(text)
        outcomes = {name: Outcome(**item) for name, item in data["outcomes"].items()}
        return cls(outcomes, tuple(data["problems"]), tuple(data["account"]))


class _Node(Protocol):
    """A worker of pytest-xdist, as its controller sees it."""

    workerinput: dict[str, Any]


class RequirementsPlugin:
    """Makes the items, and the run."""

    def __init__(self, config: pytest.Config) -> None:
        self._opened = ExitStack()
        self._report = _folder(config)
        self._ledger = ledger_in(self._report)
        self._is_old = self._ledger.exists()
        sends = not config.option.collectonly
        is_worker = hasattr(config, "workerinput")
        try:
            self._prepared = _prepared(config, self._opened, sends=sends)
            self._plan = self._prepared.plan()
            if sends and not is_worker:
                free_ledger(self._ledger, f"{PREFIX}report")
        except CannotBegin as error:
            self._opened.close()
            raise pytest.UsageError("\nhint: ".join(filter(None, (error.message, error.hint)))) from None
        for area in sorted({requirement.area for requirement in self._requirements}):
            config.addinivalue_line("markers", f"{area_mark(area)}: requirements of the area `{area}`")
        self._named: list[str] = []
        self._judged: Judged | None = None
        self._has_told = False
        self._shared: Path | None = None

    @property
    def _requirements(self) -> list[Requirement]:
        return [self._prepared.suite.spec.requirement(name) for name in self._plan.requirements]

    def pytest_unconfigure(self) -> None:
        """Takes back what `--contralto-own` added, and what processes shared."""
        self._opened.close()
        if self._shared is not None:
            shutil.rmtree(self._shared, ignore_errors=True)

    def pytest_report_header(self) -> str:
        """Whom the run examines, and by what."""
        target, plan, dialect = self._prepared.target, self._plan, self._prepared.settings["dialect"]
        parts = [*filter(None, [target.name]), target.base_url]
        parts += [f"dialect {dialect}"] if dialect is not None else []
        parts += [f"profile {plan.profile}"] if plan.profile != DEFAULT_PROFILE else []
        parts += [f"seed {plan.seed}"]
        parts += [f"budget {plan.budget:,.12g} credits"] if plan.budget is not None else []
        return f"contralto: {', '.join(parts)}"

    def pytest_report_collectionfinish(self, items: Sequence[pytest.Item]) -> list[str]:
        """What the run may cost, as far as requirements are left to judge."""
        plan = self._plan_of(items)
        if plan is None:
            return []
        suite = self._prepared.suite
        return [f"contralto: {estimate_words(estimate(plan, suite.cases, suite.spec), plan.budget)}"]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """What the run cost, and what it left behind."""
        judged = self._judged or self._judged_elsewhere()
        lines = judged.account if judged is not None else ()
        if not lines and not self._is_old and self._ledger.exists():
            # Whoever made the run was killed before it could tell.
            lines = (f"left      `{self._ledger}` lists what was left behind: `contralto clean {self._ledger}`",)
        if lines:
            terminalreporter.section("contralto")
            for line in lines:
                terminalreporter.line(line)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: _Node) -> None:
        """Tells each process of pytest-xdist where it finds the outcomes of the one run."""
        if self._shared is None:
            self._shared = Path(tempfile.mkdtemp(prefix="contralto-"))
        node.workerinput[SHARED] = str(self._shared)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Takes ids of our items out of the arguments: they name no file, and pytest would look for one."""
        prefix = f"{NODE}::"
        self._named = [word for word in session.config.args if word.startswith(prefix)]
        session.config.args[:] = [word for word in session.config.args if not word.startswith(prefix)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Adds the items, before `-k` and `-m` choose among them."""
        suite = _Suite.from_parent(session, name=NODE, nodeid=NODE)
        made = {
            item.nodeid: item
            for requirement in self._requirements
            for version in self._plan.versions
            if requirement.applies_to(version)
            for item in [RequirementItem.of(suite, self, requirement, version)]
        }
        unknown = [name for name in self._named if name not in made]
        if unknown:
            raise pytest.UsageError(*(f"not found: {name}" for name in unknown))
        chosen = [item for name, item in made.items() if not self._named or name in self._named]
        # Told as collected, so that the count of what is selected comes out right.
        suite.ihook.pytest_collectreport(report=pytest.CollectReport(NODE, "passed", None, list(chosen)))
        items += chosen

    def outcome(self, item: RequirementItem) -> Outcome:
        """What the run says of that item. Raises CannotJudge, once, for what is wrong with the run as a whole."""
        if self._judged is None:
            self._judged = self._shared_run(item.session)
        if self._judged.problems and not self._has_told:
            self._has_told = True
            raise CannotJudge("\n".join(self._judged.problems))
        return self._judged.outcomes.get(item.name, Outcome("not-verified", "the run did not judge it"))

    def _judged_elsewhere(self) -> Judged | None:
        """What the run came to that a process of pytest-xdist made; None if none did."""
        if self._shared is None or not (self._shared / _STORE).exists():
            return None
        with closing(sqlite3.connect(self._shared / _STORE)) as db:
            try:
                row = db.execute("SELECT judged FROM run").fetchone()
            except sqlite3.Error:
                # The process that made it was killed, or still holds it.
                return None
        return Judged.from_json(row[0]) if row is not None else None

    def _shared_run(self, session: pytest.Session) -> Judged:
        folder = getattr(session.config, "workerinput", {}).get(SHARED)
        if folder is None:
            return self._run(session)
        # A transaction is a lock that all systems have, and that a process gives back however it ends.
        with closing(sqlite3.connect(Path(folder) / _STORE, timeout=_LONGEST_RUN_S, isolation_level=None)) as db:
            db.execute("BEGIN EXCLUSIVE")
            db.execute("CREATE TABLE IF NOT EXISTS run (judged TEXT NOT NULL)")
            row = db.execute("SELECT judged FROM run").fetchone()
            if row is not None:
                db.execute("ROLLBACK")
                return Judged.from_json(row[0])
            judged = self._run(session)
            db.execute("INSERT INTO run VALUES (?)", (judged.to_json(),))
            db.execute("COMMIT")
            return judged

    def _plan_of(self, items: Sequence[pytest.Item]) -> Plan | None:
        """The plan for those of our items that are among these; None if there is none."""
        chosen = [item for item in items if isinstance(item, RequirementItem)]
        names = {item.requirement.id for item in chosen}
        only = None if names == set(self._plan.requirements) else sorted(names)
        return self._prepared.plan(only, sorted({item.version for item in chosen})) if chosen else None

    def _run(self, session: pytest.Session) -> Judged:
        plan = self._plan_of(session.items)
        assert plan is not None, "an item of ours asks for the run"
        collector = reports.Collector()
        listeners: list[Listener] = [collector]
        suite = self._prepared.suite
        try:
            # The process that began the run may have been killed, and another takes its place.
            ledger = free_ledger(self._ledger, f"{PREFIX}report")
            listeners += reports.files(self._report) if self._report is not None else ()
            with self._prepared.behind() as behind:
                running = run(
                    plan,
                    self._prepared.target,
                    suite.cases,
                    suite.spec,
                    listeners,
                    command=self._prepared.command(plan),
                    behind=behind,
                    examples=examples_in(self._report),
                    name=run_name(),
                    ledger=ledger,
                )
                result = asyncio.run(running)
        except reports.ReportNotWritten as error:
            return Judged({}, (str(error),))
        except CannotBegin as error:
            return Judged({}, (_sentence(error.message, error.hint),))
        judged = _judged(collector.report)
        if result.summary.interrupted == "interrupted":
            self._judged = judged
            raise KeyboardInterrupt
        return judged


def _folder(config: pytest.Config) -> Path | None:
    """Where the reports go, if anywhere."""
    given = config.getoption(f"{PREFIX}report")
    return Path(given) if given else None


def _prepared(config: pytest.Config, opened: ExitStack, *, sends: bool) -> Prepared:
    """What the options ask for. opened: keeps what `--contralto-own` adds. Raises CannotBegin."""

    def given(name: str) -> Any:
        value = config.getoption(PREFIX + name)
        return tuple(value) if isinstance(value, list) else value

    options: dict[str, Any] = {name: given(name.replace("_", "-")) for name in _TAKEN}
    own = tuple(Path(folder) for folder in given("own"))
    target = given("target")
    return prepared(
        {**options, "own": own, "generated": not given("no-generated")},
        opened.enter_context(extended_by(own)),
        url=given("url"),
        file=Path(target) if target is not None else None,
        prefix=PREFIX,
        sends=sends,
    )


def _judged(report: reports.Report | None) -> Judged:
    assert report is not None, "every run ends in a report"
    outcomes = {
        item_name(entry.id, version): _outcome(report, entry, row)
        for entry in report.entries
        for version, row in entry.rows.items()
    }
    problems = tuple(_called_here(_sentence(problem.message, problem.hint)) for problem in report.problems)
    facts = [("estimate", estimate_words(report.estimate, None))] if report.estimate is not None else []
    account = tuple(f"{label:<9} {words}" for label, words in (*facts, *account_facts(report)))
    return Judged(outcomes, problems, account)


def _sentence(message: str, hint: str) -> str:
    return f"{message}: {hint}" if hint else message


def _outcome(report: reports.Report, entry: Any, row: Row) -> Outcome:
    match row.verdict:
        case Verdict.PASS:
            return Outcome("met")
        case Verdict.FAIL | Verdict.UNEXPECTED_PASS:
            return Outcome("violated", details(report, entry, row).strip("\n"))
        case Verdict.KNOWN_FAILURE:
            return Outcome("known", f"{reason(row)}\n{details(report, entry, row).strip()}")
        case Verdict.WARN if report.strict:
            return Outcome("violated", details(report, entry, row).strip("\n"))
        case Verdict.WARN:
            return Outcome("warned", f"{message(row)}\n{details(report, entry, row).strip()}")
        case Verdict.ERROR:
            return Outcome("broken", reason(row))
        case _:
            return Outcome("not-verified", _called_here(reason(row)))


def _called_here(text: str) -> str:
    """A text that names options of `contralto check`, with them as they are called here or in a target file."""
    for setting in SETTINGS:
        there = setting.option()
        if setting.name in _TAKEN:
            here = setting.option(PREFIX)
            text = text.replace(f"`{there}`", f"`{here}`").replace(f"`{there} ", f"`{here} ")
        elif setting.member:
            text = text.replace(f"`{there}`", f"`{setting.member}` of a target file")
    return text


def item_name(requirement: str, version: str) -> str:
    """`tts.ws.done-is-last[2026-08-14]`."""
    return f"{requirement}[{version}]"


def area_mark(area: str) -> str:
    """The mark of an area, such as `contralto_area_tts_ws`."""
    return "contralto_area_" + "".join(char if char.isalnum() else "_" for char in area)


class _Suite(pytest.Collector):
    """What our items stand below."""

    def collect(self) -> Iterator[pytest.Item]:
        """Nothing: the plugin adds the items itself."""
        return iter(())


class RequirementItem(pytest.Item):
    """One requirement under one API version."""

    plugin: RequirementsPlugin
    requirement: Requirement
    version: str
    _outcome: Outcome

    @classmethod
    def of(cls, suite: _Suite, plugin: RequirementsPlugin, requirement: Requirement, version: str) -> RequirementItem:
        """The item, marked by level and area."""
        item: RequirementItem = cls.from_parent(suite, name=item_name(requirement.id, version))
        item.plugin, item.requirement, item.version = plugin, requirement, version
        item.add_marker(f"contralto_{requirement.level}")
        item.add_marker(area_mark(requirement.area))
        if item.config.pluginmanager.hasplugin("timeout"):
            # The first item makes the run for all, and others may wait for it; the run has limits of its own.
            item.add_marker(pytest.mark.timeout(0))
        return item

    def setup(self) -> None:
        """The verdict; what is not one on the target is an error, not a failure."""
        self._outcome = self.plugin.outcome(self)
        if self._outcome.kind == "broken":
            raise CannotJudge(self._outcome.text)

    def runtest(self) -> None:
        """Passes what is met only."""
        match self._outcome:
            case Outcome("violated", text):
                raise NotMet(text)
            case Outcome("known", text) if self.config.option.runxfail:
                raise NotMet(text.partition("\n")[2])
            case Outcome("known", text):
                pytest.xfail(text.partition("\n")[0])
            case Outcome("warned", text):
                self.warn(ShouldViolated(f"{self.name}: {text}"))
                pytest.skip(f"warning: a SHOULD is violated: {text.partition(chr(10))[0]}")
            case Outcome("not-verified", text):
                pytest.skip(f"not verified: {text}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Findings as they are, without a stack that says nothing of the target."""
        if isinstance(excinfo.value, NotMet | CannotJudge):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """No file: the place is the node that all items stand below. pytest would put `::` for each dot of an id that
        ends here as the node does."""
        return self.config.rootpath / NODE, 0, f"{self.requirement.id} under {self.version}"
