"""Uploads over real connections: memory, lengths, the same bytes again, and files that change on the way."""

from __future__ import annotations

import asyncio
import io
import os
import re
import threading
import tracemalloc
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ANSWER = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
BUSY = b"HTTP/1.1 503 Busy\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def upload(face: Any, *items: tuple[str, object]) -> Any:
    return face.Request("upload", "POST", "/clips", form=face.form_items(items))


def read(response: Any) -> Any:
    return response.json()


def drain(connection: Any, _: bytes) -> None:
    """Reads until the client goes away."""
    while connection.recv(65536):
        pass


class Counting:
    """A script that reads requests and forgets them; what it keeps is their number of bytes."""

    def __init__(self) -> None:
        self.n_bytes = 0
        self.announced = 0

    def __call__(self, connection: Any, _: bytes) -> None:
        buffer = bytearray(65536)
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, rest = data.partition(b"\r\n\r\n")
        self.announced = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])  # type: ignore[index]
        self.n_bytes = len(rest)
        while self.n_bytes < self.announced and (n_bytes := connection.recv_into(buffer)):
            self.n_bytes += n_bytes
        connection.sendall(ANSWER)


async def test_a_long_file_is_never_in_memory(face: Any, raw_server: Any, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    script = Counting()
    with raw_server(script, reads=False) as url:
        async with face.session(url) as client:
            tracemalloc.start()
            try:
                await client.transport.call(upload(face, ("clip", face.file_part(path)), ("name", "n")), read)
                peak_bytes = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
    assert script.n_bytes == script.announced > path.stat().st_size
    assert peak_bytes < 4 * 1024 * 1024


async def test_a_retry_sends_the_same_bytes(face: Any, raw_server: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(os.urandom(700_000))
    bodies: list[bytes] = []

    def script(connection: Any, request: bytes) -> None:
        bodies.append(request.partition(b"\r\n\r\n")[2])
        connection.sendall(BUSY if len(bodies) < 3 else ANSWER)

    with raw_server(script) as url:
        async with face.session(url) as client:
            opened = io.BytesIO(b"from here: on")
            opened.seek(11)
            items = [("clip", face.file_part(path)), ("more", face.file_part(opened)), ("name", "n")]
            await client.transport.call(upload(face, *items), read)
    assert len(bodies) == 3
    assert bodies[0] == bodies[1] == bodies[2]
    assert path.read_bytes() in bodies[0]
    assert b"\r\n\r\non\r\n" in bodies[0]


@pytest.mark.parametrize("change", ["longer", "shorter", "other", "gone"])
async def test_a_file_that_changes_between_attempts_is_not_sent(
    face: Any, raw_server: Any, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"0123456789")
    os.utime(path, ns=(1, 1))
    n_requests = []

    def script(connection: Any, request: bytes) -> None:
        n_requests.append(1)
        if change == "gone":
            path.unlink()
        else:
            path.write_bytes({"longer": b"0123456789a", "shorter": b"0", "other": b"abcdefghij"}[change])
        connection.sendall(BUSY)

    with raw_server(script) as url:
        async with face.session(url) as client:
            with pytest.raises(
                OSError, match="changed after an attempt" if change != "gone" else "No such file"
            ) as caught:
                await client.transport.call(upload(face, ("clip", face.file_part(path))), read)
    assert isinstance(caught.value, FileNotFoundError if change == "gone" else face.FileChanged)
    assert str(path) in str(caught.value)
    assert len(n_requests) == 1


class Changing(io.FileIO):
    """A file that becomes another while it is read."""

    def __init__(self, path: Path, n_bytes: int) -> None:
        super().__init__(path)
        self._n_bytes = n_bytes
        self._path = path

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        os.truncate(self._path, self._n_bytes)
        return data


@pytest.mark.parametrize(
    ("n_bytes", "words"), [(300_000, "became shorter while it was sent: 300000 of"), (900_000, "was written to")]
)
async def test_a_file_that_changes_while_it_is_sent_is_told_and_not_repeated(
    face: Any, raw_server: Any, tmp_path: Path, n_bytes: int, words: str
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(bytes(700_000))
    whole = []

    def script(connection: Any, _: bytes) -> None:
        data = b""
        while piece := connection.recv(65536):
            data += piece
        whole.append(data)

    with raw_server(script, reads=False) as url, Changing(path, n_bytes) as file:
        async with face.session(url) as client:
            with pytest.raises(face.FileChanged, match=words):
                await client.transport.call(upload(face, ("clip", face.file_part(file))), read)
    assert not any(data.endswith(b"--\r\n") for data in whole)
    assert len(whole) <= 1


class Broken(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError("the disk is gone")


async def test_a_file_that_cannot_be_read_is_an_os_error_not_a_lost_connection(face: Any, raw_server: Any) -> None:
    with raw_server(drain, reads=False) as url:
        async with face.session(url) as client:
            with pytest.raises(OSError, match="the disk is gone"):
                await client.transport.call(upload(face, ("clip", face.file_part(Broken()))), read)


async def test_a_file_of_text_is_told(face: Any, raw_server: Any) -> None:
    class Text(Broken):
        def read(self, size: int | None = -1, /) -> Any:
            return "text"

    with raw_server(drain, reads=False) as url:
        async with face.session(url) as client:
            with pytest.raises(TypeError, match="`clip` gives str, not bytes"):
                await client.transport.call(upload(face, ("clip", face.file_part(Text()))), read)


def test_a_slow_file_holds_up_nothing_else(faces: Any, raw_server: Any) -> None:
    face = faces["async"]
    go = threading.Event()

    class Slow(io.RawIOBase):
        """Waits in its first read until the event loop has done something else."""

        def __init__(self) -> None:
            self.data = [b"late"]

        def readable(self) -> bool:
            return True

        def read(self, size: int | None = -1, /) -> bytes:
            assert go.wait(10)
            return self.data.pop() if self.data else b""

    def script(connection: Any, _: bytes) -> None:
        data = b""
        while b"0\r\n\r\n" not in data:
            data += connection.recv(65536)
        assert b"late" in data
        connection.sendall(ANSWER)

    async def run() -> Any:
        async with face.session(url) as client:
            call = asyncio.create_task(client.transport.call(upload(face, ("clip", face.file_part(Slow()))), read))
            await asyncio.sleep(0.02)
            go.set()
            return await call

    with raw_server(script, reads=False) as url:
        assert asyncio.run(run()) == {}


def test_content_types_do_not_depend_on_the_machine(faces: Any) -> None:
    names = ("a.wav", "b.FLAC", "c.m4a", "d.webm", "e.ogg", "f.mp3", "g.pdf", "h", "i.nothing")
    assert [faces["sync"].content_type_of(name) for name in names] == [
        *("audio/wav", "audio/flac", "audio/mp4", "audio/webm", "audio/ogg", "audio/mpeg", "application/pdf"),
        *("application/octet-stream", "application/octet-stream"),
    ]


def test_a_content_type_cannot_end_its_header(faces: Any) -> None:
    face = faces["sync"]
    with pytest.raises(ValueError, match="`content_type` of `clip` has a line break"):
        face.Upload([("clip", face.File("a", b"", "audio/wav\r\nX-Own: 1"))])


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1, max_size=20)


@given(
    parts=st.lists(
        st.tuples(st.from_regex(r"\A[a-z_\[\]]{1,8}\Z"), st.one_of(texts, st.binary(max_size=300)), texts),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_reads_back(faces: Any, parts: list[tuple[str, str | bytes, str]]) -> None:
    face = faces["sync"]
    form = [
        (name, value if isinstance(value, str) else face.File(f"{file}.bin", io.BytesIO(value), "x/y"))
        for name, value, file in parts
    ]
    with face.Upload(form, "bOuNdArY").opened() as body:
        data = b"".join(body.pieces)
    assert len(data) == int(body.headers["content-length"])
    if b"--bOuNdArY" in b"".join(value if isinstance(value, bytes) else value.encode() for _, value, _ in parts):
        return
    pieces = data.split(b"--bOuNdArY")[1:-1]
    assert len(pieces) == len(parts)
    for piece, (name, value, file) in zip(pieces, parts, strict=True):
        head, _, content = piece.partition(b"\r\n\r\n")
        message = message_from_bytes(head.strip() + b"\r\n\r\n")
        disposition = head.decode()
        assert message.get_param("name", header="content-disposition") == name
        assert content.removesuffix(b"\r\n") == (value.encode() if isinstance(value, str) else value)
        if isinstance(value, bytes):
            assert f'filename="{file.replace(chr(34), "%22")}.bin"' in disposition
