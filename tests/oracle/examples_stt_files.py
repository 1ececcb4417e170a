"""Examples of recordings as text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contralto_conformance.trace import Exchange

from .builders import Json, audio, form, http, wav
from .examples import Examples

E = Examples()
ONE_SECOND = wav(audio(1))
WORDS = [{"word": "Good", "start": 0.1, "end": 0.4}, {"word": "morning.", "start": 0.4, "end": 0.9}]
TEXT: Json = {"type": "transcript", "text": "Good morning."}
TIMED: Json = {**TEXT, "words": WORDS}


def heard(
    answer: Any = TIMED,
    status: int = 200,
    *,
    path: str = "/stt",
    recording: bytes = ONE_SECOND,
    asks: bool = True,
    more: tuple[tuple[str, str], ...] = (),
    **changed: Any,
) -> Exchange:
    """A recording that was sent, and what came of it. asks: for the times of words. more: further fields."""
    granularity = (("timestamp_granularities[]", "word"),) if asks else ()
    body, media = form(("model", "ink-whisper"), *granularity, *more, ("file", recording))
    exchange = http("POST", path, answer=answer, status=status, raw_request=body, **changed)
    others = tuple(pair for pair in exchange.request_headers if pair[0] != "content-type")
    return replace(exchange, request_headers=(*others, ("content-type", media)))


def raw(**changed: Any) -> Exchange:
    """Headerless audio."""
    query = (("encoding", "pcm_s16le"), ("sample_rate", "8000"))
    return heard(recording=audio(1), query=query, **changed)


NAME = "resources.stt-answers-text"
E.met(NAME, "text and words", heard())
E.met(NAME, "text alone, as asked for", heard(TEXT, asks=False))
E.met(NAME, "headerless", raw())
E.met(NAME, "nothing was said", heard({"text": ""}))
E.violated(NAME, "no words", heard(TEXT))
E.violated(NAME, "no text", heard({"words": WORDS}))
E.violated(NAME, "a text as list", heard({**TIMED, "text": ["Good"]}))
E.violated(NAME, "refused", heard({"title": "No"}, 400))
E.violated(NAME, "headerless refused", raw(answer={"title": "No"}, status=400))
E.nothing(NAME, "refused, and it is no recording", heard({"title": "No"}, 400, recording=b"hello"))
E.nothing(NAME, "refused, with a field that nobody knows", heard({"title": "No"}, 400, more=(("x", "y"),)))
E.nothing(NAME, "no credit", heard({"title": "No"}, 402))
E.nothing(NAME, "no form", http("POST", "/stt", send={"file": ""}, status=400, answer={}))
E.nothing(NAME, "with a token", heard(TEXT, auth="token"))

NAME = "resources.stt-words-in-order"
E.met(NAME, "in order", heard())
E.met(NAME, "a little beyond the end", heard({**TEXT, "words": [{**WORDS[1], "end": 1.2}]}))
E.violated(NAME, "from the last to the first", heard({**TEXT, "words": WORDS[::-1]}))
E.violated(NAME, "in milliseconds", heard({**TEXT, "words": [{**WORDS[0], "start": 100, "end": 400}]}))
E.violated(NAME, "headerless, in samples", raw(answer={**TEXT, "words": [{**WORDS[0], "end": 4000}]}))
E.nothing(NAME, "no words", heard(TEXT))
E.nothing(NAME, "a recording of unknown length", heard(recording=b"ID3 and so on"))
E.nothing(NAME, "words without times", heard({**TEXT, "words": []}))

NAME = "resources.stt-alias-agrees"
ALIAS: Json = {"path": "/audio/transcriptions", "label": "alias"}
E.met(NAME, "the same text", heard(), heard(**ALIAS))
E.met(NAME, "about the same text", heard(), heard({"text": "Good warning"}, **ALIAS))
E.violated(NAME, "another text", heard(), heard({"text": "Thank you."}, **ALIAS))
E.violated(NAME, "a 404", heard(), heard({"title": "No"}, 404, **ALIAS))
E.violated(NAME, "no text", heard(), heard({"transcript": "Good morning."}, **ALIAS))
E.nothing(NAME, "no room", heard(), heard({"title": "No"}, 429, **ALIAS))
E.nothing(NAME, "another recording", heard(recording=wav(audio(2))), heard({"text": "Thank you."}, **ALIAS))
E.nothing(NAME, "both refused", heard({"title": "No"}, 400), heard({"title": "No"}, 400, **ALIAS))
