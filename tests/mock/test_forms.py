"""Forms: fields in their documented types, files with their bytes, and a clear word about everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from contralto_conformance.mock import forms
from contralto_conformance.mock.documented import Documented
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.forms import Form, read_form
from contralto_conformance.mock.versions import Described

INFILL = Documented(Described("2026-08-14"), "POST", "/infill/bytes")
STT = Documented(Described("2026-08-14"), "POST", "/stt")
HEADERS = {"content-type": "multipart/form-data; boundary=b"}


def reading(operation: Documented, headers: dict[str, str], pieces: Iterable[bytes]) -> Form:
    messages: list[Message] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Message:
        return messages.pop(0)

    return asyncio.run(read_form(operation, headers, receive))


def sent(**parts: Any) -> tuple[dict[str, str], bytes]:
    """Headers and body of a form as httpx sends it."""
    request = httpx.Request("POST", "http://mock/", **parts)
    return dict(request.headers), request.read()


def test_fields_come_in_their_documented_types() -> None:
    fields = {
        "model_id": "sonic-3",
        "language": "en",
        "transcript": "on the second floor",
        "voice_id": "v",
        "output_format[container]": "wav",
        "output_format[encoding]": "pcm_s16le",
        "output_format[sample_rate]": "24000",
    }
    headers, body = sent(data=fields, files={"left_audio": ("l.wav", b"left"), "right_audio": ("r.wav", b"right")})
    form = reading(INFILL, headers, [body])
    assert form.fields == {**fields, "output_format[sample_rate]": 24000}
    assert {name: (file.name, file.read(), file.size) for name, file in form.files.items()} == {
        "left_audio": ("l.wav", b"left", 4),
        "right_audio": ("r.wav", b"right", 5),
    }
    form.close()


def test_a_repeated_field_of_a_list_keeps_all_values() -> None:
    data = {"model": "ink-whisper", "timestamp_granularities[]": ["word"]}
    headers, body = sent(data=data, files={"file": b"audio"})
    form = reading(STT, headers, [body])
    assert form.fields["timestamp_granularities[]"] == ["word"]
    form.close()


@given(cuts=st.lists(st.integers(1, 60), max_size=20))
def test_it_does_not_matter_where_the_body_is_cut(cuts: list[int]) -> None:
    headers, body = sent(data={"model": "ink-whisper"}, files={"file": ("a.wav", bytes(range(256)))})
    pieces = []
    for cut in cuts:
        pieces.append(body[:cut])
        body = body[cut:]
    form = reading(STT, headers, [*pieces, body])
    assert form.files["file"].read() == bytes(range(256))
    form.close()


@given(
    body=st.binary(max_size=300)
    | st.binary(max_size=80).map(lambda part: b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + part)
)
def test_any_bytes_are_a_form_or_a_fault(body: bytes) -> None:
    with pytest.raises(Fault) as caught:
        reading(STT, HEADERS, [body])
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "value", ["", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "x" * 999]
)
def test_what_announces_no_form_is_refused(value: str) -> None:
    with pytest.raises(Fault, match="form") as caught:
        reading(STT, {"content-type": value}, [b"--b--"])
    assert caught.value.status == 400


def test_a_missing_file_is_named() -> None:
    headers, body = sent(data={"model": "ink-whisper"}, files={"other": b"audio"})
    with pytest.raises(Fault, match="`file` is missing"):
        reading(STT, headers, [body])


@pytest.mark.parametrize("headers", [HEADERS, {**HEADERS, "content-length": "99999999999"}])
def test_a_form_over_the_limit_is_too_large(monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    monkeypatch.setattr(forms, "MAX_UPLOAD_BYTES", 1000)
    with pytest.raises(Fault, match="1000 bytes") as caught:
        reading(STT, headers, [b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + b"x" * 600] * 2)
    assert (caught.value.status, caught.value.code) == (413, "file_too_large")


def test_too_many_fields_are_refused() -> None:
    headers, body = sent(data={f"f{number}": "x" for number in range(300)}, files={"file": b""})
    with pytest.raises(Fault, match="cannot be read"):
        reading(STT, headers, [body])
