"""What was used up: credits for models, cents for calls of agents.

Prices are those of `spec/prices.yaml`. A mock begins with a history (`seeds/usage.json`) that ends where it was
started; from then on only what was really asked of it counts.
"""

from __future__ import annotations

import datetime
import math
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contralto_conformance.mock.exchange import Call
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.speaking import Manner
from contralto_spec.prices import price_list

from .api_keys import ApiKeys
from .phone_calls import Calls as PhoneCalls
from .seeds import seeds

_PRICES = price_list()

CREDITS_PER_CHARACTER = _PRICES.operations["ttsBytes"].credits
CREDITS_PER_CHARACTER_OF_PRO = _PRICES.operations["ttsBytes"].at_most
CREDITS_PER_FINE_TUNE = _PRICES.operations["createFineTune"].credits
CREDITS_PER_INFILL = _PRICES.operations["infillBytes"].request
"""Beside those of its characters."""

CREDITS_PER_CHANGED_SECOND = _PRICES.operations["voiceChangerBytes"].credits
CREDITS_PER_TRANSCRIBED_SECOND = _PRICES.operations["sttTranscribe"].credits
"""Of a file."""

CREDITS_PER_HEARD_SECOND = _PRICES.channels["stt"].credits
CREDITS_PER_HEARD_SECOND_OF_WHISPER = _PRICES.channels["stt"].credits_of("ink-whisper")
"""On a socket."""

CENTS_PER_MINUTE = 100 * _PRICES.channels["line_agent"].usd
CENTS_PER_MINUTE_BY_PHONE = 100 * _PRICES.operations["createOutboundCall"].usd
"""Of a call over a number of the service."""

_WEEKEND_SHARE = 0.35
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Use:
    """What credits were used for; `voice` and `model` are empty where none took part."""

    capability: str
    model: str
    voice: str
    api_key: str


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of agents: how many, how long, what they cost."""

    calls: int = 0
    minutes: float = 0.0
    cents: float = 0.0

    def __add__(self, other: Calls) -> Calls:
        return Calls(self.calls + other.calls, self.minutes + other.minutes, self.cents + other.cents)


class Ledger:
    """Credits and calls by day (in UTC)."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._history = seeds("usage")
        self._begun = _day_of(service.now_s())
        self._credits: defaultdict[datetime.date, defaultdict[Use, int]] = defaultdict(lambda: defaultdict(int))

    def charge(self, call: Call, capability: str, credits: float, *, model: str = "", voice: str = "") -> None:
        """Books credits for what a call was given, see `book`."""
        self.book(Use(capability, model, voice, self._service.state(ApiKeys).id_of(call)), credits)

    def book(self, use: Use, credits: float) -> None:
        """Books credits for a use; parts of a credit count as a whole one."""
        self._credits[self.today][use] += math.ceil(credits)
        self._service.limits.book(math.ceil(credits))

    def check_speech(self, manner: Manner, transcript: str) -> None:
        """Raises Fault (402) when a transcript costs more credits than are left."""
        self._service.limits.check(_speech_credits(manner, transcript))

    def charge_speech(self, call: Call, manner: Manner, transcript: str) -> None:
        """Books a transcript that was spoken."""
        voice_id = manner.voice.id if manner.voice is not None else ""
        self.charge(call, "tts", _speech_credits(manner, transcript), model=manner.model, voice=voice_id)

    @property
    def today(self) -> datetime.date:
        """The day by the clock of the mock."""
        return _day_of(self._service.now_s())

    def credits_of(self, day: datetime.date) -> Mapping[Use, int]:
        """Credits of a day by what they were used for."""
        used = defaultdict(int, self._credits.get(day, {}))
        for series, amount in self._past(day, "credits"):
            used[Use(series["capability"], series["model"], series["voice"], series["api_key"])] += round(amount)
        return used

    def calls_taken(self) -> Mapping[datetime.date, Calls]:
        """Calls that are over, by the day on which they ended."""
        now_s = self._service.now_s()
        taken: defaultdict[datetime.date, Calls] = defaultdict(Calls)
        for call in self._service.state(PhoneCalls):
            if call.begin_s is not None and call.is_over(now_s):
                minutes = call.lasted_ms(now_s) / 60_000
                price = CENTS_PER_MINUTE_BY_PHONE if call.account_type == "cartesia" else CENTS_PER_MINUTE
                taken[_day_of(call.end_s)] += Calls(1, minutes, minutes * price)
        return taken

    def calls_before(self, day: datetime.date) -> Calls:
        """Calls of a day in the history."""
        total = Calls()
        for series, amount in self._past(day, "calls"):
            minutes = round(amount) * series["minutes_per_call"]
            total += Calls(round(amount), minutes, minutes * CENTS_PER_MINUTE)
        return total

    def _past(self, day: datetime.date, what: str) -> Iterator[tuple[dict[str, Any], float]]:
        """The series of the history that count `what`, with their amount on a day before the mock was started."""
        for place, series in enumerate(self._history):
            if series["counts"] != what or not series["since"] <= day.isoformat() < self._begun.isoformat():
                continue
            share = _WEEKEND_SHARE if day.weekday() >= _SATURDAY else 1.0
            chance = zlib.crc32(f"{place} {day.isoformat()}".encode()) % 61
            yield series, series["a_day"] * share * (70 + chance) / 100


def _day_of(time_s: float) -> datetime.date:
    return datetime.datetime.fromtimestamp(time_s, datetime.UTC).date()


def _speech_credits(manner: Manner, transcript: str) -> float:
    is_pro = manner.voice is not None and manner.voice.is_pro
    return len(transcript) * (CREDITS_PER_CHARACTER_OF_PRO if is_pro else CREDITS_PER_CHARACTER)
