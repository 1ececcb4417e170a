"""All defects against all checks.

One row per defect: which requirements are found violated when the mock commits it, and which are blocked by them.

A row is made in one of two ways. Plainly, all cases are played against a mock with the defect. Quickly, only those are
in which the defect would do something (`onlookers.py`); of the others the traces of the correct mock count, which are
recorded and judged once. Both ways give the same rows; `python -m tests.sight --all` says where they do not.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.cases.variables import AGENTS
from contralto_conformance.mock import MockSettings, defects, serve
from contralto_conformance.mock.server import Running
from contralto_conformance.oracle import CHECKS
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.events import CaseFinished, CaseStarted, Event, HarnessError, RunStarted
from contralto_conformance.runner.judge import Judge
from contralto_conformance.runner.model import Finding, Plan, Row, Target, Verdict
from contralto_conformance.runner.plan import FILLS_PLAN, LONG_WAIT, make_plan
from contralto_conformance.trace import Trace
from contralto_spec import load

from .onlookers import Onlookers

HEADER = "# defect, version, requirements found violated (blocked: hidden behind them). Written by `make sight`.\n"
NOTHING = "NOTHING"
KEY = "sk_car_mock.sight"
ADMIN_KEY = "sk_car_admin_mock.sight"
SPENT_KEY = "sk_car_spent.sight"
PLAN: Literal["scale"] = "scale"
"""Allows so much at once that ordinary cases, side by side, do not come near it."""
IDLE_TIMEOUT_S = 8.0
"""Longer than any case rests that is not about idle sockets."""
SHORT_IDLE_TIMEOUT_S = 4.0
"""Where only cases about idle sockets are played."""
GOLDEN = Path(__file__).parent / "matrix.txt"
PATIENCE_S = 5.0
"""Only a defect that keeps silent waits that long; everything else goes on when an answer is there."""
SOUND_PATIENCE_S = 10 * PATIENCE_S
"""A sound mock lets nobody wait in vain; how long a busy machine takes must not count against it."""
SIDE_BY_SIDE = 4
"""Defects examined at once."""
WORTH_RECORDING = 20
"""Defects of one version from which on it is quicker to record the correct mock first."""

_GENERATING = threading.Lock()

SPEC = load()
CASES = loader.cases_of(loader.bundled())


@dataclass(frozen=True)
class SightRow:
    """What the suite made of one defect. `seen`: violated requirements; `blocked`: hidden behind them."""

    defect: str
    version: str
    seen: tuple[str, ...]
    blocked: tuple[str, ...]

    @property
    def is_seen(self) -> bool:
        """Whether the requirement that the defect violates is among them."""
        return self.defect.partition(":")[0] in self.seen

    def __str__(self) -> str:
        blocked = f"  (blocked: {' '.join(self.blocked)})" if self.blocked else ""
        return f"{self.defect:<52} {self.version}  {' '.join(self.seen) or NOTHING}{blocked}"


@dataclass(frozen=True)
class Played:
    """One case against a correct mock of its own, with all defects looking on.

    trace: what was recorded. rows: what the checks say of it. auth: how the key was accepted. would: ids of the defects
    that would do something else in it. would_before: of those that would in the first calls of the run.
    """

    trace: Trace
    rows: tuple[Row, ...]
    auth: str
    would: frozenset[str]
    would_before: frozenset[str]


class _Heard:
    """Keeps what a run tells."""

    def __init__(self, onlookers: Onlookers | None = None) -> None:
        self.auth = ""
        self.traces: list[Trace] = []
        self.would_before: frozenset[str] = frozenset()
        self._onlookers = onlookers

    def handle(self, event: Event) -> None:
        """One event."""
        if isinstance(event, RunStarted):
            self.auth = event.identity.auth
        elif isinstance(event, CaseStarted) and self._onlookers is not None:
            self.would_before = self._onlookers.begin()
        elif isinstance(event, CaseFinished):
            self.traces.append(event.trace)


class Faults:
    """Keeps what the suite says of itself."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def handle(self, event: Event) -> None:
        """Notes faults of the suite, whole."""
        if isinstance(event, HarnessError):
            self.said.append(f"{event.where}: {event.message}\n{event.traceback}")


def newest_version(requirement_id: str) -> str:
    """The newest described version that the requirement holds for."""
    requirement = SPEC.requirement(requirement_id)
    return max(version.date for version in SPEC.described_versions if requirement.applies_to(version.date))


def judge(
    settings: MockSettings,
    version: str,
    *,
    generated: bool,
    seed: int = 0,
    known: bool = True,
    idle_timeout_s: float = IDLE_TIMEOUT_S,
    cases: Iterable[str] | None = None,
) -> Result:
    """A run of all requirements of one version against a mock with these settings.

    known: whether the run has keys of all kinds, the plan, and a mock that closes idle sockets after `idle_timeout_s`.
    cases: those that are played, of the plan; all if left out.
    """
    plan = plan_of(version, generated=generated, seed=seed, known=known)
    if cases is not None:
        plan = replace(plan, cases=tuple(name for name in plan.cases if name in set(cases)))
    is_sound = not settings.defects
    if known:
        settings = replace(
            settings,
            api_keys=(*settings.api_keys, ADMIN_KEY),
            spent_keys=(SPENT_KEY,),
            plan=PLAN,
            idle_timeout_s=idle_timeout_s,
        )
    # Generated tests parse source, which Python 3.11 cannot do in two threads at once.
    with _GENERATING if generated else nullcontext(), serve(settings) as running:
        target = target_of(running, is_sound=is_sound)
        if known:
            target = replace(target, admin_key=ADMIN_KEY, spent_key=SPENT_KEY, plan=PLAN, idle_timeout_s=idle_timeout_s)
        faults = Faults()
        result = asyncio.run(run(plan, target, CASES, SPEC, listeners=[faults]))
    assert not faults.said, faults.said
    return result


def plan_of(version: str, *, generated: bool = False, seed: int = 0, known: bool = False) -> Plan:
    """All requirements of a version, with all their cases. known: see `judge`."""
    return make_plan(
        SPEC,
        CASES,
        versions=(version,),
        seed=seed,
        fuzz=generated,
        sessions=generated,
        concurrency=6 if known else 8,
        long_waits=known,
    )


def target_of(running: Running, *, is_sound: bool) -> Target:
    """A mock that runs, as what is examined."""
    return Target(running.url, KEY, patience_s=SOUND_PATIENCE_S if is_sound else PATIENCE_S)


def needs_known(requirement_id: str) -> bool:
    """True if a case that provokes the requirement needs more than a key: see `judge`."""
    return any(CHECKS[requirement_id].wants(name) for name in KNOWN_CASES)


def _is_known_case(case: Case) -> bool:
    keys = {getattr(step, "auth", "") for step in case.all_steps()}
    return bool(keys & {"admin", "no-credits"} or {FILLS_PLAN, LONG_WAIT} & case.tags)


KNOWN_CASES = frozenset(name for name, case in CASES.items() if _is_known_case(case))
"""Cases that need more than a key: see `judge`."""


def _known_rows(info: defects.DefectInfo, version: str) -> list[Row]:
    """What cases that need more than a key, as the requirement does, show of a defect.

    Those that wait for idle sockets are played apart from the others, and only if the requirement needs them.
    """
    wants = CHECKS[info.requirement].wants
    idle = {name for name in KNOWN_CASES if LONG_WAIT in CASES[name].tags}
    rows: list[Row] = []
    for cases, idle_timeout_s in ((idle, SHORT_IDLE_TIMEOUT_S), (KNOWN_CASES - idle, IDLE_TIMEOUT_S)):
        if any(map(wants, cases)):
            result = judge(_committing(info), version, generated=False, idle_timeout_s=idle_timeout_s, cases=cases)
            rows += result.rows
    return rows


@functools.cache
def sound(version: str) -> Mapping[str, Played]:
    """What the correct mock makes of each case of a version."""
    plan = plan_of(version)
    names = [name for name in plan.cases if CASES[name].applies_to(version)]
    with ThreadPoolExecutor(plan.concurrency) as pool:
        return dict(zip(names, pool.map(lambda name: _play(replace(plan, cases=(name,))), names), strict=True))


def _play(plan: Plan) -> Played:
    onlookers = Onlookers()
    heard = _Heard(onlookers)
    with serve(MockSettings(api_keys=(KEY,)), wrap=onlookers.look_on) as running:
        result = asyncio.run(run(plan, target_of(running, is_sound=True), CASES, SPEC, listeners=[heard]))
    (trace,) = heard.traces
    return Played(trace, result.rows, heard.auth, frozenset(onlookers.would), heard.would_before)


def be_quiet() -> None:
    """Of sockets that defects leave open under a client asyncio tells for each message that it cannot send."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)


def needs_generated(requirement_id: str) -> bool:
    """True if no scripted case provokes the requirement, only generated requests."""
    return all(pattern.startswith(("fuzz/", "sessions/")) for pattern in CHECKS[requirement_id].cases)


@functools.cache
def is_worth_recording(version: str) -> bool:
    """Whether so many defects are examined in this version that the correct mock is recorded for them."""
    count = sum(newest_version(info.requirement) == version for info in defects.catalogue())
    return count >= WORTH_RECORDING


def sight_of(info: defects.DefectInfo) -> SightRow:
    """The row of one defect, the quick way where there is one. Raises AssertionError if the run could not judge."""
    version = newest_version(info.requirement)
    if needs_generated(info.requirement) or not is_worth_recording(version):
        return plain_sight_of(info)
    found = _quickly(info, version, _known_rows(info, version))
    return _row(info, version, found or judge(_committing(info), version, generated=False, known=False).rows)


def plain_sight_of(info: defects.DefectInfo) -> SightRow:
    """The row of one defect, with all cases played against it. Raises AssertionError if the run could not judge."""
    version = newest_version(info.requirement)
    generated, known = needs_generated(info.requirement), needs_known(info.requirement)
    result = judge(_committing(info), version, generated=generated, known=known)
    assert result.summary.exit_code != 2, result.summary.exit_reason
    return _row(info, version, result.rows)


def _committing(info: defects.DefectInfo) -> MockSettings:
    return MockSettings(api_keys=(KEY,), defects=(info.id,))


def _quickly(info: defects.DefectInfo, version: str, more: Iterable[Row] = ()) -> Sequence[Row]:
    """The rows of a run against a mock with this defect; none if the defect changes what all cases are given.

    more: rows of other cases against it.
    """
    recorded = sound(version)
    changed = [name for name, played in recorded.items() if info.id in played.would]
    before = any(info.id in played.would_before for played in recorded.values())
    if not changed and before:
        changed = [next(iter(recorded))]
    plan = replace(plan_of(version), cases=tuple(changed))
    heard = _Heard()
    rows: Sequence[Row] = ()
    if changed:
        with serve(_committing(info)) as running:
            result = asyncio.run(run(plan, target_of(running, is_sound=False), CASES, SPEC, listeners=[heard]))
        assert len(heard.traces) == len(changed), result.summary.exit_reason
        assert not any(row.verdict is Verdict.ERROR for row in result.rows), result.summary.exit_reason
        rows = result.rows
    if before and not all(_is_given_the_same(heard.auth, trace, recorded[trace.case]) for trace in heard.traces):
        return ()
    verdicts: dict[str, dict[str, list[Finding]]] = {}
    for name, played in recorded.items():
        if name not in changed:
            _add(verdicts, played.rows)
    _add(verdicts, rows)
    _add(verdicts, more)
    faults: list[HarnessError] = []
    judged = Judge(SPEC, version, plan.requirements, faults.append).rows((), verdicts)
    assert not faults
    return judged


def _is_given_the_same(auth: str, trace: Trace, played: Played) -> bool:
    names = ("voice", "model", *AGENTS)
    return auth == played.auth and all(trace.values.get(name) == played.trace.values.get(name) for name in names)


def _add(verdicts: dict[str, dict[str, list[Finding]]], rows: Iterable[Row]) -> None:
    for row in rows:
        for key in row.traces:
            verdicts.setdefault(row.requirement, {})[key] = [each for each in row.findings if each.trace == key]


def _row(info: defects.DefectInfo, version: str, rows: Iterable[Row]) -> SightRow:
    rows = tuple(rows)
    return SightRow(
        info.id,
        version,
        tuple(row.requirement for row in rows if row.verdict in (Verdict.FAIL, Verdict.WARN)),
        tuple(row.requirement for row in rows if row.verdict is Verdict.BLOCKED),
    )


def sights_of(infos: Sequence[defects.DefectInfo], *, plainly: bool = False) -> list[SightRow]:
    """The rows of several defects. They are examined side by side: a run mostly waits where a defect keeps silent."""
    for version in {newest_version(info.requirement) for info in infos}:
        if is_worth_recording(version) and not plainly:
            sound(version)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(plain_sight_of if plainly else sight_of, infos))


def looked_again(
    infos: Iterable[defects.DefectInfo], rows: Mapping[str, SightRow], golden: Mapping[str, SightRow]
) -> dict[str, SightRow]:
    """The rows. What differs from the golden ones is looked at once more, by itself: a busy machine may hide things."""
    unclear = [info for info in infos if rows[info.id] != golden.get(info.id)]
    if unclear:
        sound.cache_clear()
    return {**rows, **{info.id: sight_of(info) for info in unclear}}


def dependents(requirement_id: str) -> set[str]:
    """Requirements whose violation this one explains, by way of others too."""
    found: set[str] = set()
    waiting = [requirement_id]
    while waiting:
        name = waiting.pop()
        for other in SPEC.requirements.values():
            if name in other.depends_on and other.id not in found:
                found.add(other.id)
                waiting.append(other.id)
    return found


def golden_rows() -> dict[str, SightRow]:
    """The committed row of each defect."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []
    rows = [_read(line) for line in lines if line and not line.startswith("#")]
    return {row.defect: row for row in rows}


def _read(line: str) -> SightRow:
    found, _, blocked = line.partition("  (blocked: ")
    defect, version, *seen = found.split()
    return SightRow(defect, version, tuple(seen) if seen != [NOTHING] else (), tuple(blocked.removesuffix(")").split()))


def write_golden(rows: Mapping[str, SightRow]) -> None:
    """Writes the rows in the order of the catalogue."""
    lines = [f"{rows[info.id]}\n" for info in defects.catalogue() if info.id in rows]
    GOLDEN.write_text(HEADER + "".join(lines), encoding="utf-8")
