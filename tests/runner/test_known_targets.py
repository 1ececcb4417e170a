"""What a run may know of its target beside its key: the plan, further keys, and when idle sockets are closed."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

import contralto_spec
from contralto_conformance.cases.loader import cases_of, parse
from contralto_conformance.cases.model import Repeat, Request, WaitIdle
from contralto_conformance.cases.writer import to_yaml
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import run
from contralto_conformance.runner.events import CaseFinished, CaseStarted, Event
from contralto_conformance.runner.model import Target, Verdict
from contralto_conformance.runner.plan import LONG_WAIT, make_plan
from contralto_conformance.trace import REDACTED_ADMIN_KEY, Trace
from contralto_spec import SpecError

KEY = "sk_car_known_targets"
ADMIN_KEY = "sk_car_admin_known_targets"
SPENT_KEY = "sk_car_spent_known_targets"
VERSION = "2026-08-14"
SPEC = contralto_spec.load()
HEAD = "suite: tts/ws\ncases:\n  - name: one-shot\n    about: a\n    steps:\n"
SETTINGS = MockSettings(api_keys=(KEY, ADMIN_KEY), spent_keys=(SPENT_KEY,), plan="free", idle_timeout_s=0.2)
EVERYTHING: dict[str, Any] = {"admin_key": ADMIN_KEY, "spent_key": SPENT_KEY, "plan": "free", "idle_timeout_s": 0.2}
SPEECH = "{model_id: $model, transcript: Yes., voice: {mode: id, id: $voice}, output_format: {container: raw, encoding: pcm_s16le, sample_rate: 8000}}"  # noqa: E501


class Heard:
    """Keeps what a run tells."""

    def __init__(self) -> None:
        self.traces: list[Trace] = []
        self.order: list[str] = []

    def handle(self, event: Event) -> None:
        if isinstance(event, CaseFinished):
            self.traces.append(event.trace)
        if isinstance(event, CaseStarted | CaseFinished):
            self.order.append(f"{type(event).__name__} {event.case}")


def played(steps: str, settings: MockSettings = SETTINGS, **known: Any) -> Trace:
    """The trace of these steps against a mock."""
    cases = cases_of([parse(HEAD + "".join(f"      {line}\n" for line in steps.splitlines()), "x.yaml")])
    plan = make_plan(SPEC, cases, versions=[VERSION], fuzz=False, sessions=False)
    heard = Heard()
    with serve(settings) as mock:
        asyncio.run(run(plan, Target(mock.url, KEY, patience_s=5, **known), cases, SPEC, [heard]))
    (trace,) = heard.traces
    return trace


def problems(steps: str) -> str:
    with pytest.raises(SpecError) as caught:
        parse(HEAD + "".join(f"      {line}\n" for line in steps.splitlines()), "x.yaml")
    return str(caught.value.findings[0])


def test_steps_are_repeated_as_often_as_the_plan_says_and_each_round_has_its_labels() -> None:
    trace = played(
        "- repeat:\n    times: $plan_contexts\n    plus: 1\n    steps:\n"
        "      - connect: {label: open, path: /tts/websocket}\n"
        '      - send_raw: "$round of $plan_contexts"',
        **EVERYTHING,
    )
    assert [e.label for e in trace.exchanges] == ["open-1", "open-2", "open-3"]
    assert [e.sent("text")[0].text for e in trace.exchanges] == ["1 of 2", "2 of 2", "3 of 2"]


def test_a_repetition_that_cannot_go_on_says_in_which_round() -> None:
    trace = played("- connect: {path: /tts/websocket}\n- repeat: {times: 3, steps: [{close: true}, {ping: true}]}")
    assert trace.stopped.startswith("step 2 (repeat): round 1, step 2 (ping): the socket is not open")


def test_what_needs_the_plan_says_how_to_give_it() -> None:
    trace = played("- repeat: {times: $plan_stt, steps: [{connect: {label: a, path: /stt/websocket}}]}")
    assert (trace.exchanges, trace.stopped) == (
        (),
        "step 1 (repeat): the plan of the account is not known; give it by `--plan`",
    )


@pytest.mark.parametrize(
    ("mode", "variable"), [("admin", "CONTRALTO_ADMIN_API_KEY"), ("no-credits", "CONTRALTO_SPENT_API_KEY")]
)
def test_what_needs_another_key_says_where_it_is_looked_for(mode: str, variable: str) -> None:
    trace = played(f"- request: {{method: GET, path: /voices, auth: {mode}}}")
    assert trace.stopped.endswith(f"; set {variable}")


def test_keys_for_administration_open_administration_and_stand_in_no_trace() -> None:
    trace = played("- request: {method: GET, path: /api-keys, auth: admin}", **EVERYTHING)
    (exchange,) = trace.exchanges
    assert (exchange.status, exchange.request_header("authorization")) == (200, f"Bearer {REDACTED_ADMIN_KEY}")
    assert ADMIN_KEY not in json.dumps(trace.to_dict())
    assert ADMIN_KEY not in repr(Target("http://127.0.0.1", KEY, **EVERYTHING))
    assert SPENT_KEY not in repr(Target("http://127.0.0.1", KEY, **EVERYTHING))


def test_an_answer_that_is_held_is_left_after_its_first_piece() -> None:
    trace = played(
        f"- request: {{method: POST, path: /tts/sse, hold: true, json: {SPEECH}}}\n"
        "- request: {label: beside, method: GET, path: /voices, query: {limit: 1}}\n"
        "- let_go: true"
    )
    held, beside = trace.exchanges
    assert (held.status, held.ending, len(held.frames)) == (200, "left", 1)
    assert held.started_s + held.elapsed_s > beside.started_s


def test_an_answer_that_is_refused_is_not_held() -> None:
    trace = played("- request: {method: POST, path: /tts/sse, hold: true, json: {}}")
    assert [(e.status, e.ending) for e in trace.exchanges] == [(400, "complete")]


def test_a_wait_for_an_idle_socket_ends_when_it_is_closed() -> None:
    trace = played("- connect: {path: /tts/websocket}\n- wait_idle: 2", **EVERYTHING)
    assert (trace.exchanges[0].ending, trace.exchanges[0].close_code) == ("closed", 1000)
    assert trace.values["idle_s"] == "0.2"


def test_what_was_made_is_taken_away_even_if_the_case_stops() -> None:
    trace = played(
        "- request: {label: made, method: POST, path: /pronunciation-dicts/, json: {name: Check}}\n"
        "- save: {dict: made#/id}\n"
        "- save: {nothing: made#/nothing}\n"
        "- request: {label: deleted, method: DELETE, path: /pronunciation-dicts/$dict, always: true}\n"
        "- request: {label: unmade, method: DELETE, path: /pronunciation-dicts/$nothing, always: true}"
    )
    assert [(e.label, e.status) for e in trace.exchanges] == [("made", 200), ("deleted", 204)]
    assert "/nothing" in trace.stopped


def test_values_are_saved_out_of_the_messages_of_a_socket() -> None:
    trace = played(
        "- connect: {label: line, path: /tts/websocket}\n"
        "- send: {transcript: Yes., context_id: first}\n- await: {type: done}\n- save: {kind: line#/status_code}"
    )
    assert (trace.values["kind"], trace.stopped) == ("206", "")


def test_idle_sockets_are_waited_for_only_if_that_is_wanted() -> None:
    text = (
        HEAD.replace("    steps", f"    tags: [{LONG_WAIT}]\n    steps") + "      - connect: {path: /tts/websocket}\n"
    )
    cases = cases_of([parse(text, "x.yaml")])
    assert make_plan(SPEC, cases, long_waits=True).cases == ("tts/ws/one-shot",)
    plan = make_plan(SPEC, cases, versions=[VERSION], only=["tts.ws.chunks-carry-flush-ids"], fuzz=False)
    assert plan.cases == ()
    with serve(SETTINGS) as mock:
        result = asyncio.run(run(plan, Target(mock.url, KEY), cases, SPEC))
    assert [(row.verdict, "`--long-waits`" in row.reason) for row in result.rows] == [(Verdict.NOT_VERIFIED, True)]


def test_what_fills_the_plan_is_played_when_nothing_else_is() -> None:
    steps = "[{connect: {path: /tts/websocket}}, {ping: true}]"
    text = "suite: tts/ws\ncases:\n" + "".join(
        f"  - name: {name}\n    about: a\n    tags: [{tag}]\n    steps: {steps}\n"
        for name, tag in (("flush", "fills-plan"), ("one-shot", "plain"), ("two-contexts", "plain"))
    )
    cases = cases_of([parse(text, "x.yaml")])
    heard = Heard()
    with serve(SETTINGS) as mock:
        plan = make_plan(SPEC, cases, versions=[VERSION], fuzz=False, sessions=False)
        asyncio.run(run(plan, Target(mock.url, KEY, **EVERYTHING), cases, SPEC, [heard]))
    assert heard.order[-2:] == ["CaseStarted tts/ws/flush", "CaseFinished tts/ws/flush"]


def test_new_steps_read_back_as_they_were_written() -> None:
    steps = (
        Repeat((Request("a", "GET", "/voices", hold=True, always=True),), "plan_stt", plus=-1),
        WaitIdle(0.5),
    )
    text = HEAD + "      - connect: {label: socket-1, path: /tts/websocket}\n"
    (case,) = parse(text, "x.yaml").cases
    written = to_yaml(type(case)(case.name, case.about, (*case.steps, *steps)))
    (again,) = parse(written, "x.yaml").cases
    assert again.steps == (*case.steps, *steps)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("- repeat: {times: $plan_x, steps: [{pause_s: 1}]}", "`$plan_x` is no number of the plan"),
        ("- repeat: {times: 2, steps: [{repeat: {times: 2, steps: [{pause_s: 1}]}}]}", "stands in another one"),
        ('- connect: {path: /tts/websocket}\n- send_raw: "$round"', "`$round` is not known here"),
        ("- wait_idle: 0.5", "comes before any `connect`"),
        ("- repeat: {times: 2, steps: [{connect: {label: a, path: /x}}]}\n- {ping: true, on: a}", "has the label `a`"),
    ],
)
def test_what_cannot_be_played_is_named(steps: str, message: str) -> None:
    assert message in problems(steps)
