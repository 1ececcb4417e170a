"""The requirements as tests of pytest: one item for each requirement and API version, all judged by one run.

The run is made when the first item is set up, for what was collected and not deselected; the items then say what it
came to. Processes of pytest-xdist share one run: the first that needs it makes it, the others wait for its outcomes.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

import contralto_spec
from contralto_conformance import report as reports
from contralto_conformance.cases import loader
from contralto_conformance.own import Extended, extended
from contralto_conformance.pytest_plugin import SHARED, ShouldViolated
from contralto_conformance.report.junit import details, message
from contralto_conformance.report.words import reason
from contralto_conformance.runner.address import NotATarget, checked_key, checked_url
from contralto_conformance.runner.engine import run
from contralto_conformance.runner.events import Listener
from contralto_conformance.runner.model import DEFAULT_CONCURRENCY, REMOTE_CONCURRENCY, Plan, Row, Target, Verdict
from contralto_conformance.runner.plan import UnknownPattern, make_plan
from contralto_spec import Requirement

KEY_VARIABLE = "CONTRALTO_API_KEY"
NODE = "contralto"

_LONGEST_RUN_S = 24 * 3600.0


class NotMet(Exception):
    """A requirement is violated; the message is all that is known of it."""


class CannotJudge(Exception):
    """The run as a whole could not judge, or the suite itself broke; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """What one item has to say. kind: met, violated, warned, not-verified or broken; text: why, "" where it is met."""

    kind: str
    text: str = ""


@dataclass(frozen=True)
class Judged:
    """What the run came to. outcomes: by item name. problems: what kept the run as a whole from judging."""

    outcomes: Mapping[str, Outcome]
    problems: tuple[str, ...] = ()

    def to_json(self) -> str:
        """For another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Judged:
        """Inverse of `to_json`."""
        data = json.loads(text)
        return cls({name: Outcome(**item) for name, item in data["outcomes"].items()}, tuple(data["problems"]))


class Options:
    """The command line options, checked. Raises pytest.UsageError."""

    def __init__(self, config: pytest.Config) -> None:
        def given(name: str) -> Any:
            return config.getoption(f"--contralto-{name}")

        try:
            self.url = checked_url(given("url"))
            # Without the key there is nothing to run, but much to list.
            key = checked_key(os.environ.get(KEY_VARIABLE, ""))
        except NotATarget as error:
            raise pytest.UsageError(*filter(None, (error.message, error.hint))) from None
        if not key and not config.option.collectonly:
            raise pytest.UsageError(f"no API key: set {KEY_VARIABLE}")
        self.versions: tuple[str, ...] = tuple(given("api-version"))
        self.only: tuple[str, ...] = tuple(given("only"))
        self.own: tuple[Path, ...] = tuple(Path(folder) for folder in given("own"))
        self.seed: int = given("seed")
        self.strict: bool = given("strict")
        self.generated: bool = not given("no-generated")
        self.max_time_s: float | None = given("max-time")
        self.report: Path | None = Path(given("report")) if given("report") else None
        self.target = Target(self.url, key)
        usual = DEFAULT_CONCURRENCY if self.target.is_local else REMOTE_CONCURRENCY
        self.concurrency: int = given("concurrency") or usual
        if self.max_time_s is not None and not 0 < self.max_time_s < float("inf"):
            raise pytest.UsageError(f"`--contralto-max-time` must be greater than 0, got {self.max_time_s:g}")
        if self.concurrency < 1:
            raise pytest.UsageError(f"`--contralto-concurrency` must be at least 1, got {self.concurrency}")

    def plan(self, suite: Extended, only: Sequence[str], versions: Sequence[str]) -> Plan:
        """The plan of a run. Raises pytest.UsageError for versions and patterns that name nothing."""
        try:
            return make_plan(
                suite.spec,
                suite.cases,
                versions=versions,
                only=only,
                seed=self.seed,
                max_time_s=self.max_time_s,
                strict=self.strict,
                fuzz=self.generated,
                sessions=self.generated,
                concurrency=self.concurrency,
                changes=self.target.is_local,
                calls=self.target.is_local,
            )
        except (contralto_spec.UnknownVersion, UnknownPattern) as error:
            raise pytest.UsageError(str(error)) from None

    @property
    def command(self) -> tuple[str, ...]:
        """What repeats the run on the command line."""
        words = ["contralto", "check", self.target.base_url]
        words += [word for folder in self.own for word in ("--own", str(folder))]
        return (*words, *(["--strict"] if self.strict else ()), *(["--no-generated"] if not self.generated else ()))


class _Node(Protocol):
    """A worker of pytest-xdist, as its controller sees it."""

    workerinput: dict[str, Any]


class RequirementsPlugin:
    """Makes the items, and the run."""

    def __init__(self, config: pytest.Config) -> None:
        self._options = Options(config)
        self._opened = ExitStack()
        shipped = loader.cases_of(loader.bundled())
        try:
            self._suite = self._opened.enter_context(
                extended(self._options.own, contralto_spec.load(), shipped),
            )
        except contralto_spec.SpecError as error:
            raise pytest.UsageError(*(str(finding) for finding in error.findings)) from None
        self._plan = self._options.plan(self._suite, self._options.only, self._options.versions)
        for area in sorted({requirement.area for requirement in self._requirements}):
            config.addinivalue_line("markers", f"{area_mark(area)}: requirements of the area `{area}`")
        self._named: list[str] = []
        self._judged: Judged | None = None
        self._has_told = False
        self._shared: Path | None = None

    @property
    def _requirements(self) -> list[Requirement]:
        return [self._suite.spec.requirement(name) for name in self._plan.requirements]

    def pytest_unconfigure(self) -> None:
        """Takes back what `--contralto-own` added, and what processes shared."""
        self._opened.close()
        if self._shared is not None:
            shutil.rmtree(self._shared, ignore_errors=True)

    def pytest_report_header(self) -> str:
        """Whom the run examines."""
        return f"contralto: {self._options.target.base_url}, seed {self._options.seed}"

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

    def _shared_run(self, session: pytest.Session) -> Judged:
        folder = getattr(session.config, "workerinput", {}).get(SHARED)
        if folder is None:
            return self._run(session)
        # A transaction is a lock that all systems have, and that a process gives back however it ends.
        with closing(sqlite3.connect(Path(folder) / "run.sqlite", timeout=_LONGEST_RUN_S, isolation_level=None)) as db:
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

    def _run(self, session: pytest.Session) -> Judged:
        chosen = [item for item in session.items if isinstance(item, RequirementItem)]
        names = {item.requirement.id for item in chosen}
        only = self._options.only if names == set(self._plan.requirements) else sorted(names)
        versions = sorted({item.version for item in chosen})
        options = self._options
        collector = reports.Collector()
        listeners: list[Listener] = [collector]
        if options.report is not None:
            try:
                listeners += reports.files(options.report)
            except reports.ReportNotWritten as error:
                return Judged({}, (str(error),))
        plan = options.plan(self._suite, only, versions)
        result = asyncio.run(
            run(plan, options.target, self._suite.cases, self._suite.spec, listeners, command=options.command)
        )
        if result.summary.interrupted == "interrupted":
            raise KeyboardInterrupt
        return _judged(collector.report)


def _judged(report: reports.Report | None) -> Judged:
    assert report is not None, "every run ends in a report"
    outcomes = {
        item_name(entry.id, version): _outcome(report, entry, row)
        for entry in report.entries
        for version, row in entry.rows.items()
    }
    problems = tuple(": ".join(filter(None, (problem.message, problem.hint))) for problem in report.problems)
    return Judged(outcomes, problems)


def _outcome(report: reports.Report, entry: Any, row: Row) -> Outcome:
    match row.verdict:
        case Verdict.PASS:
            return Outcome("met")
        case Verdict.FAIL | Verdict.UNEXPECTED_PASS:
            return Outcome("violated", details(report, entry, row).strip("\n"))
        case Verdict.WARN if report.strict:
            return Outcome("violated", details(report, entry, row).strip("\n"))
        case Verdict.WARN:
            return Outcome("warned", f"{message(row)}\n{details(report, entry, row).strip()}")
        case Verdict.ERROR:
            return Outcome("broken", reason(row))
        case _:
            return Outcome("not-verified", reason(row))


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
