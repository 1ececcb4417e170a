"""Events of a run, in the order in which they happen, and what listens to them.

    RunStarted
      ( VersionStarted  ( CaseStarted  CaseFinished  Progress )*  RequirementJudged*  VersionFinished )*
    RunFinished

`HarnessError` may come anywhere after `RunStarted`: the suite itself broke, which is never a verdict on the
target. Cases overlap, so `CaseStarted` and `CaseFinished` of different cases interleave. Everything is
redacted before it becomes an event. A run that cannot begin (unreachable target, key refused) ends in
`CannotJudge` instead of the version events; `RunFinished` follows in every case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from contralto_conformance.runner.model import Estimate, Identity, Plan, Row, Summary
from contralto_conformance.trace import Trace
from contralto_spec import Requirement


@dataclass(frozen=True)
class RunStarted:
    """The target answered and took the key; the cases begin.

    started_at: wall clock, ISO 8601 with offset. command: arguments that repeat the run, without the key. notes: what
    people have to know to read the verdicts, in sentences. requirements: what the ids of rows mean; None for those that
    ship with this package. estimate: what the run will do and cost at most, in one round; None if it asks no server.
    """

    identity: Identity
    plan: Plan
    spec_digest: str
    suite_version: str
    started_at: str
    command: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    requirements: Mapping[str, Requirement] | None = None
    estimate: Estimate | None = None


@dataclass(frozen=True)
class VersionStarted:
    """One API version begins. cases: how many traces it is going to record; requirements: how many it
    judges."""

    version: str
    cases: int
    requirements: int


@dataclass(frozen=True)
class CaseStarted:
    """One case begins; `about` is its sentence."""

    case: str
    version: str
    about: str = ""


@dataclass(frozen=True)
class CaseFinished:
    """One case was played; `trace.key` names it inside the version, `trace.stopped` says if it had to give
    up."""

    case: str
    version: str
    trace: Trace
    elapsed_s: float


@dataclass(frozen=True)
class Progress:
    """Where the run is. done, total: cases over all versions. left_s: estimate, None while there is none."""

    done: int
    total: int
    elapsed_s: float
    left_s: float | None
    note: str = ""


@dataclass(frozen=True)
class RequirementJudged:
    """Final verdict on one requirement under one version."""

    row: Row


@dataclass(frozen=True)
class VersionFinished:
    """All requirements of one version were judged; `rows` in file order."""

    version: str
    rows: tuple[Row, ...]
    elapsed_s: float


@dataclass(frozen=True)
class HarnessError:
    """The suite itself broke at `where`; `message` is one sentence, `traceback` is for debugging."""

    where: str
    message: str
    traceback: str = ""


@dataclass(frozen=True)
class CannotJudge:
    """The run could not begin. code: `unreachable`, `key-refused`, `not-this-api`, `tls`, `timeout`,
    `redirect`, `not-behind`."""

    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class RunFinished:
    """The run is over; `rows` of all versions, also those that were not reached."""

    summary: Summary
    rows: tuple[Row, ...]


Event = (
    RunStarted
    | VersionStarted
    | CaseStarted
    | CaseFinished
    | Progress
    | RequirementJudged
    | VersionFinished
    | HarnessError
    | CannotJudge
    | RunFinished
)


class ListenerFailed(Exception):
    """A listener could not do its part for a reason outside of the suite, such as a full disk; the message is one
    sentence for people."""


class Listener(Protocol):
    """What a report is: it hears every event, in order, on one thread.

    `handle` must not block for long (it shares the event loop with the drivers' clocks); files are best
    written at `RunFinished`. An exception out of `handle` ends that listener, is reported as a harness fault
    and never stops the run or the other listeners.
    """

    def handle(self, event: Event) -> None:
        """Take note of one event."""
