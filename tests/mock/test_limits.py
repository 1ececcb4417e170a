"""What the plan, the credits and the rate allow, and how more than that is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

import contralto_spec
from contralto_conformance.mock.documented import Channel, Documented
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.limits import Limits
from contralto_conformance.mock.settings import MockSettings
from contralto_conformance.mock.versions import Described
from contralto_spec.ranges import METHODS

from .conftest import KEY, NEW, OLD, Api, Socket, speech

Start = Callable[..., Api]
PLANS = ("free", "pro", "startup", "scale")
LONG = "word " * 2000


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def open_context(api: Api, stack: ExitStack, context_id: str = "a") -> Socket:
    """A socket with a context that waits for more text, once its first audio has come."""
    socket = Socket(stack.enter_context(api.connect()))
    socket.ask(context_id=context_id, go_on=True, max_buffer_delay_ms=0)
    assert socket.event()["type"] == "chunk"
    return socket


@pytest.mark.parametrize("plan", PLANS)
def test_the_pools_are_as_large_as_the_documents_say(plan: Any) -> None:
    limits = contralto_spec.load().asyncapi(NEW)["channels"]
    contexts = limits["tts"]["x-limits"]["contexts"]["by_plan"][plan]
    shown: Any = Limits(MockSettings(plan=plan), Clock()).shown()
    assert {name: pool["limit"] for name, pool in shown["pools"].items()} == {
        "tts": contexts,
        "stt": limits["stt"]["x-limits"]["concurrency"]["by_plan"][plan],
        "agents": limits["line_agent"]["x-limits"]["concurrency"]["by_plan"][plan],
        "tts_sockets": 10 * contexts,
    }


def test_a_place_is_given_back_once() -> None:
    limits = Limits(MockSettings(plan="free"), Clock())
    first = limits.claim("tts")
    with limits.claim("tts"), pytest.raises(Fault, match="allows 2 contexts"):
        limits.claim("tts")
    first.release()
    first.release()
    with limits.claim("tts"), limits.claim("tts"), pytest.raises(Fault):
        limits.claim("tts")


def test_pools_are_separate() -> None:
    limits = Limits(MockSettings(plan="free"), Clock())
    for _ in range(2):
        limits.claim("tts")
    for _ in range(8):
        limits.claim("stt")
        limits.claim("agents")
    with pytest.raises(Fault, match="8 calls at once"):
        limits.claim("agents")


def test_who_takes_a_place_in_which_pool_follows_from_the_documents() -> None:
    described = Described(NEW)
    operations = [
        Documented(described, method.upper(), path)
        for path, item in described.openapi()["paths"].items()
        for method in item
        if method in METHODS
    ]
    channels = [Channel(described, name) for name in described.asyncapi()["channels"]]
    taken: dict[str, str] = {}
    everything: list[Documented | Channel] = [*operations, *channels]
    for what in everything:
        limits = Limits(MockSettings(plan="scale"), Clock())
        limits.begin(what)
        shown: Any = limits.shown()
        for name, pool in shown["pools"].items():
            if pool["in_use"]:
                taken[what.name] = name
    assert taken == {
        "tts.bytes": "tts",
        "tts.sse": "tts",
        "tts.infill": "tts",
        "stt.transcribe": "stt",
        "stt.transcribe_openai": "stt",
        "tts": "tts_sockets",
        "stt": "stt",
        "stt_turns": "stt",
        "line_agent": "agents",
        "managed_agent": "agents",
    }


def test_contexts_of_all_sockets_and_requests_count_together(mock: Start) -> None:
    api = mock(plan="free")
    with ExitStack() as stack:
        socket = open_context(api, stack)
        headers = {"X-API-Key": KEY, "Cartesia-Version": NEW}
        busy = stack.enter_context(mock_pace(api, headers))
        assert busy.status_code == 200
        refused = api.speak("/tts/bytes")
        assert refused.status_code == 429
        assert refused.json()["error_code"] == "concurrency_limited"
        assert refused.json()["title"] == "Too many concurrent requests"
        busy.close()
        socket.cancel("a")
        assert until_admitted(api)


def mock_pace(api: Api, headers: dict[str, str]) -> Any:
    """A stream that the mock cannot finish, since nobody reads it."""
    body = speech(transcript=LONG * 20)
    return api.client.stream("POST", api.url + "/tts/sse", json=body, headers=headers)


def until_admitted(api: Api) -> bool:
    """Whether speech is admitted again; the end of a stream takes a moment to be noticed."""
    return any(api.speak("/tts/bytes", transcript="Hi").status_code == 200 for _ in range(200))


def test_a_context_too_many_hears_so_and_the_socket_stays(mock: Start) -> None:
    api = mock(plan="free")
    with ExitStack() as stack:
        socket = open_context(api, stack)
        for context_id in ("b", "c"):
            socket.ask(context_id=context_id, go_on=True)
        refusal = socket.until(lambda event: event.get("context_id") == "c")[-1]
        assert (refusal["type"], refusal["status_code"], refusal["done"]) == ("error", 429, True)
        assert refusal["error_code"] == "concurrency_limited"
        socket.ask("", context_id="a")
        socket.until_done("a")
        socket.ask("Now.", context_id="d")
        assert socket.until_done("d")[-1]["type"] == "done"


def test_a_request_too_many_hears_so_in_the_words_of_its_version(mock: Start) -> None:
    api = mock(plan="free")
    with ExitStack() as stack:
        for _ in range(2):
            open_context(api, stack)
        answer = api.speak("/tts/sse", version=OLD)
    assert answer.status_code == 429
    assert answer.text.startswith("Too many concurrent requests: the plan `free` allows 2 contexts")


def test_done_and_failed_contexts_free_their_places(mock: Start) -> None:
    api = mock(plan="free")
    with api.connect() as connection:
        socket = Socket(connection)
        for number in range(6):
            context_id = str(number)
            socket.ask(context_id=context_id, **({"transcript": "!"} if number % 2 else {}))
            assert socket.until_done(context_id)[-1]["type"] == ("error" if number % 2 else "done")


def test_a_closed_socket_frees_the_places_of_its_contexts(mock: Start) -> None:
    api = mock(plan="free")
    for _ in range(4):
        with ExitStack() as stack:
            open_context(api, stack)
    assert until_admitted(api)


def test_idle_sockets_count_as_no_context_but_may_be_ten_a_context(mock: Start) -> None:
    api = mock(plan="free")
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(api.connect())
        with pytest.raises(InvalidStatus) as refusal:
            stack.enter_context(api.connect())
        assert refusal.value.response.status_code == 429
        assert json.loads(refusal.value.response.body)["error_code"] == "concurrency_limited"
        assert api.speak("/tts/bytes").status_code == 200


def test_without_a_plan_nothing_is_limited(api: Api) -> None:
    with ExitStack() as stack:
        for _ in range(21):
            open_context(api, stack)
        assert api.speak("/tts/bytes").status_code == 200


def test_credits_are_used_by_valid_speech_until_they_are_gone(mock: Start) -> None:
    api = mock(quota=20)
    assert api.speak(transcript="Twelve chars").status_code == 200
    assert api.speak(transcript="Bad", voice={"mode": "id", "id": "none"}).status_code == 404
    refused = api.speak(transcript="Nine more")
    assert refused.status_code == 402
    assert refused.json()["error_code"] == "quota_exceeded"
    assert refused.json()["message"] == "the call needs 9 credits, and 8 of 20 are left"
    assert api.speak("/tts/sse", transcript="Eight ok").status_code == 200
    assert api.speak(transcript="x").json()["message"] == "the 20 credits of the account are used up"
    assert api.get("/voices").status_code == 200


def test_a_context_without_credits_fails_alone(mock: Start) -> None:
    api = mock(quota=10)
    with api.connect() as connection:
        socket = Socket(connection)
        socket.ask("Far too long a text.", context_id="a")
        refusal = socket.event()
        assert (refusal["status_code"], refusal["error_code"]) == (402, "quota_exceeded")
        socket.ask("Short.", context_id="b")
        assert socket.until_done("b")[-1]["type"] == "done"


def test_an_upgrade_without_credits_is_refused(mock: Start) -> None:
    api = mock(quota=0)
    with pytest.raises(InvalidStatus) as refusal, api.connect():
        pass
    assert refusal.value.response.status_code == 402


def test_a_key_of_an_account_without_credits_opens_only_what_is_free(mock: Start) -> None:
    api = mock(spent_keys=("sk_car_spent",))
    spent = {"Authorization": "Bearer sk_car_spent"}
    assert api.get("/voices", headers=spent).status_code == 200
    refused = api.request("POST", "/tts/bytes", json=speech(), headers=spent)
    assert (refused.status_code, refused.json()["error_code"]) == (402, "quota_exceeded")


def test_a_burst_is_refused_until_its_window_has_passed(mock: Start) -> None:
    clock = Clock()
    api = mock(rate="3/10", clock=clock)
    assert [api.get("/voices").status_code for _ in range(3)] == [200, 200, 200]
    clock.now_s += 2.5
    refused = api.get("/voices")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "8")
    assert refused.json()["message"] == "more than 3 requests in 10 s; try again later"
    with pytest.raises(InvalidStatus) as upgrade, api.connect():
        pass
    assert upgrade.value.response.headers["retry-after"] == "8"
    clock.now_s += 7.5
    assert api.get("/voices").status_code == 200


def test_what_is_open_to_all_and_what_is_refused_for_its_key_counts_for_no_rate(mock: Start) -> None:
    api = mock(rate="1/1000")
    for _ in range(3):
        assert httpx.get(api.url + "/").status_code == 200
        assert api.get("/voices", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert api.get("/voices").status_code == 200


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"plan": "gold"}, "`plan` must be one of free, pro, startup, scale, got `gold`"),
        ({"quota": -1}, "`quota` must be a number of credits from 0 on, got -1"),
        ({"rate": "many"}, "`rate` must be requests .* such as `20/1`, got `many`"),
        ({"rate": "0/1"}, "`rate` must be requests"),
        ({"rate": "1/0"}, "`rate` must be requests"),
        ({"idle_timeout_s": 0}, "`idle_timeout_s` must be greater than 0, got 0"),
        ({"api_keys": ("a",), "spent_keys": ("a",)}, "`spent_keys` must hold no empty key, and none of `api_keys`"),
    ],
)
def test_limits_that_make_no_sense_are_explained(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^{complaint}"):
        MockSettings(**settings)
