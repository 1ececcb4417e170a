"""Telling listeners the events of a run, none of which may take the run or another listener with it."""

from __future__ import annotations

import datetime
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from contralto_conformance.runner.events import Event, HarnessError, Listener, ListenerFailed, RunFinished, RunStarted
from contralto_conformance.runner.model import Estimate, Identity, Plan, Row, Summary
from contralto_conformance.runner.summary import suite_version
from contralto_spec import Requirement, Spec


class Telling:
    """Tells every listener, in their order. `faults`: how often the suite itself broke so far, its listeners included.

    redacted: takes secrets out of a text; it is given what faults of the suite say.
    """

    def __init__(self, listeners: Iterable[Listener], redacted: Callable[[str], str] = str) -> None:
        self.faults = 0
        self._listeners = list(listeners)
        self._redacted = redacted
        self._unreported = ""

    def emit(self, event: Event) -> None:
        """Tells every listener. One that breaks is dropped; the others hear of it."""
        for listener in list(self._listeners):
            try:
                listener.handle(event)
            except ListenerFailed as fault:
                self._listeners.remove(listener)
                self._unreported = str(fault)
                self.broke("report", self._unreported)
            except Exception as fault:  # noqa: BLE001  (a broken report must not take the run with it)
                self._listeners.remove(listener)
                name = type(listener).__name__
                self.broke(f"report {name}", f"{type(fault).__name__}: {fault}", traceback.format_exc())

    def broke(self, where: str, message: str, trace: str = "") -> None:
        """Notes and tells a fault of the suite itself."""
        self.faults += 1
        self.emit(HarnessError(where, self._redacted(message), self._redacted(trace)))

    def broken_check(self, fault: HarnessError) -> None:
        """The same for a fault that is an event already."""
        self.broke(fault.where, fault.message, fault.traceback)

    def begin(
        self,
        identity: Identity,
        plan: Plan,
        spec: Spec,
        command: tuple[str, ...],
        *,
        notes: tuple[str, ...] = (),
        requirements: Mapping[str, Requirement] | None = None,
        estimate: Estimate | None = None,
    ) -> None:
        """Tells that the run begins now. The arguments are those of `RunStarted`."""
        self.emit(
            RunStarted(
                identity=identity,
                plan=plan,
                spec_digest=spec.digest,
                suite_version=suite_version(),
                started_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                command=command,
                notes=notes,
                requirements=requirements,
                estimate=estimate,
            )
        )

    def end(self, summary: Summary, rows: tuple[Row, ...], exit_code: Callable[[], tuple[int, str]]) -> Summary:
        """Tells that the run is over; the summary, which says so if a report broke while it was written.

        exit_code: gives the exit code and its reason by the faults so far. What made it 2 before stays the reason.
        """
        faults = self.faults
        self.emit(RunFinished(summary, rows))
        if self.faults == faults:
            return summary
        code, reason = exit_code()
        known = summary.exit_reason if summary.exit_code == 2 else ""
        return replace(summary, exit_code=code, exit_reason=known or self._unreported or reason)
