"""Forms go over the wire as `multipart/form-data` that others can read."""

from __future__ import annotations

import asyncio
import io
import wave
from email import message_from_bytes, policy
from email.message import EmailMessage

from contralto_conformance.cases.model import Case, File, Request
from contralto_conformance.drivers.forms import Part, encode, tone
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.trace import Exchange, Trace

from .targets import answer, answering, raw_server
from .test_http_driver import endpoint

Read = list[tuple[str, str | None, str, bytes]]


def read(content: bytes, media_type: str) -> Read:
    """Name, file name, media type and content of each part, by the reader of the standard library."""
    head = f"Content-Type: {media_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = message_from_bytes(head + content, policy=policy.HTTP)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    found: Read = []
    for part in message.iter_parts():
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        name = str(part.get_param("name", header="content-disposition"))
        found.append((name, part.get_filename(), part.get_content_type(), payload))
    return found


def played(*steps: Request, status: int = 200) -> Trace:
    async def main(url: str) -> Trace:
        async with Network(secure=False, patience_s=2.0) as network:
            return await play(Case("t/c", "about", steps), endpoint(url), network, seed=0)

    with raw_server(answering(lambda *_: answer(status, b"\x00first\r\n--\xff", "audio/wav"))) as target:
        return asyncio.run(main(target.url))


def sent(exchange: Exchange) -> Read:
    return read(exchange.request_body, exchange.request_header("content-type") or "")


def test_fields_and_files_arrive_in_their_order_with_variables_filled_in() -> None:
    files = (File("a.wav", "audio/wav", answer="first"), File("b.txt", "text/plain", text="of $voice"))
    fields: list[tuple[str, str | File]] = [("voice[id]", "$voice"), ("rate", "8000")]
    form = (*fields, *(("clip", file) for file in files))
    trace = played(Request("first", "GET", "/"), Request("form", "POST", "/files", form=form))
    assert trace.stopped == ""
    assert sent(trace.exchanges[1]) == [
        ("voice[id]", None, "text/plain", b"v-1"),
        ("rate", None, "text/plain", b"8000"),
        ("clip", "a.wav", "audio/wav", b"\x00first\r\n--\xff"),
        ("clip", "b.txt", "text/plain", b"of v-1"),
    ]


def test_a_file_of_an_answer_that_is_no_success_stops_the_case_with_the_reason() -> None:
    form = (("clip", File("a.wav", answer="first")),)
    trace = played(Request("first", "GET", "/"), Request("form", "POST", "/files", form=form), status=404)
    assert trace.stopped == "step 2 (request): `first` has no body to send as `a.wav` (status 404, 11 bytes)"


def test_the_same_form_is_the_same_bytes_and_another_has_another_boundary() -> None:
    assert encode([Part("a", b"1")]) == encode([Part("a", b"1")])
    assert encode([Part("a", b"1")])[1] != encode([Part("a", b"2")])[1]


def test_a_name_with_a_quotation_mark_stays_one_name() -> None:
    assert b'name="a%22b"' in encode([Part('a"b', b"1")])[0]


def test_a_tone_is_a_wave_file_of_its_length() -> None:
    with wave.open(io.BytesIO(tone(0.25))) as file:
        assert file.getparams()[:4] == (1, 2, 16000, 4000)
        assert len(set(file.readframes(4000))) > 100
