"""From a request to speak to its audio and its events; shared by the HTTP operations and the socket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .bodies import read_object
from .errors import Fault
from .event_json import base64_of
from .exchange import Call, Event
from .resources.pronunciation_dicts import Dictionaries
from .resources.voice_book import voice_not_found
from .resources.voice_seed import StoredVoice
from .service import Service
from .settings import VoiceEngine
from .shelves import not_found
from .sound.audio import RawFormat, Timbre, render
from .sound.languages import LANGUAGES, is_language
from .sound.memory import Memory, Speech
from .sound.speech import Delivery, Word, is_speakable, length_ms, phonemes_of, spoken_words_of, words_of

PIECE_MS = 200
"""Audio of one chunk; below 80 kB even as 48 kHz floats, far from the 1 MiB that clients take."""

# fmt: off
OLDER_MODELS = frozenset((
    "sonic", "sonic-english", "sonic-multilingual", "sonic-2024-10-19", "sonic-2024-12-12", "sonic-2",
    "sonic-2-2025-03-07", "sonic-2-2025-04-16", "sonic-2-2025-05-08", "sonic-2-2025-06-11", "sonic-turbo",
    "sonic-turbo-2025-03-07", "sonic-turbo-2025-06-04",
))
# fmt: on
"""Models that ignore `generation_config`."""

# fmt: off
CURRENT_MODELS = (
    "sonic-3.6", "sonic-3.6-2026-08-27", "sonic-3.5", "sonic-3.5-2026-05-04", "sonic-3", "sonic-3-latest",
    "sonic-3-2026-01-12", "sonic-3-2025-10-27", "sonic-latest", "sonic-preview",
)
# fmt: on
"""Models of the current generation, newest first."""

MODELS = OLDER_MODELS | frozenset(CURRENT_MODELS)
# fmt: off
RETIRED_MODELS = frozenset((
    "sonic", "sonic-english", "sonic-multilingual", "sonic-2-2025-03-07", "sonic-turbo-2025-03-07",
))
# fmt: on
"""Models that have been switched off (docs-api-changes). Versions of their own time still speak with them here, so that
older clients can be tried out."""

_EXAMPLES = "`sonic-3.6`, `sonic-3.5`, `sonic-3` and `sonic-latest`"

_COARSE_SPEED = {"slow": 0.8, "normal": 1.0, "fast": 1.25}
# From here on a voice is named by its id only, and an absent one is 404.
_ID_VOICES_SINCE = "2025-04-16"
_NOT_FOUND_SINCE = "2026-03-01"
_RETIRED_SINCE = "2026-03-01"
_LOCALE_SINCE = "2026-08-14"
_NEUTRAL_PITCH_HZ = 165.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How a transcript is to be spoken and reported; the same for all inputs of a context.

    `model` and `voice` are for the books: whom speech is charged to.
    """

    timbre: Timbre
    delivery: Delivery
    limit_ms: int | None = None
    words: bool = False
    phonemes: bool = False
    normalized: bool = False
    model: str = ""
    voice: StoredVoice | None = None
    engine: VoiceEngine = "tones"
    language: str = "en"
    """Of the words, for the engines that speak them."""
    memory: Memory | None = None
    """Where what is spoken is remembered, to be known again by those who listen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Audio, the words that begin in it, and how far (ms from the start of the context) the words reach so far."""

    audio: bytes
    words: tuple[Word, ...]
    until_ms: int


def read_speech_request(service: Service, call: Call) -> dict[str, Any]:
    """The JSON object of a request to speak, checked against the document of the version; raises Fault (400)."""
    read: dict[str, Any] = read_object(call.body)
    check_locale(service, call, read)
    service.objecting(call, lambda: call.documented.check_body(without_locale_pair(read)))
    return service.hooks.request(call, read)


def without_locale_pair(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """`asked` without its `locale` when it has a `language` too: `check_locale` has judged the pair, and the schema,
    which says the same, cannot name the members."""
    if asked.get("language") is not None and "locale" in asked:
        return {name: value for name, value in asked.items() if name != "locale"}
    return asked


def check_speakable(service: Service, call: Call, transcript: str) -> None:
    """Raises Fault (400) when nothing in `transcript` can be said."""
    if not is_speakable(transcript):
        message = "`transcript` must hold something to say: at least one letter or digit"
        service.object_to(call, Fault(400, "Empty transcript", message))


def manner_of(service: Service, call: Call, body: Mapping[str, Any]) -> Manner:
    """The manner that a valid request asks for.

    Raises Fault: 400 for what no model can do, 404 (before 2026-03-01: 400) for a voice or dictionary that does
    not exist.
    """
    voice = _voice_of(service, call, body)
    _check_model(service, call, body, voice)
    _check_languages(service, call, body, voice)
    dictionary = body.get("pronunciation_dict_id")
    if dictionary and dictionary not in service.state(Dictionaries).shelf:
        absent = not_found("pronunciation dictionary", str(dictionary), status=_absent_status(call))
        service.object_to(call, absent)
    config: Mapping[str, Any] = {}
    if body["model_id"] not in OLDER_MODELS:
        config = body.get("generation_config") or {}
    speed = float(config.get("speed", _COARSE_SPEED.get(body.get("speed") or "normal", 1.0)))
    duration_s = body.get("duration") if not call.version.since("2025-11-04") else None
    return Manner(
        timbre=timbre_of(voice, float(config.get("volume", body.get("volume", 1.0)))),
        delivery=Delivery(service.settings.seed, speed),
        limit_ms=None if duration_s is None else max(1, round(min(duration_s, 1e6) * 1000)),
        words=bool(body.get("add_timestamps")),
        phonemes=bool(body.get("add_phoneme_timestamps")),
        normalized=bool(body.get("use_normalized_timestamps")),
        model=str(body["model_id"]),
        voice=voice,
        engine=service.settings.voice_engine,
        language=str(body.get("language") or body.get("locale") or "en").replace("_", "-").partition("-")[0].lower(),
        memory=service.memory,
    )


def timbre_of(voice: StoredVoice | None, volume: float = 1.0) -> Timbre:
    """How a voice sounds; None is a voice that nobody stored."""
    return Timbre(pitch_hz=voice.pitch_hz if voice else _NEUTRAL_PITCH_HZ, volume=volume)


def raw_format_of(body: Mapping[str, Any]) -> RawFormat:
    """Encoding and rate that a valid request asks for; what it leaves out is 16 bit PCM at 44100 Hz."""
    wanted = body.get("output_format") or {}
    # A file in MP3 is made of integers, whatever encoding its request names beside the container.
    encoding = "pcm_s16le" if wanted.get("container") == "mp3" else wanted.get("encoding", "pcm_s16le")
    # JSON knows one kind of number: 24000.0 is a whole one, and valid.
    return RawFormat(encoding, int(wanted.get("sample_rate", 44100)))


def check_locale(service: Service, call: Call, body: Mapping[str, Any]) -> None:
    """Raises Fault (400) when both `language` and `locale` are given, where the version knows both."""
    both = body.get("language") is not None and body.get("locale") is not None
    if both and call.version.since(_LOCALE_SINCE):
        service.object_to(call, Fault(400, None, "`language` and `locale` exclude each other; send one of them"))


def speech_of(transcript: str, manner: Manner, form: RawFormat, *, start_ms: int = 0) -> Speech:
    """`transcript` as it is remembered."""
    limit_ms = None if manner.limit_ms is None else manner.limit_ms - start_ms
    return Speech(transcript, manner.delivery, manner.timbre, form, limit_ms)


def spoken(transcript: str, manner: Manner, form: RawFormat, *, start_ms: int = 0, piece_ms: int) -> Iterator[Piece]:
    """`transcript` as pieces of `piece_ms` of audio, the last one shorter; nothing when nothing is to be said."""
    if manner.memory is not None and manner.engine == "tones":
        manner.memory.add(speech_of(transcript, manner, form, start_ms=start_ms))
    size = max(1, form.samples(piece_ms)) * form.sample_bytes
    waiting = bytearray()
    beginning: list[Word] = []
    until_ms = start_ms
    for word, audio in _uttered(transcript, manner, form, start_ms):
        until_ms = word.next_ms
        if word.text:
            beginning.append(word)
        waiting += audio
        while len(waiting) >= size:
            yield Piece(bytes(waiting[:size]), tuple(beginning), until_ms)
            del waiting[:size]
            beginning.clear()
    if waiting or beginning:
        yield Piece(bytes(waiting), tuple(beginning), until_ms)


def spoken_ms(transcript: str, manner: Manner, form: RawFormat) -> int:
    """Milliseconds that `transcript` takes, its last pause included."""
    if manner.engine == "tones":
        return length_ms(transcript, manner.delivery, limit_ms=manner.limit_ms)
    end = 0
    for word, _ in _uttered(transcript, manner, form, 0):
        end = word.next_ms
    return end


def _uttered(transcript: str, manner: Manner, form: RawFormat, start_ms: int) -> Iterator[tuple[Word, bytes]]:
    """The words of `transcript` with their audio, by the engine of the manner."""
    delivery, timbre, limit_ms = manner.delivery, manner.timbre, manner.limit_ms
    if manner.engine == "espeak":
        from .sound.espeak import uttered

        yield from uttered(
            transcript, delivery, form, timbre, language=manner.language, start_ms=start_ms, limit_ms=limit_ms
        )
        return
    for word in words_of(transcript, delivery, start_ms=start_ms, limit_ms=limit_ms):
        yield word, render(word, form, timbre)


def events_of(piece: Piece, manner: Manner, form: RawFormat, about: Event) -> Iterator[Event]:
    """The events of one piece: its audio, then when its words and sounds begin and end, as far as asked for.

    `about` are members of every event, such as `context_id`.
    """
    yield {
        "type": "chunk",
        "data": base64_of(piece.audio),
        "done": False,
        "status_code": 206,
        "step_time": step_time_ms(form.seconds(piece.audio)),
        **about,
    }
    if manner.words and piece.words:
        if manner.normalized:
            timed = [part for word in piece.words for part in spoken_words_of(word)]
        else:
            timed = [(word.text, word.start_ms, word.end_ms) for word in piece.words]
        yield _timestamps("timestamps", "word_timestamps", "words", timed, about)
    if manner.phonemes and piece.words:
        timed = [sound for word in piece.words for sound in phonemes_of(word)]
        yield _timestamps("phoneme_timestamps", "phoneme_timestamps", "phonemes", timed, about)


def step_time_ms(audio_s: float) -> float:
    """How long the service says that it worked on a piece of audio."""
    return round(15 + audio_s * 100, 3)


def _timestamps(kind: str, member: str, what: str, timed: Sequence[tuple[str, int, int]], about: Event) -> Event:
    times = {
        what: [text for text, _, _ in timed],
        "start": [start / 1000 for _, start, _ in timed],
        "end": [end / 1000 for _, _, end in timed],
    }
    return {"type": kind, "done": False, "status_code": 206, member: times, **about}


def _voice_of(service: Service, call: Call, body: Mapping[str, Any]) -> StoredVoice | None:
    named = body["voice"]
    if isinstance(named, dict):
        if named.get("mode") == "embedding" or "embedding" in named:
            if not call.version.since(_ID_VOICES_SINCE):
                return None
            message = "voices are no longer accepted as an `embedding`; send the id of a voice"
            service.object_to(call, Fault(400, None, message))
        named = named.get("id")
    return find_voice(service, call, str(named))


def find_voice(service: Service, call: Call, voice_id: str) -> StoredVoice | None:
    """The voice that a request names in its body; None when it does not exist and that is overlooked.

    Raises Fault (404, before 2026-03-01: 400) otherwise.
    """
    voice = service.voices.find(voice_id)
    if voice is None:
        service.object_to(call, absent_voice(call, voice_id))
    return voice


def absent_voice(call: Call, voice_id: str) -> Fault:
    """The fault of a voice that a body names and that does not exist."""
    return voice_not_found(voice_id, _absent_status(call))


def _check_model(service: Service, call: Call, body: Mapping[str, Any], voice: StoredVoice | None) -> None:
    model = str(body["model_id"])
    if model not in MODELS:
        message = f"no model has the id `{model[:80]}`; current ones are {_EXAMPLES}"
        service.object_to(call, Fault(400, "Invalid model", message, code="model_not_found"))
    if model in RETIRED_MODELS and call.version.since(_RETIRED_SINCE):
        message = f"the model `{model}` has been retired; current ones are {_EXAMPLES}"
        service.object_to(call, Fault(400, "Model sunsetted", message, code="model_sunsetted"))
    dated = model[-10:].count("-") == 2
    if voice is not None and voice.is_pro and not dated and call.version.since("2026-03-01"):
        message = f"the professional clone `{voice.id}` needs a dated model such as `sonic-3-2026-01-12`, got `{model}`"
        service.object_to(call, Fault(400, "Voice and model do not match", message, code="voice_model_mismatch"))


def _check_languages(service: Service, call: Call, body: Mapping[str, Any], voice: StoredVoice | None) -> None:
    new = call.version.since(_LOCALE_SINCE)
    for member in ("language", "locale") if new else ("language",):
        code = body.get(member)
        if code is not None and not is_language(code):
            message = f"`{member}` `{code[:40]}` is not supported; known are {', '.join(LANGUAGES)} and their locales"
            service.object_to(call, Fault(400, "Language not supported", message, code="language_not_supported"))
    if not new:
        return
    normalization = body.get("normalization") or "auto"
    if normalization not in ("auto", "off") and not is_language(normalization):
        message = f"`normalization` must be `auto`, `off` or a locale, got `{normalization[:40]}`"
        service.object_to(call, Fault(400, None, message))
    accent = body.get("accent")
    if accent and voice is not None and accent not in voice.all_accents:
        known = ", ".join(f"`{known}`" for known in voice.all_accents) or "no accent"
        message = f"`accent` must be one of the voice's own: `{voice.id}` has {known}, not `{accent[:40]}`"
        service.object_to(call, Fault(400, None, message))


def _absent_status(call: Call) -> int:
    """Status of a voice or dictionary that does not exist (docs-changelog-2026)."""
    return 404 if call.version.since(_NOT_FOUND_SINCE) else 400
