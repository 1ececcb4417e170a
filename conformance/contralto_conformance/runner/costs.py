"""What requests cost: that of recorded ones, and the most that a case can cost before it is played.

Prices are those of `spec/prices.yaml`. What was spent is reckoned from what was sent and how it was answered, since the
service tells it nobody in an answer; an estimate assumes that everything succeeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contralto_conformance.cases.model import (
    Audio,
    Barrier,
    Case,
    Connect,
    File,
    Request,
    Send,
    SendAudio,
    SendBinary,
    SendFragments,
    SendRaw,
)
from contralto_conformance.cases.variables import VARIABLE
from contralto_conformance.cases.waves import ENCODINGS
from contralto_conformance.drivers.player import BARRIER_TEXT
from contralto_conformance.oracle.audio import read_wav
from contralto_conformance.runner.model import NOTHING, Cost
from contralto_conformance.trace import Exchange, Trace, read_json
from contralto_spec import Spec
from contralto_spec.prices import Price, price_list

SECONDS_PER_CHARACTER = 0.07
"""Of speech, about fifteen characters a second."""

SLOW_SECONDS_PER_CHARACTER = 0.2
"""Of the slowest speech that is reckoned with."""

VARIABLE_CHARACTERS = 40
"""What a variable in a transcript may stand for."""

CALL_MINUTES = 1.0
"""How long a call of a case may last: patience ends it sooner."""

_LEAST_BYTES_PER_S = 4000
"""Of audio without a header that says more: MP3 of 32 kbit/s."""

_USUAL_BYTES_PER_S = 16000


class Costs:
    """The prices of one API version, by paths. version: its date."""

    def __init__(self, spec: Spec, version: str) -> None:
        self.version = version
        prices = price_list()
        self._by_id = prices.operations
        self._operations: list[tuple[str, re.Pattern[str], Price | None]] = [
            (method.upper(), _pattern(path), prices.operations.get(operation["operationId"]))
            for path, item in spec.openapi(version)["paths"].items()
            for method, operation in item.items()
            if isinstance(operation, dict) and "operationId" in operation
            if operation["operationId"] in prices.operations or operation["operationId"] in prices.unpriced
        ]
        self._channels: list[tuple[re.Pattern[str], Price]] = [
            (_pattern(channel["address"]), prices.channels[name])
            for name, channel in spec.asyncapi(version)["channels"].items()
            if name in prices.channels
        ]

    # what was spent -------------------------------------------------------------------------------

    def of_trace(self, trace: Trace) -> Cost:
        """What the exchanges of a trace cost."""
        return _sum(self.of_exchange(exchange) for exchange in trace.exchanges)

    def of_exchange(self, exchange: Exchange) -> Cost:
        """What one exchange cost. Requests that failed cost nothing, and contexts that ended in an error most likely
        nothing."""
        if exchange.transport == "websocket":
            price = self._channel(exchange.path)
            return _of_socket(exchange, price) if price is not None and exchange.status == 101 else NOTHING
        found = self._operation(exchange.method, exchange.path)
        if found is None or exchange.status is None or not 200 <= exchange.status < 300:
            return NOTHING
        price = found[0]
        if price is None:
            return Cost(unpriced=1)
        form = _form(exchange)
        usual, most = _spent_units(exchange, form, price)
        return _cost(price, usual, most, form.model, request=True)

    # what a case can cost ---------------------------------------------------------------------------

    def of_case(self, case: Case) -> Cost:
        """The most that a case can cost, and what it most likely does.

        One that is marked as free is refused or hangs up before it costs anything; a target that does not refuse it may
        charge credits.
        """
        cost = _Estimate(self).of(case)
        return Cost(at_most=cost.at_most) if case.cost == "free" else cost

    def of_call(self, operation: str, characters: int) -> Cost:
        """The cost of one call of an operation, by its id, with a transcript of that length."""
        price = self._by_id.get(operation)
        if price is None or price.unit not in {"character", "request"}:
            return NOTHING
        units = characters if price.unit == "character" else 1
        return _cost(price, units, units, "", request=True)

    def of_session(self, path: str, characters: tuple[float, float], audio_s: tuple[float, float]) -> Cost:
        """The cost of one socket at that path that says so much, or sends so much audio: most likely, and at most."""
        price = self._channel(path)
        if price is None:
            return NOTHING
        calls = (CALL_MINUTES, CALL_MINUTES)
        usual, most = {"character": characters, "second": audio_s}.get(price.unit, calls)
        return _cost(price, usual, most, "", request=False)

    def price_of(self, method: str, path: str) -> tuple[Price | None] | None:
        """The price of an operation, in a tuple that holds None if it is not known; None for what is free."""
        return self._operation(method, path)

    def price_of_channel(self, path: str) -> Price | None:
        """The price of a channel; None for what is free."""
        return self._channel(path)

    def _operation(self, method: str, path: str) -> tuple[Price | None] | None:
        return next(((p,) for m, pattern, p in self._operations if m == method and pattern.fullmatch(path)), None)

    def _channel(self, path: str) -> Price | None:
        return next((price for pattern, price in self._channels if pattern.fullmatch(path)), None)


def _pattern(path: str) -> re.Pattern[str]:
    """Matches a path with anything in place of its parameters, with or without a slash at its end."""
    parts = re.split(r"\{[^}]*\}", path.rstrip("/"))
    return re.compile("[^/]+".join(map(re.escape, parts)) + "/?")


def _sum(costs: Iterable[Cost]) -> Cost:
    total = NOTHING
    for cost in costs:
        total += cost
    return total


def _cost(price: Price, usual: float, most: float, model: str, *, request: bool) -> Cost:
    """The cost of so many units. most: if there is doubt about how many they are. request: whether it is one."""
    if price.usd:
        return Cost(usd=price.usd * most)
    fixed = price.request if request else 0.0
    per_unit = price.credits_of(model) if model else price.credits
    return Cost(per_unit * usual + fixed, max(price.at_most, per_unit) * most + fixed)


# From recorded traffic.


@dataclass(frozen=True)
class _Form:
    """What a request says: transcript and model, and the content of its files."""

    transcript: str = ""
    model: str = ""
    files: tuple[bytes, ...] = ()


def _form(exchange: Exchange) -> _Form:
    kind = exchange.request_header("content-type") or ""
    boundary = re.search(r'boundary="?([^";]+)', kind)
    if boundary is None:
        body = _json(exchange.request_body)
        return _Form(str(body.get("transcript") or ""), str(body.get("model_id") or body.get("model") or ""))
    fields: dict[str, str] = {}
    files: list[bytes] = []
    for part in exchange.request_body.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        if b"filename=" in head:
            files.append(content)
        elif name is not None:
            fields[name[1].decode("utf-8", "replace")] = content.decode("utf-8", "replace")
    model = fields.get("model") or fields.get("model_id") or dict(exchange.query).get("model", "")
    return _Form(fields.get("transcript", ""), model, tuple(files))


def _spent_units(exchange: Exchange, form: _Form, price: Price) -> tuple[float, float]:
    """Units of a request that succeeded: most likely, and at most."""
    match price.unit:
        case "character":
            return len(form.transcript), len(form.transcript)
        case "second":
            told = _json(exchange.body).get("duration")
            if isinstance(told, int | float) and not isinstance(told, bool):
                return told, told
            lengths = [_seconds(content, exchange) for content in form.files]
            return sum(usual for usual, _ in lengths), sum(most for _, most in lengths)
        case "minute":
            return CALL_MINUTES, CALL_MINUTES
        case _:
            return 1, 1


def _seconds(content: bytes, exchange: Exchange) -> tuple[float, float]:
    """How long a recording sounds: most likely, and at most."""
    wav = read_wav(content)
    query = dict(exchange.query)
    if not isinstance(wav, str):
        width = wav.channels * wav.bits // 8 * wav.rate
        seconds = (len(content) - wav.data_offset) / width if width else 0.0
        return seconds, seconds
    rate, encoding = query.get("sample_rate", ""), query.get("encoding", "")
    if rate.isdigit() and int(rate) and encoding in ENCODINGS:
        seconds = len(content) / (int(rate) * ENCODINGS[encoding])
        return seconds, seconds
    return len(content) / _USUAL_BYTES_PER_S, len(content) / _LEAST_BYTES_PER_S


def _of_socket(exchange: Exchange, price: Price) -> Cost:
    query = dict(exchange.query)
    model = query.get("model", "")
    if price.unit == "minute":
        return _cost(price, 0, exchange.elapsed_s / 60, model, request=False)
    if price.unit == "second":
        rate = query.get("sample_rate", "")
        width = ENCODINGS.get(query.get("encoding", ""), 2) * (int(rate) if rate.isdigit() and int(rate) else 16000)
        seconds = sum(len(frame.payload) for frame in exchange.sent("binary")) / width
        return _cost(price, seconds, seconds, model, request=False)
    said: dict[str, int] = {}
    for frame in exchange.sent("text"):
        message = _json(frame.payload)
        if "cancel" not in message and isinstance(message.get("transcript"), str):
            context = str(message.get("context_id"))
            said[context] = said.get(context, 0) + len(message["transcript"])
    answers = [_json(frame.payload) for frame in exchange.received("text")]
    spoken = {str(answer.get("context_id")) for answer in answers if answer.get("type") in {"chunk", "done"}}
    usual = sum(length for context, length in said.items() if context in spoken)
    return _cost(price, usual, sum(said.values()), model, request=False)


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        value = read_json(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


# From cases.


class _Estimate:
    """Walks the steps of a case; knows how long the audio of earlier steps may be."""

    def __init__(self, costs: Costs) -> None:
        self._costs = costs
        self._spoken: dict[str, int] = {}  # label of an answer -> characters it speaks
        self._sockets: dict[str, tuple[Price | None, str]] = {}  # label -> price, model
        self._last = ""
        self._audio: dict[str, tuple[float, float]] = {}

    def of(self, case: Case) -> Cost:
        return _sum(self._step(step) for step in case.steps)

    def _step(self, step: object) -> Cost:
        match step:
            case Request():
                return self._request(step)
            case Connect():
                price = self._costs.price_of_channel(step.path)
                self._last = step.label
                self._sockets[step.label] = price, dict(step.query).get("model", "")
                return _cost(price, 0, CALL_MINUTES, "", request=False) if price and price.usd else NOTHING
            case Send(message=message, on=on):
                spoken = message.get("transcript")
                is_spoken = isinstance(spoken, str) and "cancel" not in message
                return self._said(on, _characters(str(spoken)) if is_spoken else 0)
            case SendRaw(text=text, on=on):
                return self._said(on, _characters(text))
            case SendFragments(pieces=pieces, on=on):
                return self._said(on, sum(map(_characters, pieces)))
            case Barrier(on=on):
                return self._said(on, len(BARRIER_TEXT))
            case Audio():
                self._audio[step.name] = self._length(step)
            case SendAudio(names=names, on=on):
                lengths = [self._audio.get(name, (0.0, 0.0)) for name in names]
                return self._heard(on, sum(usual for usual, _ in lengths), sum(most for _, most in lengths))
            case SendBinary(payload=payload, on=on):
                return self._heard(on, len(payload) / _USUAL_BYTES_PER_S, len(payload) / _LEAST_BYTES_PER_S)
            case _:
                pass
        return NOTHING

    def _socket(self, on: str | None) -> tuple[Price | None, str]:
        return self._sockets.get(on or self._last, (None, ""))

    def _said(self, on: str | None, characters: int) -> Cost:
        price, model = self._socket(on)
        if price is None or price.unit != "character":
            return NOTHING
        return _cost(price, characters, characters, model, request=False)

    def _heard(self, on: str | None, usual_s: float, most_s: float) -> Cost:
        price, model = self._socket(on)
        if price is None or price.unit != "second":
            return NOTHING
        return _cost(price, usual_s, most_s, model, request=False)

    def _length(self, audio: Audio) -> tuple[float, float]:
        if audio.source is None:
            return audio.length_ms / 1000, audio.length_ms / 1000
        return self._speech(audio.source)

    def _speech(self, label: str) -> tuple[float, float]:
        """Seconds of an answer that speaks: most likely, and at most."""
        characters = self._spoken.get(label, 0)
        return characters * SECONDS_PER_CHARACTER, characters * SLOW_SECONDS_PER_CHARACTER + 1

    def _request(self, step: Request) -> Cost:
        fields = dict(step.form)
        body = step.json if isinstance(step.json, Mapping) else {}
        said = body.get("transcript", fields.get("transcript", step.body or ""))
        characters = _characters(said) if isinstance(said, str) else 0
        self._spoken[step.label] = characters
        found = self._costs.price_of(step.method, step.path)
        if found is None:
            return NOTHING
        price = found[0]
        if price is None:
            return Cost(unpriced=1)
        model = fields.get("model", body.get("model_id", ""))
        usual, most = 1.0, 1.0
        if price.unit == "character":
            usual = most = float(characters)
        elif price.unit == "second":
            lengths = [self._file(value) for _, value in step.form if isinstance(value, File)]
            usual, most = sum(u for u, _ in lengths), sum(m for _, m in lengths)
        return _cost(price, usual, most, model if isinstance(model, str) else "", request=True)

    def _file(self, file: File) -> tuple[float, float]:
        if file.answer is not None:
            return self._speech(file.answer)
        if file.tone_s is not None:
            return file.tone_s, file.tone_s
        size = len(file.content if file.content is not None else (file.text or "").encode())
        return size / _USUAL_BYTES_PER_S, size / _LEAST_BYTES_PER_S


def _characters(text: str) -> int:
    return len(VARIABLE.sub("", text)) + VARIABLE_CHARACTERS * len(VARIABLE.findall(text))
