"""The HTTP driver records what arrives, and how it ends, whatever the server does."""

from __future__ import annotations

import asyncio

from contralto_conformance.cases.model import Case, Request
from contralto_conformance.drivers.endpoint import MAX_EXCHANGE_BYTES, Endpoint
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.trace import REDACTED_KEY, REDACTED_TOKEN, Exchange, Trace

from .targets import Handler, answer, answering, hang, raw_server, read_request

KEY = "sk_car_secret.0123456789"


def endpoint(url: str, patience_s: float = 2.0) -> Endpoint:
    return Endpoint(
        base_url=url,
        socket_url="ws" + url.removeprefix("http"),
        api_key=KEY,
        version="2026-08-14",
        swapped_version="2025-04-16",
        redactor=Redactor(KEY),
        patience_s=patience_s,
        voice="v-1",
    )


def played(handler: Handler, *requests: Request, patience_s: float = 2.0) -> Trace:
    async def main(url: str) -> Trace:
        async with Network(secure=False, patience_s=patience_s) as network:
            return await play(Case("t/c", "about", requests), endpoint(url, patience_s), network, seed=0)

    with raw_server(handler) as target:
        return asyncio.run(main(target.url))


def exchange(handler: Handler, patience_s: float = 2.0) -> Exchange:
    trace = played(handler, Request("first", "GET", "/voices"), patience_s=patience_s)
    return trace.exchanges[0]


def chunked(*pieces: bytes, pause_s: float, end: bool) -> Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n")
        for piece in pieces:
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
            await asyncio.sleep(pause_s)
        writer.write(b"0\r\n\r\n" if end else b"")

    return handle


def test_body_pieces_keep_their_arrival_times() -> None:
    seen = exchange(chunked(b"one", b"two", pause_s=0.1, end=True))
    assert (seen.status, seen.ending, seen.body) == (200, "complete", b"onetwo")
    first, second = seen.frames
    assert 0.08 < second.time_s - first.time_s < 1


def test_a_body_that_breaks_off_is_truncated_and_kept() -> None:
    seen = exchange(chunked(b"one", pause_s=0, end=False))
    assert (seen.status, seen.ending, seen.body) == (200, "truncated", b"one")
    assert "incomplete" in seen.detail


def test_a_silent_body_ends_at_the_deadline_and_is_kept() -> None:
    seen = exchange(chunked(b"one", pause_s=5, end=True), patience_s=0.2)
    assert (seen.status, seen.ending, seen.body) == (200, "deadline", b"one")
    assert seen.elapsed_s < 1


def test_a_trickling_body_ends_at_the_limit_of_the_step() -> None:
    seen = exchange(chunked(*[b"x"] * 100, pause_s=0.05, end=True), patience_s=0.2)
    assert (seen.ending, seen.detail) == ("deadline", "not finished after 0.6 s")


def test_an_endless_body_is_not_read_to_its_end() -> None:
    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: audio/pcm\r\n\r\n")
        while not writer.is_closing():
            writer.write(bytes(1 << 20))
            await writer.drain()

    seen = exchange(flood)
    assert seen.ending == "too-large"
    assert len(seen.body) < MAX_EXCHANGE_BYTES + (1 << 20)
    assert "reading stopped after" in seen.detail


def test_a_server_that_says_nothing_has_no_status() -> None:
    seen = exchange(hang, patience_s=0.2)
    assert (seen.status, seen.ending, seen.detail) == (None, "deadline", "nothing arrived for 0.2 s")


def test_a_server_that_hangs_up_is_unreachable() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)

    seen = exchange(hang_up)
    assert (seen.status, seen.ending) == (None, "unreachable")
    assert "disconnected" in seen.detail


def test_an_address_that_cannot_be_asked_for_is_unreachable() -> None:
    async def main(url: str) -> Exchange:
        async with Network(secure=False, patience_s=2) as network:
            step = Request("r", "GET", "/voices")
            return (await play(Case("t/c", "about", (step,)), endpoint(url), network, seed=0)).exchanges[0]

    seen = asyncio.run(main("http://ä..b"))
    assert (seen.status, seen.ending) == (None, "unreachable")
    assert seen.detail == "the address cannot be used: Invalid IDNA hostname: 'ä..b'"


def test_what_is_not_http_is_unreachable() -> None:
    async def ssh(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")
        await asyncio.sleep(0.1)

    assert exchange(ssh).ending == "unreachable"


def test_the_key_leaves_no_trace_in_either_direction() -> None:
    def echo(method: str, path: str, headers: dict[str, str]) -> bytes:
        return answer(400, {"message": f"bad {headers['authorization']}"})

    seen = exchange(answering(echo))
    assert seen.request_header("authorization") == f"Bearer {REDACTED_KEY}"
    assert seen.json()["message"] == f"bad Bearer {REDACTED_KEY}"
    assert KEY not in str(seen.to_dict())


def test_a_minted_token_is_redacted_in_answer_values_and_later_requests() -> None:
    def mint(method: str, path: str, headers: dict[str, str]) -> bytes:
        return answer(200, {"token": "ey.very.secret.token"})

    from contralto_conformance.cases.loader import parse

    suite = parse(
        """
        suite: auth
        cases:
          - name: token
            about: mints a token and uses it
            steps:
              - request: {label: first, method: POST, path: /access-token, json: {grants: {tts: true}}}
              - save: {token: first#/token}
              - request: {method: GET, path: /voices, auth: access-token}
        """,
        "auth.yaml",
    )

    async def main(url: str) -> Trace:
        async with Network(secure=False, patience_s=2) as network:
            return await play(suite.cases[0], endpoint(url), network, seed=0)

    with raw_server(answering(mint)) as target:
        trace = asyncio.run(main(target.url))
    assert trace.stopped == ""
    assert trace.exchanges[0].json() == {"token": REDACTED_TOKEN}
    assert trace.exchanges[1].request_header("authorization") == f"Bearer {REDACTED_TOKEN}"
    assert trace.values["token"] == REDACTED_TOKEN
    assert "very.secret" not in str(trace.to_dict())


def test_a_saved_value_that_is_missing_stops_the_case_with_the_reason() -> None:
    from contralto_conformance.cases.model import Save

    steps = (Request("first", "GET", "/voices"), Save({"id": ("first", "/data/0/id")}))

    async def main(url: str) -> Trace:
        async with Network(secure=False, patience_s=2) as network:
            return await play(Case("t/c", "about", steps), endpoint(url), network, seed=0)

    with raw_server(answering(lambda *_: answer(200, {"data": []}))) as target:
        trace = asyncio.run(main(target.url))
    assert trace.stopped == "step 2 (save): the body of `first` has nothing at `/data/0/id` (status 200)"
    assert len(trace.exchanges) == 1


def test_a_path_below_a_base_path_is_recorded_without_it() -> None:
    paths: list[str] = []

    def note(method: str, path: str, headers: dict[str, str]) -> bytes:
        paths.append(path)
        return answer(200, {})

    async def main(url: str) -> Trace:
        async with Network(secure=False, patience_s=2) as network:
            step = Request("r", "GET", "/voices", query=(("expand[]", "a"), ("expand[]", "b c")), version="query")
            return await play(Case("t/c", "about", (step,)), endpoint(f"{url}/v1/cartesia"), network, seed=0)

    with raw_server(answering(note)) as target:
        trace = asyncio.run(main(target.url))
    assert paths == ["/v1/cartesia/voices?expand%5B%5D=a&expand%5B%5D=b+c&cartesia_version=2026-08-14"]
    seen = trace.exchanges[0]
    assert seen.path == "/voices"
    assert seen.query == (("expand[]", "a"), ("expand[]", "b c"), ("cartesia_version", "2026-08-14"))
    assert seen.request_header("cartesia-version") is None
