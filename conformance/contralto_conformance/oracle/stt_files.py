"""Checks of recordings as text: `POST /stt`, and the path for clients of OpenAI (resources.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from contralto_conformance.oracle.audio import ENCODINGS, WAV_FORMATS, RawFormat, read_wav, wav_length_problem
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    KEYS_ANYWHERE,
    answered,
    body_object,
    collect,
    credential,
    is_complete,
    is_withheld,
    query,
    requests,
    under_test,
    where,
)
from contralto_conformance.oracle.forms import Part, form_of
from contralto_conformance.oracle.listening import words_of
from contralto_conformance.oracle.reading import as_float, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace

_OWN, _ALIAS = "/stt", "/audio/transcriptions"
_GRANULARITY = "timestamp_granularities[]"
_FIELDS = frozenset({"file", "model", "language", _GRANULARITY})

# Times are rounded, and a recogniser works in steps of its own.
_ROUNDING_S = 0.05
_BEYOND_S = 0.5
_LIKENESS = 0.5


def _sent(trace: Trace, contract: Contract, *paths: str) -> Iterator[Exchange]:
    """Requests for the text of one recording, with nothing undocumented in them."""
    for exchange in requests(trace, "POST", *paths):
        form = form_of(exchange)
        usual = form is not None and {"file", "model"} <= set(form) <= _FIELDS
        if usual and form is not None and form["file"][-1].is_file and under_test(exchange, contract):
            yield exchange


def _part(exchange: Exchange, name: str) -> Part | None:
    """The last part of that name."""
    parts = (form_of(exchange) or {}).get(name, ())
    return parts[-1] if parts else None


def _asks_for_words(exchange: Exchange) -> bool:
    return any(part.text == "word" for part in (form_of(exchange) or {}).get(_GRANULARITY, ()))


def _recording(exchange: Exchange) -> bytes:
    part = _part(exchange, "file")
    return part.content if part is not None else b""


@check("resources.stt-answers-text", cases=("stt/files/transcription", "stt/files/headerless"))
def stt_answers_text(trace: Trace, contract: Contract) -> Verdict:
    return collect(_answers_text(e) for e in _sent(trace, contract, _OWN) if credential(e) in KEYS_ANYWHERE)


def _answers_text(exchange: Exchange) -> Verdict:
    with_words = _asks_for_words(exchange)
    expected = "200 and an object with a text `text`" + (" and a list `words`" if with_words else "")
    if exchange.status != 200:
        known = _length_s(exchange) is not None and _has_usual_model(exchange)
        if is_withheld(exchange.status) or not known:
            return None
        return [Finding(expected, answered(exchange), where(exchange))]
    if not is_complete(exchange):
        return None
    body = body_object(exchange)
    if body is None or not isinstance(body.get("text"), str):
        return [Finding(expected, answered(exchange), where(exchange))]
    # Nothing was said when there is no text, and nothing to time.
    if with_words and words_of(body["text"]) and not isinstance(body.get("words"), list):
        return [Finding(expected, answered(exchange), where(exchange))]
    return []


def _has_usual_model(exchange: Exchange) -> bool:
    """Whether the model is one of the family for recordings; any other id may be sent, and be unknown."""
    part = _part(exchange, "model")
    return part is not None and part.text is not None and part.text.startswith("ink-whisper")


def _length_s(exchange: Exchange) -> float | None:
    """How long a recording plays, if it is a documented one: a WAV file, or headerless as the query says."""
    audio = _recording(exchange)
    if audio[:4] == b"RIFF":
        wav = read_wav(audio)
        if isinstance(wav, str) or wav_length_problem(audio, wav) or not wav.rate or not wav.channels:
            return None
        bits = {bits for tag, bits in WAV_FORMATS.values() if tag == wav.format_tag}
        return (len(audio) - wav.data_offset) * 8 / (wav.bits * wav.channels * wav.rate) if wav.bits in bits else None
    encoding, rate = query(exchange, "encoding"), query(exchange, "sample_rate") or ""
    if encoding is None or encoding not in ENCODINGS or not rate.isdecimal() or int(rate[:6]) == 0:
        return None
    return RawFormat(encoding, int(rate[:6])).seconds(audio)


@check("resources.stt-words-in-order", cases=("stt/files/transcription", "stt/files/headerless"))
def stt_words_in_order(trace: Trace, contract: Contract) -> Verdict:
    return collect(_are_in_order(e) for e in _sent(trace, contract, _OWN) if e.status == 200)


def _are_in_order(exchange: Exchange) -> Verdict:
    words = (body_object(exchange) or {}).get("words")
    length_s = _length_s(exchange)
    if not isinstance(words, list) or not words or length_s is None:
        return None
    times = [(as_float(w.get("start")), as_float(w.get("end"))) for w in words if isinstance(w, dict)]
    for earlier, later in pairwise(times):
        if later[0] < earlier[0] - _ROUNDING_S or later[1] < earlier[1] - _ROUNDING_S:
            got = f"{show(later)} after {show(earlier)}"
            return [Finding("starts and ends that do not go back", got, where(exchange))]
    latest_s = max((end for _, end in times), default=0.0)
    if latest_s > length_s + _BEYOND_S:
        return [Finding(f"no end after the {length_s:.2f} s of audio", f"{latest_s:g} s", where(exchange))]
    return []


@check("resources.stt-alias-agrees", cases="stt/files/alias")
def stt_alias_agrees(trace: Trace, contract: Contract) -> Verdict:
    # The text alone: what asks for the words at the path of OpenAI is an open question.
    return collect(
        _agrees(alias, own)
        for alias in _sent(trace, contract, _ALIAS)
        for own in _sent(trace, contract, _OWN)
        if own.status == 200 and _is_same(alias, own)
    )


def _is_same(one: Exchange, other: Exchange) -> bool:
    """Whether two requests send the same fields and the same recording, with the same kind of credential."""
    forms = [
        {name: [part.content for part in parts] for name, parts in (form_of(e) or {}).items()} for e in (one, other)
    ]
    return forms[0] == forms[1] and credential(one) == credential(other)


def _agrees(alias: Exchange, own: Exchange) -> Verdict:
    if is_withheld(alias.status) or not is_complete(alias):
        return None
    expected = f"what `POST {_OWN}` answered to the same (`{own.label}`)"
    body, known = body_object(alias), body_object(own)
    if known is None or not isinstance(known.get("text"), str):
        return None
    if alias.status != 200 or body is None or not isinstance(body.get("text"), str):
        return [Finding(expected, answered(alias), where(alias))]
    found, other = words_of(body["text"]), words_of(known["text"])
    if len(other) > 1 and SequenceMatcher(None, found, other, autojunk=False).ratio() < _LIKENESS:
        return [Finding(f"{expected}, which was {show(known['text'])}", show(body["text"]), where(alias))]
    return []
