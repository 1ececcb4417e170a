"""Checks by requirement id, and how traces are put to them.

A check is a function of one trace and the contract of one API version. It looks for its stimulus in the trace and
answers None when there is none, or when the exchange failed for a reason that another requirement owns; an empty list
when the requirement is met; findings when it is violated. It judges recorded bytes only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.trace import Trace

MAX_FINDINGS = 10
"""Findings kept per trace: the rest of a long stream that is wrong throughout says nothing new."""


@dataclass(frozen=True)
class Finding:
    """One violation. where: the place in the trace, such as "answer `first`" or "`socket-1`, frame 9, +0.412 s"."""

    expected: str
    got: str
    where: str


Verdict = list[Finding] | None
Judge = Callable[[Trace, Contract], Verdict]
_AnyJudge = TypeVar("_AnyJudge", bound=Callable[..., Verdict])


@dataclass(frozen=True)
class Check:
    """What judges one requirement.

    cases: globs over full case names (`*` matches `/` too): what has to be played so that there is something to judge.
    Every other trace may be judged as well.
    """

    requirement: str
    cases: tuple[str, ...]
    judge: Judge

    def wants(self, case: str) -> bool:
        """Whether that case is to be played for this check."""
        return any(fnmatchcase(case, glob) for glob in self.cases)


@dataclass(frozen=True)
class Judgement:
    """What one check said of some traces. judged: how many of them offered something to judge."""

    judged: int = 0
    findings: tuple[Finding, ...] = ()


CHECKS: dict[str, Check] = {}
"""Every check by its requirement id; importing `contralto_conformance.oracle` fills it."""

_registers: list[dict[str, Check]] = [CHECKS]


@contextmanager
def collecting() -> Iterator[dict[str, Check]]:
    """A dict that takes what `check` registers inside of the context, in place of `CHECKS`."""
    own: dict[str, Check] = {}
    _registers.append(own)
    try:
        yield own
    finally:
        _registers.pop()


@contextmanager
def adding(checks: Mapping[str, Check]) -> Iterator[None]:
    """These checks stand in `CHECKS` inside of the context. Raises ValueError if one does already."""
    for requirement in checks.keys() & CHECKS.keys():
        raise ValueError(f"requirement `{requirement}` has two checks")
    CHECKS.update(checks)
    try:
        yield
    finally:
        for requirement in checks:
            del CHECKS[requirement]


def check(requirement: str, *, cases: str | tuple[str, ...]) -> Callable[[Judge], Judge]:
    """Registers a function as the check of a requirement. Raises ValueError if the requirement has one already."""

    def enter(function: Judge) -> Judge:
        register = _registers[-1]
        if requirement in register:
            raise ValueError(f"requirement `{requirement}` has two checks")
        globs = (cases,) if isinstance(cases, str) else cases
        register[requirement] = Check(requirement, globs, function)
        return function

    return enter


def registering(register: dict[str, _AnyJudge], requirement: str) -> Callable[[_AnyJudge], _AnyJudge]:
    """Registers a function as what judges a requirement. Raises ValueError if something does already."""

    def enter(function: _AnyJudge) -> _AnyJudge:
        if requirement in register:
            raise ValueError(f"requirement `{requirement}` has two checks")
        register[requirement] = function
        return function

    return enter


def judge(traces: Iterable[Trace], contract: Contract, ids: Iterable[str]) -> Mapping[str, Judgement]:
    """Puts traces to the checks of these requirements.

    Traces of another version than the contract's are passed over, and so are requirements that do not hold under it;
    the answer then says that nothing was judged. Raises KeyError for an id that has no check.
    """
    own = [trace for trace in traces if trace.api_version == contract.version]
    return {requirement: _judge(own, contract, requirement) for requirement in ids}


def _judge(traces: list[Trace], contract: Contract, requirement: str) -> Judgement:
    if requirement not in CHECKS:
        raise KeyError(f"requirement `{requirement}` has no check")
    if not contract.holds(requirement):
        return Judgement()
    judged = 0
    findings: list[Finding] = []
    for trace in traces:
        verdict = CHECKS[requirement].judge(trace, contract)
        if verdict is not None:
            judged += 1
            findings.extend(verdict[:MAX_FINDINGS])
    return Judgement(judged, tuple(findings))


@cache
def unjudged() -> Mapping[str, str]:
    """Requirements on servers and proxies that have no check, each with the reason."""
    table: Mapping[str, str] = yaml.safe_load((Path(__file__).parent / "unjudged.yaml").read_text(encoding="utf-8"))
    return table
