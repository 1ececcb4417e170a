"""Stored files: uploads, saved speech, previews of voices; and links under which they can be fetched without a key.

Uploads lie on disk and are refused (429) when there is no more room for them. Of speech only the request is kept: the
same request makes the same bytes again. When too much of it comes together the oldest is forgotten.

A file that an agent plays in the background cannot be deleted. Whoever else uses a file says so with `Files.hold`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.forms import Upload
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import ACCOUNT_ID, Service
from contralto_conformance.mock.shelves import Shelf, not_found
from contralto_conformance.mock.sound.audio import RawFormat, Timbre, wav_header
from contralto_conformance.mock.sound.speech import Delivery
from contralto_conformance.mock.speaking import Manner, spoken
from contralto_conformance.mock.vault import Vault, VaultFull

from .known_agents import agents_with_sound
from .seeds import seeds
from .voice_seed import StoredVoice

# fmt: off
AUDIO_SUFFIXES = frozenset((
    "aac", "aif", "aiff", "flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "opus", "wav", "webm",
))
# fmt: on
"""Kinds of file that the purposes allow; the service does not say which."""

MAX_SPEECH_WEIGHT = 64 * 1024 * 1024
"""Bytes of all requests together whose speech was saved."""

LINKS = "/l/"
"""Links stand below this path, which is in no document."""

_LEAST_SPEECH_WEIGHT = 4096
_MAX_LINKS = 10_000
_LIFETIME = re.compile(r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?(?:ms|d|h|m|s))+")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|d|h|m|s)")
_UNITS_S = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_PREVIEW = "voice_"
_PREVIEW_FORM = RawFormat("pcm_s16le", 24000)

Record = dict[str, Any]
Maker = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Made:
    """A content that is made anew whenever it is asked for: as it was stored, and in a form that players take.

    `weight` is what is kept in memory for it, in bytes.
    """

    pieces: Maker
    playback: Maker
    weight: int = 0


class Files:
    """All stored files of the account, the newest first."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = Shelf("file", is_newest_first=True)
        self.vault = Vault()
        self._service = service
        self._made: dict[str, Made] = {}
        self._speech: dict[str, int] = {}
        self._speech_weight = 0
        self._held: dict[str, str] = {}
        self._links: dict[str, tuple[str, float]] = {}
        for record in reversed(seeds("files")):
            transcript = record.pop("transcript")
            audio = _spoken(transcript, service, Timbre())
            self._made[record["id"]] = _in_memory(audio)
            self.shelf.put(record["id"], {**record, "size": len(audio), "status": "ready", "owner_id": ACCOUNT_ID})

    def new_id(self) -> str:
        """A fresh id of a file."""
        return self._service.new_key("file_")

    async def upload(self, upload: Upload, purpose: str) -> Record:
        """Stores an upload; raises Fault (429) when there is no more room."""
        file_id = self.new_id()
        try:
            self.vault.reserve(file_id, upload.size)
        except VaultFull:
            message = "the uploads of the account take up all the room that there is; delete files first"
            raise Fault(429, "Upload quota exceeded", message, code="quota_exceeded") from None
        try:
            await asyncio.to_thread(self.vault.write, file_id, upload.file)
        except BaseException:
            self.vault.drop(file_id)
            raise
        return self._put(file_id, upload.name, purpose, upload.size)

    def keep_speech(self, file_id: str, name: str, size: int, content: Made) -> None:
        """Stores speech of `size` bytes, and forgets the oldest while there is too much of it."""
        self._made[file_id] = content
        self._speech[file_id] = max(content.weight, _LEAST_SPEECH_WEIGHT)
        self._speech_weight += self._speech[file_id]
        self._put(file_id, name, "tts_generation", size)
        while self._speech_weight > MAX_SPEECH_WEIGHT:
            self.forget(next(iter(self._speech)))

    def forget(self, file_id: str) -> None:
        """Deletes a file, if it is there, whoever holds it."""
        if file_id in self.shelf:
            self.shelf.take(file_id)
        self._made.pop(file_id, None)
        self._speech_weight -= self._speech.pop(file_id, 0)
        self.vault.drop(file_id)

    def hold(self, file_id: str, what: str) -> None:
        """Says that `what` (such as the id of an agent) uses a file from now on; it uses one at a time."""
        self._held[what] = file_id

    def release(self, what: str) -> None:
        """Says that `what` uses no file any more."""
        self._held.pop(what, None)

    def holders_of(self, file_id: str) -> list[str]:
        """What uses a file."""
        return [what for what, held in self._held.items() if held == file_id]

    def content(self, file_id: str, *, for_playback: bool = False) -> tuple[Iterator[bytes], int | None]:
        """A file in pieces, and its size in bytes where it is known; raises Fault (404)."""
        if file_id.startswith(_PREVIEW):
            return iter((self._preview(file_id),)), None
        record = self.shelf.get(file_id)
        made = self._made.get(file_id)
        if made is None:
            return self.vault.pieces(file_id), record["size"]
        return (made.playback(), None) if for_playback else (made.pieces(), record["size"])

    def new_link(self, file_id: str, lifetime_s: float) -> str:
        """The path of a link that works from now on for `lifetime_s` seconds."""
        token = self._service.new_key("")
        self._links[token] = file_id, self._service.now_s() + lifetime_s
        if len(self._links) > _MAX_LINKS:
            del self._links[next(iter(self._links))]
        return LINKS + token

    def linked(self, path: str) -> str:
        """Id of the file that the link at `path` leads to; raises Fault (404) for one that does not work (any more)."""
        file_id, until_s = self._links.get(path.removeprefix(LINKS), ("", 0.0))
        if until_s <= self._service.now_s():
            raise Fault(404, "Link not found", "there is no such link, or its time is over")
        return file_id

    def _put(self, file_id: str, name: str, purpose: str, size: int) -> Record:
        record = {
            "id": file_id,
            "filename": name,
            "purpose": purpose,
            "size": size,
            "status": "ready",
            "owner_id": ACCOUNT_ID,
            "created_at": self._service.timestamp(),
        }
        return self.shelf.put(file_id, record)

    def _preview(self, file_id: str) -> bytes:
        voice = self._service.voices.find(file_id.removeprefix(_PREVIEW))
        if voice is None or voice.is_owner:
            raise not_found("file", file_id)
        return preview_of(self._service, voice)


def preview_of(service: Service, voice: StoredVoice) -> bytes:
    """A few words of a voice, as a WAV file."""
    return _spoken(f"Hello, this is {voice.name}. I read what you write.", service, Timbre(voice.pitch_hz))


def _spoken(transcript: str, service: Service, timbre: Timbre) -> bytes:
    manner = Manner(timbre, Delivery(service.settings.seed))
    audio = b"".join(piece.audio for piece in spoken(transcript, manner, _PREVIEW_FORM, piece_ms=1000))
    return wav_header(_PREVIEW_FORM, len(audio)) + audio


def _in_memory(content: bytes) -> Made:
    return Made(lambda: iter((content,)), lambda: iter((content,)))


def uploaded(service: Service, call: Call, suffixes: frozenset[str] = AUDIO_SUFFIXES) -> Upload:
    """The file of a form; raises Fault (400) for none, and for one whose name ends in a suffix of another kind of file.

    A name without a suffix says nothing, and is taken.
    """
    upload = call.form.files.get("file") if call.form is not None else None
    if upload is None:
        raise Fault(400, None, "`file` must be a file, with a file name in its part of the form")
    _, dot, suffix = upload.name.rpartition(".")
    if dot and suffix.lower() not in suffixes:
        known = ", ".join(sorted(suffixes))
        message = f"`file` must be one of {known}, got `{upload.name[-80:]}`"
        service.object_to(call, Fault(400, "Unsupported file", message, code="unsupported_audio_format"))
    return upload


async def list_files(service: Service, call: Call) -> Reply:
    """`GET /files`; `q` looks into the file name."""
    query = read_query(service, call)
    sought = query.get("q", "").casefold()

    def passes(record: Record) -> bool:
        has_purpose = query.get("purpose", record["purpose"]) == record["purpose"]
        return has_purpose and sought in str(record["filename"]).casefold()

    return answer_page(call, service.state(Files).shelf.page(query, passes))


async def upload_file(service: Service, call: Call) -> Reply:
    """`POST /files`."""
    asked = read_request(service, call)
    return answer(call, await service.state(Files).upload(uploaded(service, call), str(asked.get("purpose", ""))))


async def get_info(service: Service, call: Call) -> Reply:
    """`GET /files/{id}/info`."""
    return answer(call, service.state(Files).shelf.get(call.parameters["id"]))


async def download(service: Service, call: Call) -> Reply:
    """`GET /files/{id}/download`: as stored, or with `format=playback` in a form that players take."""
    query = read_query(service, call)
    return _download(service, call.parameters["id"], for_playback=query.get("format") == "playback")


def _download(service: Service, file_id: str, *, for_playback: bool) -> Reply:
    pieces, size = service.state(Files).content(file_id, for_playback=for_playback)
    headers = [("content-length", str(size))] if size is not None else []
    return Reply(200, "application/octet-stream", _sent(pieces), headers)


async def _sent(pieces: Iterator[bytes]) -> AsyncGenerator[bytes, None]:
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)


async def delete_file(service: Service, call: Call) -> Reply:
    """`DELETE /files/{id}`; raises Fault (409) for a file that something uses."""
    files = service.state(Files)
    file_id = files.shelf.get(call.parameters["id"])["id"]
    holders = [*files.holders_of(file_id), *agents_with_sound(service, file_id)]
    if holders:
        named = ", ".join(f"`{holder}`" for holder in holders[:5])
        raise Fault(409, "File in use", f"the file `{file_id}` is used by {named}; take it out there first")
    files.forget(file_id)
    return answer(call, {"message": "The file is deleted."})


async def create_link(service: Service, call: Call) -> Reply:
    """`POST /links`: an address that opens a file without a key until its `lifetime` is over."""
    asked = read_request(service, call)
    lifetime = str(asked.get("lifetime", ""))
    lifetime_s = sum(float(number) * _UNITS_S[unit] for number, unit in _PART.findall(lifetime))
    if not _LIFETIME.fullmatch(lifetime) or not lifetime_s:
        message = f"`lifetime` must be a length of time such as `24h` or `90m`, got `{lifetime[:40]}`"
        raise Fault(400, None, message)
    files = service.state(Files)
    file_id = files.shelf.get(str(asked.get("file_id", "")))["id"]
    return answer(call, {"url": call.base_url + files.new_link(file_id, lifetime_s)})


async def follow_link(service: Service, call: Call) -> Reply:
    """What a link leads to, for whoever has it."""
    if call.method not in ("GET", "HEAD"):
        raise Fault(405, None, f"`{call.method}` is not allowed here; use GET, HEAD", headers=(("allow", "GET, HEAD"),))
    return _download(service, service.state(Files).linked(call.path), for_playback=True)


OPERATIONS = (
    Operation("GET", "/files", list_files),
    Operation("POST", "/files", upload_file),
    Operation("GET", "/files/{id}/info", get_info),
    Operation("GET", "/files/{id}/download", download),
    Operation("DELETE", "/files/{id}", delete_file),
    Operation("POST", "/links", create_link),
)
