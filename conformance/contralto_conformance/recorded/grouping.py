"""Recorded exchanges into traces: what may be judged together, and under which version.

A trace of a run is short and nobody else had a hand in it. A recording is neither, so its exchanges are divided until
what a check compares belongs together:

    part-N     lists and single things, up to the next request that changes something, or a pause of a minute
    speech-N   requests for one voice and one model; both are given to the checks only if they were seen to work
    token-N    one access token: the request that made it and everything that used it
    client     everything in order, for the requirements on clients

Each exchange counts for the version that it named. One that named none, or one that the spec does not describe, counts
for the newest version of the recording; a socket of that kind is not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contralto_conformance.oracle.exchanges import request_object, stated_version, voice_id
from contralto_conformance.oracle.reading import as_object, show
from contralto_conformance.recorded.har import PAGE, Entry
from contralto_conformance.recorded.places import Base, is_documented
from contralto_conformance.recorded.secrets import Cleaner
from contralto_conformance.trace import Exchange, Trace

PAUSE_S = 60.0
"""After so long a pause somebody else may have changed what is listed."""

_SPOKEN = ("/tts/", "/infill/", "/voice-changer/", "/stt")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ELSEWHERE = "nothing that any version documents was asked for"
_NAMELESS = "a socket that named no version that the spec describes"

Pair = tuple[str, str]
"""Model and voice."""


@dataclass
class Recording:
    """What one file gave. traces: for requirements on servers. client: for those on clients, one for each version.

    base: where the API was found. passed_over: how many exchanges were not judged, by reason. remarks: what else there
    is to know, in sentences.
    """

    name: str
    base: str = ""
    traces: list[Trace] = field(default_factory=list)
    client: list[Trace] = field(default_factory=list)
    exchanges: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


def group(name: str, entries: Sequence[Entry], base: Base, versions: Sequence[str]) -> Recording:
    """The traces of one recording. versions: those that the spec describes, oldest first."""
    recording = Recording(name, base.url)
    own = [replace(e, exchange=replace(e.exchange, path=base.path_of(e.exchange))) for e in entries]
    cleaner = Cleaner.of([entry.exchange for entry in own])
    named = [version for e in own if (version := stated_version(e.exchange)) in versions]
    newest = max((version for version in named if version is not None), default=versions[-1])
    worked = frozenset(pair for entry in own for pair in _worked(entry.exchange))
    lines = [_line(entry, cleaner, versions, newest) for entry in own]
    recording.exchanges = len(lines)
    if own and not cleaner.has_credentials:
        recording.remarks.append("its credentials were left out when it was exported, so that none is missed")
    nameless = sum(line.is_asked and not line.unfit and not line.is_named for line in lines)
    if nameless:
        recording.remarks.append(f"{nameless:,} of them named no version that the spec describes: {newest} counts")
    makers = {place: f"token-{n}" for n, place in enumerate(sorted(set(cleaner.minted.values())), start=1)}
    fit = []
    for place, line in enumerate(lines):
        if line.unfit:
            recording.passed_over[line.unfit] += 1
        else:
            token = makers.get(place) or makers.get(cleaner.minted.get(line.token, -1), "")
            fit.append(replace(line, token=token))
    for version in versions:
        recording.traces += _server(name, version, [line for line in fit if line.version == version], worked)
        seen = tuple(line.exchange for line in lines if line.version == version and line.is_asked)
        if seen:
            recording.client.append(Trace(name, version, exchanges=seen, variant="client"))
    return recording


@dataclass(frozen=True)
class _Line:
    """One exchange, clean, with what decides where it belongs. token: what it used or made, later the group's name.

    is_asked: whether it is traffic of this API at all. is_named: whether it named a version that the spec describes.
    """

    exchange: Exchange
    version: str
    token: str = field(repr=False)
    unfit: str
    is_asked: bool
    is_named: bool


def _line(entry: Entry, cleaner: Cleaner, versions: Sequence[str], newest: str) -> _Line:
    exchange = entry.exchange
    version = stated_version(exchange)
    is_asked = version is not None or (is_documented(exchange) and entry.unfit != PAGE)
    unfit = entry.unfit or ("" if is_asked else _ELSEWHERE)
    if not unfit and exchange.transport == "websocket" and version not in versions:
        unfit = _NAMELESS
    return _Line(
        exchange=cleaner.clean(exchange),
        version=version if version in versions and version is not None else newest,
        token=cleaner.token_of(exchange),
        unfit=unfit,
        is_asked=is_asked,
        is_named=version in versions,
    )


def _server(name: str, version: str, lines: Sequence[_Line], worked: frozenset[Pair]) -> Iterator[Trace]:
    groups: dict[str, list[Exchange]] = {}
    speech: dict[Pair | None, str] = {}
    parts = 1
    before: Exchange | None = None
    for line in lines:
        exchange = line.exchange
        if line.token:
            key = line.token
        elif exchange.path.startswith(_SPOKEN):
            key = speech.setdefault(_main_pair(exchange), f"speech-{len(speech) + 1}")
        else:
            parts += int(before is not None and _divides(before, exchange))
            key, before = f"part-{parts}", exchange
        groups.setdefault(key, []).append(exchange)
    for key, exchanges in groups.items():
        yield Trace(name, version, exchanges=tuple(exchanges), values=_values(exchanges, worked), variant=key)


def _divides(before: Exchange, exchange: Exchange) -> bool:
    """Whether lists from before an exchange say nothing about those after it."""
    pause_s = exchange.started_s - before.started_s - before.elapsed_s
    return exchange.method not in _READING or pause_s > PAUSE_S


def _values(exchanges: Iterable[Exchange], worked: frozenset[Pair]) -> Mapping[str, str]:
    pairs = Counter(pair for exchange in exchanges for pair in _pairs(exchange) if pair in worked)
    if not pairs:
        return {}
    model, voice = pairs.most_common(1)[0][0]
    return {"model": model, "voice": voice}


def _main_pair(exchange: Exchange) -> Pair | None:
    found = Counter(_pairs(exchange))
    return found.most_common(1)[0][0] if found else None


def _pairs(exchange: Exchange) -> Iterator[Pair]:
    """Model and voice of every request for speech in an exchange."""
    for request in _requests(exchange):
        pair = _pair(request)
        if pair is not None:
            yield pair


def _requests(exchange: Exchange) -> Iterator[dict[str, Any]]:
    if exchange.transport != "websocket":
        request = request_object(exchange)
        if request is not None:
            yield request
        return
    for frame in exchange.sent("text"):
        request = as_object(frame.payload)
        if request is not None:
            yield request


def _pair(request: Mapping[str, Any]) -> Pair | None:
    model, voice = request.get("model_id"), voice_id(dict(request))
    return (model, voice) if isinstance(model, str) and isinstance(voice, str) else None


def _worked(exchange: Exchange) -> Iterator[Pair]:
    """Pairs that an exchange shows to work: audio came for them."""
    if exchange.transport != "websocket":
        if exchange.status == 200 and exchange.path.startswith("/tts/"):
            yield from _pairs(exchange)
        return
    sounded = {
        show(message.get("context_id"))
        for frame in exchange.received("text")
        if (message := as_object(frame.payload)) is not None and message.get("type") == "chunk"
    }
    for request in _requests(exchange):
        pair = _pair(request)
        if pair is not None and show(request.get("context_id")) in sounded:
            yield pair
