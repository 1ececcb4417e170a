"""Listeners that break, and what a run comes to when a report breaks while it is written."""

from __future__ import annotations

import pytest

import contralto_spec
from contralto_conformance.runner.events import Event, HarnessError, Listener, ListenerFailed, Progress, RunFinished
from contralto_conformance.runner.model import Identity, Plan, Summary
from contralto_conformance.runner.summary import summarise
from contralto_conformance.runner.telling import Telling

SPEC = contralto_spec.load()
PROGRESS = Progress(1, 2, 0.5, None)
BROKE = (2, "the suite itself broke 1 time")


class Heard:
    """A listener that keeps every event. fault: what it raises at events of the kind `at`."""

    def __init__(self, fault: Exception | None = None, at: type[Event] = RunFinished) -> None:
        self.events: list[Event] = []
        self._fault = fault
        self._at = at

    def handle(self, event: Event) -> None:
        self.events.append(event)
        if self._fault is not None and isinstance(event, self._at):
            raise self._fault


def ended(*listeners: Listener, code: int = 0, reason: str = "as expected") -> tuple[int, str]:
    """The exit code and the reason of a run that came to these, when its end was told."""
    telling = Telling(listeners)
    summary = telling.end(summary_of(code, reason), (), lambda: BROKE if telling.faults else (code, reason))
    return summary.exit_code, summary.exit_reason


def summary_of(code: int, reason: str) -> Summary:
    return summarise(
        Plan((), (), ()),
        (),
        SPEC,
        identity=Identity("http://target.example"),
        cases=0,
        duration_s=0.0,
        interrupted="",
        code=code,
        reason=reason,
    )


def test_a_listener_that_breaks_hears_no_more() -> None:
    broken = Heard(ValueError("oh"), Progress)
    telling = Telling([broken])
    telling.emit(PROGRESS)
    telling.emit(PROGRESS)
    assert broken.events == [PROGRESS]


def test_the_others_hear_what_broke_and_where() -> None:
    heard = Heard()
    telling = Telling([Heard(ValueError("oh"), Progress), heard])
    telling.emit(PROGRESS)
    fault, event = heard.events
    assert isinstance(fault, HarnessError)
    assert (fault.where, fault.message, event) == ("report Heard", "ValueError: oh", PROGRESS)
    assert "ValueError: oh" in fault.traceback


def test_a_fault_from_outside_has_neither_a_class_nor_a_traceback() -> None:
    heard = Heard()
    Telling([Heard(ListenerFailed("no space"), Progress), heard]).emit(PROGRESS)
    assert heard.events == [HarnessError("report", "no space"), PROGRESS]


def test_faults_are_told_without_secrets() -> None:
    heard = Heard()
    telling = Telling([heard], lambda text: text.replace("secret", "***"))
    telling.broke("here", "a secret", "at secret")
    telling.broken_check(HarnessError("there", "the secret"))
    assert heard.events == [HarnessError("here", "a ***", "at ***"), HarnessError("there", "the ***")]
    assert telling.faults == 2


def test_an_end_that_all_hear_changes_nothing() -> None:
    assert ended(Heard(), Heard()) == (0, "as expected")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(ListenerFailed("no space"), "no space"), (ValueError("oh"), BROKE[1])],
    ids=["outside", "own"],
)
def test_a_report_that_breaks_at_the_end_makes_it_2(fault: Exception, reason: str) -> None:
    assert ended(Heard(fault), code=1, reason="violated") == (2, reason)


def test_what_made_it_2_before_stays_the_reason() -> None:
    assert ended(Heard(ListenerFailed("no space")), code=2, reason="the key was refused") == (2, "the key was refused")
