"""The HTTP operations: each turns a call and its body into a reply, or raises Fault."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import contralto_spec

from .audio import RawFormat, as_mp3, wav_header
from .auth import DEFAULT_TOKEN_LIFE_S, GRANTS
from .bodies import read_object
from .errors import Fault
from .exchange import Call, Event, Reply
from .service import Pacer, Service
from .speaking import PIECE_MS, Manner, check_locale, manner_of, raw_format_of, spoken
from .speech import is_speakable, length_ms
from .validation import check_body, read_query
from .voices import NEXT_PAGE_SINCE, PAGES_SINCE, VoiceBook, view, voice_page

JSON = "application/json"
_MEDIA_TYPES = {"raw": "audio/pcm", "wav": "audio/wav", "mp3": "audio/mpeg"}
_FAST_PIECE_MS = 1000  # of a file that is sent as fast as it goes

Answer = Callable[[Service, Call, bytes], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `path` with `{id}` for an id, `grant` that opens it to access tokens, `is_public` without a
    key."""

    method: str
    path: str
    answer: Answer
    grant: str | None = None
    is_public: bool = False


def json_reply(content: object, status: int = 200) -> Reply:
    """A reply with a JSON body."""
    return Reply(status, JSON, json.dumps(content, separators=(",", ":")).encode())


def read_request(service: Service, call: Call, body: bytes) -> dict[str, Any]:
    """The JSON object of a POST, checked against the document of the version; raises Fault (400)."""
    read: dict[str, Any] = read_object(body)
    check_locale(service, call, read)
    service.objecting(call, lambda: check_body(call.version.described, call.path, _without_locale_pair(call, read)))
    return read


def _without_locale_pair(call: Call, body: Mapping[str, Any]) -> Mapping[str, Any]:
    # `check_locale` has judged the pair; the schema says the same, but cannot name the members.
    if body.get("language") is not None and "locale" in body:
        return {name: value for name, value in body.items() if name != "locale"}
    return body


async def get_status(service: Service, call: Call, body: bytes) -> Reply:
    """`GET /`."""
    return json_reply({"ok": True, "version": contralto_spec.load().latest.date})


async def create_access_token(service: Service, call: Call, body: bytes) -> Reply:
    """`POST /access-token`."""
    asked = read_request(service, call, body)
    wanted = asked.get("grants") or {}
    life_s = asked.get("expires_in")
    grants = [grant for grant in GRANTS if wanted.get(grant)]
    token = service.gatekeeper.new_token(grants, DEFAULT_TOKEN_LIFE_S if life_s is None else life_s, service.new_id())
    return json_reply({"token": token})


async def list_voices(service: Service, call: Call, body: bytes) -> Reply:
    """`GET /voices`."""
    query = _read_query(service, call, "/voices")
    if not call.version.since(PAGES_SINCE):
        whole = [service.hooks.voice(call, view(voice, call, ())) for voice in service.voices.matching({})]
        return json_reply(whole)
    voices, has_more, cursor = voice_page(call, service.voices, query)
    page: Event = {"data": [service.hooks.voice(call, voice) for voice in voices], "has_more": has_more}
    if call.version.since(NEXT_PAGE_SINCE) or cursor is not None:
        page["next_page"] = cursor
    return json_reply(service.hooks.page(call, page))


async def get_voice(service: Service, call: Call, body: bytes) -> Reply:
    """`GET /voices/{id}`."""
    query = _read_query(service, call, "/voices/{id}")
    book: VoiceBook = service.voices
    voice = book.get(call.path.rpartition("/")[2])
    return json_reply(service.hooks.voice(call, view(voice, call, query.get("expand[]", ()))))


def _read_query(service: Service, call: Call, path: str) -> dict[str, Any]:
    try:
        return read_query(call.version.described, path, call.query)
    except Fault as fault:
        service.object_to(call, fault)
        return {name: value for name, value in call.query if name in ("starting_after", "ending_before", "q")}


async def speak_bytes(service: Service, call: Call, body: bytes) -> Reply:
    """`POST /tts/bytes`: an audio file, sent in pieces while it is made."""
    asked = read_request(service, call, body)
    manner = manner_of(service, call, asked)
    check_speakable(service, call, asked["transcript"])
    container = asked["output_format"].get("container", "raw")
    form = raw_format_of(asked)
    pieces = _audio_file(service, asked, manner, form)
    reply = Reply(200, _MEDIA_TYPES[container], _paced(service, service.hooks.audio(call, asked, pieces)))
    if asked.get("save"):
        reply.headers.append(("cartesia-file-id", f"file_{service.new_id()}"))
    return reply


def check_speakable(service: Service, call: Call, transcript: str) -> None:
    """Raises Fault (400) when nothing in `transcript` can be said."""
    if not is_speakable(transcript):
        message = "`transcript` must hold something to say: at least one letter or digit"
        service.object_to(call, Fault(400, "Empty transcript", message))


def _audio_file(service: Service, asked: Mapping[str, Any], manner: Manner, form: RawFormat) -> Iterator[bytes]:
    transcript: str = asked["transcript"]
    wanted = asked["output_format"]
    piece_ms = PIECE_MS if service.settings.pace == "realtime" else _FAST_PIECE_MS
    audio = (piece.audio for piece in spoken(transcript, manner, form, piece_ms=piece_ms))
    if wanted.get("container") == "mp3":
        yield from as_mp3(audio, form.sample_rate, int(wanted["bit_rate"]))
        return
    if wanted.get("container") == "wav":
        size = form.samples(length_ms(transcript, manner.delivery, limit_ms=manner.limit_ms)) * form.sample_bytes
        yield wav_header(form, size)
        yield from audio
        yield b"\0" * (size % 2)
        return
    yield from audio


async def _paced(service: Service, pieces: Iterator[bytes]) -> AsyncGenerator[bytes, None]:
    # Every piece stands for the same time, whatever container its audio has become.
    pacer = Pacer(service.settings)
    for piece in pieces:
        if piece:
            yield piece
        await pacer.played(PIECE_MS / 1000)


OPERATIONS_WITHOUT_STREAMS = (
    Operation("GET", "/", get_status, is_public=True),
    Operation("POST", "/access-token", create_access_token),
    Operation("GET", "/voices", list_voices),
    Operation("GET", "/voices/{id}", get_voice),
    Operation("POST", "/tts/bytes", speak_bytes, grant="tts"),
)
