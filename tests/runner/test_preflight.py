"""What the first calls bring into a run holds no secret, however the target echoes the key."""

from __future__ import annotations

import asyncio

import pytest

from contralto_conformance.drivers.player import Network
from contralto_conformance.runner.model import Target
from contralto_conformance.runner.preflight import Reached, Unjudgeable, preflight
from contralto_conformance.trace import REDACTED_KEY

from .targets import answering, raw_server
from .test_http_driver import KEY, endpoint

PAGE = '{"data": [], "has_more": false}'


def reached(status: int, root: str, voices: str = PAGE, headers: str = "", kind: str = "application/json") -> Reached:
    """Outcome of the preflight against a target with these two bodies and more header lines."""

    def answers(method: str, path: str, given: dict[str, str]) -> bytes:
        body = (root if path == "/" else voices).encode()
        head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{headers}\r\n"
        return head.encode() + body

    async def main(url: str) -> Reached:
        async with Network(secure=False, patience_s=2) as network:
            return await preflight(Target(url, KEY), endpoint(url), network)

    with raw_server(answering(answers)) as target:
        return asyncio.run(main(target.url))


@pytest.mark.parametrize(
    "key", [KEY, "".join(f"\\u{ord(sign):04x}" for sign in KEY)], ids=["as written", "in JSON escapes"]
)
def test_a_key_in_the_answer_of_the_root_is_redacted(key: str) -> None:
    root = f'{{"ok": true, "version": "1", "upstream_key": "{key}", "{key}": "Bearer {key}"}}'
    identity = reached(200, root).identity
    assert identity.reported["upstream_key"] == REDACTED_KEY
    assert identity.reported[REDACTED_KEY] == f"Bearer {REDACTED_KEY}"
    assert identity.reported["ok"] is True
    assert KEY not in str(identity)


def test_a_key_in_the_server_header_is_redacted() -> None:
    assert reached(200, "{}", headers=f"server: proxy {KEY}\r\n").identity.server == f"proxy {REDACTED_KEY}"


def test_a_key_in_the_id_of_the_first_voice_is_redacted() -> None:
    assert KEY not in reached(200, "{}", f'{{"data": [{{"id": "{KEY}"}}], "has_more": false}}').voice


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (302, f"location: http://elsewhere/?key={KEY}\r\n", "text/plain"),
        (200, "", f"text/{KEY}"),
        (401, f"server: {KEY}\r\n", "application/json"),
    ],
)
def test_a_target_that_cannot_be_judged_is_told_of_without_the_key(status: int, headers: str, kind: str) -> None:
    body = f'{{"title": "no", "message": "bad key {KEY}"}}' if status == 401 else KEY
    with pytest.raises(Unjudgeable) as caught:
        reached(status, body, body, headers, kind)
    assert KEY not in str(caught.value)
    assert KEY not in repr(caught.value.event)
