"""Forms with files: what a caller may give, what reaches the wire, what is sent again."""

from __future__ import annotations

import email
import io
from pathlib import Path
from typing import Any

import httpx
import pytest


def parts_of(request: httpx.Request) -> list[tuple[Any, ...]]:
    """Name, file name, content type and content of each part of a form that was sent."""
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    _, *parts = email.message_from_bytes(head + request.content).walk()
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part["content-type"],
            part.get_payload(decode=True),
        )
        for part in parts
    ]


class Recorder:
    """A handler that answers with one status after the other and keeps the requests, read."""

    def __init__(self, *statuses: int) -> None:
        self.requests: list[httpx.Request] = []
        self._waiting = list(statuses or (200,))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self._waiting.pop(0), json={})


def upload(face: Any, *items: tuple[str, object], **rest: Any) -> Any:
    return face.Request("upload", "POST", "/clips", form=face.form_items(items, **rest))


class Endless(io.RawIOBase):
    """A stream that can be read once."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)


async def test_text_parts_are_written_as_the_api_wants_them(face: Any) -> None:
    handler = Recorder()
    request = upload(
        face,
        ("name", "Zoë"),
        ("loud", True),
        ("quiet", False),
        ("rate", 8000),
        ("gain", 0.5),
        ("none", None),
        ("tags[]", ["a", "b"]),
        ("output_format[container]", "wav"),
        ("extra", {"a": [1, None]}),
    )
    async with face.mocked(handler) as client:
        await client.transport.call(request, lambda response: response.json())
    assert [part[:1] + part[3:] for part in parts_of(handler.requests[0])] == [
        ("name", "Zoë".encode()),
        ("loud", b"true"),
        ("quiet", b"false"),
        ("rate", b"8000"),
        ("gain", b"0.5"),
        ("tags[]", b"a"),
        ("tags[]", b"b"),
        ("output_format[container]", b"wav"),
        ("extra", b'{"a":[1,null]}'),
    ]


async def test_a_file_may_be_given_in_many_ways(face: Any, tmp_path: Path) -> None:
    path = tmp_path / "speech.wav"
    path.write_bytes(b"RIFF")
    handler = Recorder()
    with path.open("rb") as opened:
        ways = [b"RIFF", path, str(path), opened, io.BytesIO(b"RIFF"), face.File("own.mp3", b"RIFF", "audio/own")]
        request = upload(face, *(("clip", face.file_part(way)) for way in ways))
        async with face.mocked(handler) as client:
            await client.transport.call(request, lambda response: response.json())
        assert not opened.closed
    assert parts_of(handler.requests[0]) == [
        ("clip", "clip", "application/octet-stream", b"RIFF"),
        *[("clip", "speech.wav", "audio/wav", b"RIFF")] * 3,
        ("clip", "clip", "application/octet-stream", b"RIFF"),
        ("clip", "own.mp3", "audio/own", b"RIFF"),
    ]


async def test_the_type_of_a_part_may_be_prescribed(face: Any) -> None:
    handler = Recorder()
    items = (("clip", face.file_part(b"x")), ("meta", {"a": 1}))
    request = upload(face, *items, content_types={"clip": "audio/flac", "meta": "application/json"})
    async with face.mocked(handler) as client:
        await client.transport.call(request, lambda response: response.json())
    assert [part[2] for part in parts_of(handler.requests[0])] == ["audio/flac", "application/json"]


async def test_a_file_is_sent_again_from_where_it_stood(face: Any, tmp_path: Path) -> None:
    path = tmp_path / "speech.raw"
    path.write_bytes(b"header:body")
    handler = Recorder(503, 503, 200)
    with path.open("rb") as opened:
        opened.seek(7)
        request = upload(face, ("clip", face.file_part(opened)), ("copy", face.file_part(path)))
        async with face.mocked(handler) as client:
            await client.transport.call(request, lambda response: response.json())
    assert [[part[3] for part in parts_of(sent)] for sent in handler.requests] == [[b"body", b"header:body"]] * 3
    assert {int(sent.headers["content-length"]) for sent in handler.requests} == {len(handler.requests[0].content)}


async def test_what_can_be_read_once_is_sent_once(face: Any) -> None:
    handler = Recorder(503, 200)
    request = upload(face, ("clip", face.file_part(Endless(b"once"))))
    async with face.mocked(handler) as client:
        with pytest.raises(face.ServerError):
            await client.transport.call(request, lambda response: response.json())
    assert [part[3] for part in parts_of(handler.requests[0])] == [b"once"]
    assert len(handler.requests) == 1
    assert handler.requests[0].headers["transfer-encoding"] == "chunked"


async def test_a_file_goes_over_a_real_connection(face: Any, raw_server: Any, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(b"0123456789" * 50_000)
    bodies = []

    def script(connection: Any, request: bytes) -> None:
        bodies.append(request)
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with raw_server(script) as url:
        async with face.session(url) as client:
            request = upload(face, ("clip", face.file_part(path)))
            assert await client.transport.call(request, lambda response: response.status_code) == 204
    assert path.read_bytes() in bodies[0]


async def test_a_file_that_is_not_there_is_told_before_anything_is_sent(face: Any, tmp_path: Path) -> None:
    handler = Recorder()
    async with face.mocked(handler) as client:
        with pytest.raises(FileNotFoundError):
            await client.transport.call(
                upload(face, ("clip", face.file_part(tmp_path / "gone.wav"))), lambda response: response.json()
            )
    assert handler.requests == []


@pytest.mark.parametrize("wrong", [io.StringIO("text"), 7, object()])
def test_what_is_no_file_is_refused(faces: Any, wrong: object) -> None:
    with pytest.raises(TypeError, match="a file must be bytes, a path, a file opened in binary mode"):
        faces["sync"].file_part(wrong)


async def test_an_operation_of_another_host_follows_the_gateway(face: Any) -> None:
    handler = Recorder(200, 200)
    request = face.Request("links", "POST", "/links", base_url="https://files.service.test")
    async with face.mocked(handler) as client:
        await client.transport.call(request, lambda response: response.json())
    async with face.mocked(handler, files_base_url="http://files.test/x/") as client:
        await client.transport.call(request, lambda response: response.json())
    assert [str(sent.url) for sent in handler.requests] == [
        "http://service.test/base/links",
        "http://files.test/x/links",
    ]
