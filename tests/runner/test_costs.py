"""Costs: of what was recorded, and of what a case can come to."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

import contralto_spec
from contralto_conformance.cases.loader import bundled, cases_of, parse
from contralto_conformance.drivers import forms
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.budget import Budget, Slices
from contralto_conformance.runner.costs import Costs
from contralto_conformance.runner.engine import run
from contralto_conformance.runner.model import NOTHING, Cost, Target
from contralto_conformance.runner.plan import make_plan
from contralto_conformance.trace import Exchange, Frame

SPEC = contralto_spec.load()
DATE = "2026-08-14"
COSTS = Costs(SPEC, DATE)
KEY = "sk_car_test"


def request(path: str, body: bytes, *, status: int = 200, method: str = "POST", **more: Any) -> Exchange:
    return Exchange("a", "http", method, f"http://x{path}", path, status=status, request_body=body, **more)


def socket(path: str, frames: list[tuple[str, object]], **query: str) -> Exchange:
    made = [
        Frame(
            0, "sent" if who == "sent" else "received", "binary" if isinstance(said, bytes) else "text", encoded(said)
        )
        for who, said in frames
    ]
    return Exchange(
        "s",
        "websocket",
        "GET",
        f"ws://x{path}",
        path,
        tuple(query.items()),
        status=101,
        frames=tuple(made),
        elapsed_s=90,
    )


def encoded(said: object) -> bytes:
    return said if isinstance(said, bytes) else json.dumps(said).encode()


def test_speech_costs_its_characters_and_half_as_much_again_at_most() -> None:
    assert COSTS.of_exchange(request("/tts/bytes", b'{"transcript": "Hello."}')) == Cost(6, 9)


def test_what_is_refused_costs_nothing() -> None:
    assert COSTS.of_exchange(request("/tts/bytes", b'{"transcript": "Hello."}', status=400)) == NOTHING


def test_what_is_free_costs_nothing() -> None:
    assert COSTS.of_exchange(request("/voices", b"", method="GET")) == NOTHING


def test_a_transcript_costs_by_the_length_that_the_answer_tells() -> None:
    told = (Frame(0, "received", "body", b'{"text": "", "duration": 2.5}'),)
    assert COSTS.of_exchange(request("/stt", b"", frames=told)) == Cost(1.25, 1.25)


def test_a_changed_voice_costs_by_the_length_of_the_recording() -> None:
    body, kind = forms.encode([forms.Part("clip", forms.tone(2.0), "clip.wav", "audio/wav")])
    exchange = request("/voice-changer/bytes", body, request_headers=(("content-type", kind),))
    assert COSTS.of_exchange(exchange) == Cost(30, 30)


def test_infill_costs_something_beside_its_characters() -> None:
    body, kind = forms.encode([forms.Part("transcript", b"four")])
    exchange = request("/infill/bytes", body, request_headers=(("content-type", kind),))
    assert COSTS.of_exchange(exchange) == Cost(304, 306)


def test_a_clone_is_of_unknown_price() -> None:
    assert COSTS.of_exchange(request("/voices/clone", b"")) == Cost(unpriced=1)


def test_a_context_that_ended_in_an_error_most_likely_costs_nothing() -> None:
    exchange = socket(
        "/tts/websocket",
        [
            ("sent", {"context_id": "a", "transcript": "Hello."}),
            ("sent", {"context_id": "b", "transcript": "Good."}),
            ("sent", {"context_id": "b", "cancel": True}),
            ("received", {"type": "chunk", "context_id": "a"}),
            ("received", {"type": "error", "context_id": "b"}),
        ],
    )
    assert COSTS.of_exchange(exchange) == Cost(6, 16.5)


def test_audio_that_is_heard_costs_by_the_second_and_the_model() -> None:
    audio: list[tuple[str, object]] = [("sent", b"\0" * 64000)]
    form = {"encoding": "pcm_s16le", "sample_rate": "16000"}
    assert COSTS.of_exchange(socket("/stt/websocket", audio, model="ink-2", **form)) == Cost(6, 6)
    assert COSTS.of_exchange(socket("/stt/websocket", audio, model="ink-whisper", **form)) == Cost(2, 6)


def test_a_call_costs_dollars_by_the_minute() -> None:
    cost = COSTS.of_exchange(socket("/agents/stream/agent_1", []))
    assert cost == Cost(usd=cost.usd)
    assert cost.usd == pytest.approx(0.09)


def test_a_socket_that_was_refused_costs_nothing() -> None:
    refused = Exchange("s", "websocket", "GET", "ws://x", "/agents/stream/agent_1", status=401, elapsed_s=90)
    assert COSTS.of_exchange(refused) == NOTHING


def case_of(steps: str) -> Any:
    return cases_of([parse(f"suite: t\ncases:\n  - name: c\n    about: x\n    steps:\n{steps}", "t.yaml")])["t/c"]


def test_a_case_is_estimated_step_by_step() -> None:
    case = case_of(
        """
      - connect: {path: /tts/websocket}
      - send: {transcript: "Hello.", context_id: $a}
      - barrier: true
      - connect: {path: /stt/websocket, query: {model: ink-2}}
      - audio: {name: quiet, silence_ms: 2000}
      - send_audio: {audio: quiet}
"""
    )
    assert COSTS.of_case(case) == Cost(6 + 9 + 6, 9 + 13.5 + 6)


def test_no_case_costs_more_than_was_estimated() -> None:
    """Both sides of the account: what was reckoned before the run, what was reckoned from its traces, and what the mock
    charged."""
    cases = cases_of(bundled())
    plan = make_plan(SPEC, cases, versions=[DATE], fuzz=False, sessions=False)
    traces: list[Any] = []

    class Listener:
        def handle(self, event: Any) -> None:
            if hasattr(event, "trace"):
                traces.append(event.trace)

    with serve(MockSettings(admin=True)) as mock:
        result = asyncio.run(run(plan, Target(mock.url, KEY), cases, SPEC, [Listener()]))
        charged = httpx.get(f"{mock.url}/_contralto/limits").json()["credits_used"]
    over = [t.case for t in traces if COSTS.of_trace(t).at_most > COSTS.of_case(cases[t.case]).at_most + 1e-6]
    assert over == []
    spent = result.summary.spent
    assert spent is not None
    assert spent.credits == pytest.approx(charged, rel=0.1)
    assert spent.at_most >= 0.95 * charged


def test_a_budget_reserves_the_most_and_books_what_it_came_to() -> None:
    budget = Budget(100)
    assert budget.reserve(80)
    assert not budget.reserve(30)
    budget.settle(80, Cost(10, 20))
    assert budget.left == 80
    assert budget.reserve(80)


def test_without_a_cap_everything_is_allowed_and_booked() -> None:
    budget = Budget()
    assert budget.reserve(1e9)
    budget.settle(1e9, Cost(1, 2))
    assert budget.spent == Cost(1, 2)


def test_slices_end_when_the_next_could_exceed_the_budget() -> None:
    slices = Slices(Budget(25), 10)
    taken = 0
    while slices.next():
        slices.settle(Cost(5, 10))
        taken += 1
    assert (taken, slices.is_short) == (2, True)
