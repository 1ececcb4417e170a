"""From traces to verdicts: which checks look at which traces, what their findings mean, and what blocks
what."""

from __future__ import annotations

import contextlib
import math
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from contralto_conformance import oracle
from contralto_conformance.cases.model import PROXY_SUITES
from contralto_conformance.runner.events import HarnessError
from contralto_conformance.runner.model import Finding, Row, Verdict, Waiver
from contralto_conformance.runner.waivers import waived
from contralto_conformance.trace import Trace
from contralto_spec import Requirement, Spec

NO_CHECK = "the suite has no check for it"
TIME_UP = "time was up before everything was judged"
NEEDS_UPSTREAM = "it needs `--upstream`: only the service behind the proxy sees it"
_USUAL_BYTES = 4 * 1024 * 1024
_FRAME_BYTES = 500
_BROKEN = frozenset({Verdict.FAIL, Verdict.WARN})


@dataclass
class _Tally:
    """What is known of one requirement so far."""

    judged: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    offered: int = 0
    fault: str = ""


class Judge:
    """Judges the traces of one API version.

    external: verdicts that came with the traces from a third-party engine: requirement id -> trace key ->
    findings; a key with an empty list means looked at and met. They count beside the oracle's.
    """

    def __init__(
        self,
        spec: Spec,
        version: str,
        requirements: Iterable[str],
        report: Callable[[HarnessError], None],
        withheld: Mapping[str, str] = MappingProxyType({}),
        unclaimed: Mapping[str, str] = MappingProxyType({}),
        waivers: Sequence[Waiver] = (),
        *,
        back_to_back: bool = False,
    ) -> None:
        """withheld, unclaimed, waivers, back_to_back: see `Plan`."""
        self._back_to_back = back_to_back
        self._withheld = withheld
        self._unclaimed = unclaimed
        self._departures = spec.departures
        self._waivers = waivers
        self._version = version
        self._report = report
        self._contract = oracle.contract(version, spec)
        self._requirements: list[Requirement] = [
            requirement for requirement in map(spec.requirement, requirements) if requirement.applies_to(version)
        ]
        parties = {requirement.party for requirement in self._requirements}
        chosen = set(self.ids)
        self._others = tuple(
            name
            for name, requirement in spec.requirements.items()
            if name not in chosen and requirement.party in parties and requirement.applies_to(version)
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """The requirements that hold under this version, in file order."""
        return tuple(requirement.id for requirement in self._requirements)

    def rows(
        self,
        traces: Sequence[Trace],
        external: Mapping[str, Mapping[str, Sequence[Finding]]],
        missing: Mapping[str, str] = MappingProxyType({}),
        *,
        until_s: float = math.inf,
    ) -> tuple[Row, ...]:
        """One row per requirement, in file order. missing: names of cases that were planned but not played: why not.
        until_s: when to stop looking (`time.monotonic`); the cases of traces that are left count as missing."""
        tallies = {requirement.id: _Tally() for requirement in self._requirements}
        left: dict[str, str] = {}
        # Trace by trace, since checks of the same trace share what was read of it.
        # Big ones last: floods must not take the time of the others.
        for trace in sorted(traces, key=_weight):
            if time.monotonic() > until_s:
                left[trace.case] = TIME_UP
                continue
            # Behind a proxy the suite plays a service that does what a case orders: no evidence on servers.
            is_of_proxy = trace.case.startswith(PROXY_SUITES)
            for requirement in self._requirements:
                if is_of_proxy == (requirement.party == "proxy"):
                    self._look(requirement.id, trace, tallies[requirement.id])
        rows = [
            self._row(requirement, tallies[requirement.id], external.get(requirement.id, {}), {**left, **missing})
            for requirement in self._requirements
        ]
        return waived(blocked({r.id: r for r in self._requirements}, rows), self._waivers, self._others)

    def violated(self, trace: Trace) -> list[str]:
        """Ids of the requirements that one trace violates; quiet about checks that break, and safe in any
        thread."""
        found: list[str] = []
        for requirement in self.ids:
            if requirement not in oracle.CHECKS:
                continue
            with contextlib.suppress(Exception):
                judgement = oracle.judge([trace], self._contract, [requirement]).get(requirement)
                if judgement is not None and judgement.findings:
                    found.append(requirement)
        return found

    def _look(self, requirement: str, trace: Trace, tally: _Tally) -> None:
        if requirement not in oracle.CHECKS:
            return
        # A check looks for its stimulus in any trace; only in the cases that are played for it is it owed
        # one.
        if watches(requirement, trace.case):
            tally.offered += 1
            if trace.stopped:
                tally.stopped.append(f"`{trace.key}` stopped at {trace.stopped}")
        try:
            judgement = oracle.judge([trace], self._contract, [requirement]).get(requirement)
        except Exception as fault:  # noqa: BLE001  (a broken check must not take the run with it)
            tally.fault = f"the check broke on `{trace.key}`: {type(fault).__name__}: {fault}"
            where = f"check {requirement}, trace {trace.key}, version {self._version}"
            self._report(HarnessError(where, tally.fault, traceback.format_exc()))
            return
        if judgement is None or not judgement.judged:
            return
        tally.judged.append(trace.key)
        tally.findings += [Finding(trace.key, f.expected, f.got, f.where) for f in judgement.findings]

    def _row(
        self,
        requirement: Requirement,
        tally: _Tally,
        external: Mapping[str, Sequence[Finding]],
        missing: Mapping[str, str],
    ) -> Row:
        if requirement.feature is not None and requirement.feature in self._unclaimed:
            why = f"feature `{requirement.feature}` is not claimed: {self._unclaimed[requirement.feature]}"
            return Row(requirement.id, self._version, requirement.level, Verdict.SKIPPED, why)
        if requirement.id in self._departures:
            why = f"the dialect departs: {self._departures[requirement.id]}"
            return Row(requirement.id, self._version, requirement.level, Verdict.SKIPPED, why)
        for key, findings in external.items():
            tally.offered += 1
            tally.judged += [] if key in tally.judged else [key]
            tally.findings += findings
        unplayed = [why for name, why in missing.items() if watches(requirement.id, name)]
        why_not = unplayed[0] if unplayed else None
        if not unplayed and not tally.judged:
            withheld = (why for name, why in self._withheld.items() if watches(requirement.id, name))
            why_not = next(withheld, _why_nothing(requirement, tally, back_to_back=self._back_to_back))
        return judged_row(requirement, self._version, tally.judged, tally.findings, fault=tally.fault, why_not=why_not)


def _weight(trace: Trace) -> int:
    """Payload bytes of a trace that is much bigger than usual, else 0."""
    size = sum(len(frame.payload) + _FRAME_BYTES for exchange in trace.exchanges for frame in exchange.frames)
    return size if size > _USUAL_BYTES else 0


@lru_cache(maxsize=1 << 16)
def _wants(check: oracle.Check, case: str) -> bool:
    return check.wants(case)


def watches(requirement: str, case: str) -> bool:
    """Whether that case is played for the requirement's check."""
    check = oracle.CHECKS.get(requirement)
    return check is not None and _wants(check, case)


def _why_nothing(requirement: Requirement, tally: _Tally, *, back_to_back: bool) -> str:
    """Why no trace could be judged."""
    if requirement.party not in ("server", "proxy"):
        return f"it binds the {requirement.party}, which this run does not examine"
    if requirement.id not in oracle.CHECKS:
        why = oracle.unjudged().get(requirement.id)
        return f"{NO_CHECK}: {why}" if why else NO_CHECK
    if requirement.party == "proxy" and not back_to_back and not tally.stopped:
        return NEEDS_UPSTREAM
    if not tally.offered:
        return "no case of this run shows it"
    if tally.stopped:
        return f"nothing to judge: {tally.stopped[0]}"
    return "nothing to judge: the target did not show it in any trace"


def judged_row(
    requirement: Requirement,
    version: str,
    judged: Sequence[str],
    findings: Sequence[Finding],
    *,
    fault: str = "",
    why_not: str | None = None,
) -> Row:
    """The row of a requirement.

    judged: keys of the traces that showed something. fault: how its check broke, if it did. why_not: why it cannot be
    called met although nothing was found; None if it can.
    """
    verdict, reason = Verdict.PASS, ""
    if fault:
        verdict, reason = Verdict.ERROR, fault
    elif findings:
        verdict = Verdict.FAIL if requirement.level == "must" else Verdict.WARN
    elif why_not is not None:
        verdict, reason = Verdict.NOT_VERIFIED, why_not
    return Row(
        requirement=requirement.id,
        version=version,
        level=requirement.level,
        verdict=verdict,
        reason=reason,
        findings=tuple(findings),
        judged=len(judged),
        traces=tuple(dict.fromkeys(judged)),
        failed=tuple(dict.fromkeys(finding.trace for finding in findings)),
    )


def blocked(requirements: Mapping[str, Requirement], rows: Sequence[Row]) -> tuple[Row, ...]:
    """Marks what fails, or could not be judged, because something that it depends on fails.

    A MUST that fails is blocked by a mere warning only if it fails nowhere but where that warning was found too.
    """
    broken = {row.requirement: row for row in rows if row.verdict in _BROKEN}
    roots = {name for name in broken if not _above(name, requirements) & broken.keys()}
    order = {row.requirement: index for index, row in enumerate(rows)}
    result = []
    for row in rows:
        causes = _above(row.requirement, requirements) & broken.keys()
        if row.verdict is Verdict.FAIL:
            causes = {name for name in causes if _explains(broken[name], row)}
        unseen = row.verdict is Verdict.NOT_VERIFIED and not row.judged and not row.reason.startswith(NO_CHECK)
        if causes and (row.verdict in _BROKEN or unseen):
            cause = min(causes & roots or causes, key=lambda name: order[name])
            row = replace(row, verdict=Verdict.BLOCKED, blocked_by=cause, reason=f"blocked by `{cause}`")
        result.append(row)
    return tuple(result)


def _explains(cause: Row, failure: Row) -> bool:
    return cause.verdict is Verdict.FAIL or set(failure.failed) <= set(cause.failed)


def _above(name: str, requirements: Mapping[str, Requirement]) -> set[str]:
    """Everything that a requirement depends on, directly or not; without itself."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        requirement = requirements.get(waiting.pop())
        for upper in requirement.depends_on if requirement else ():
            if upper not in found and upper != name:
                found.add(upper)
                waiting.append(upper)
    return found
