"""Credits and agent time that were used, in periods of a window."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from contralto_conformance.mock.answers import answer
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query
from contralto_conformance.mock.service import Service

from .api_keys import ApiKeys
from .ledger import Calls, Ledger, Use

DEFAULT_WINDOW = datetime.timedelta(days=7)
"""The service says only `a few days`."""

NO_VALUE = "none"
"""Stands for the value of what has none, such as the voice of a transcription."""

LONGEST_WINDOW = datetime.timedelta(days=366)

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DAY = datetime.timedelta(days=1)
_FIRST_YEAR, _LAST_YEAR = 1970, 9000

Bucket = dict[str, Any]


async def get_credits(service: Service, call: Call) -> Reply:
    """`GET /usage/credits`."""
    query = read_query(service, call)
    service.objecting(call, lambda: _check_breakdown(query))
    begin, end = _window(service, query)
    ledger = service.state(Ledger)
    key_id = query.get("api_key_id")

    def used(day: datetime.date) -> Iterator[tuple[Use, int]]:
        for use, amount in ledger.credits_of(day).items():
            if key_id is None or use.api_key == key_id.lower():
                yield use, amount

    if "group_by" in query:
        series = _series(service, query["group_by"], _days(begin, end), used)
        return answer(call, {"data": series, "group_by": query["group_by"]})
    data = []
    for first, last in _periods(begin, end, query.get("interval")):
        total = sum(amount for day in _days(first, last) for _, amount in used(day))
        data.append({**_bounds(first, last), "credits": total})
    return answer(call, {"data": data})


async def get_agents(service: Service, call: Call) -> Reply:
    """`GET /usage/agents`."""
    query = read_query(service, call)
    begin, end = _window(service, query, is_strict=True)
    ledger = service.state(Ledger)
    taken = ledger.calls_taken()
    data = []
    for first, last in _periods(begin, end, query.get("interval")):
        days = _days(first, last)
        total = sum((ledger.calls_before(day) + taken.get(day, Calls()) for day in days), Calls())
        counted = {"cents": round(total.cents), "minutes": round(total.minutes, 1), "calls": total.calls}
        data.append({**_bounds(first, last), **counted})
    return answer(call, {"data": data})


def _check_breakdown(query: Mapping[str, Any]) -> None:
    """Raises Fault (400) for parameters that do not go together, and for an id of a key that can be none."""
    key_id = query.get("api_key_id")
    if key_id is not None and not _UUID.fullmatch(key_id):
        raise Fault(400, None, f"`api_key_id` must be the UUID of an API key, got `{_harmless(key_id)}`")
    if "group_by" not in query:
        return
    if query.get("interval", "day") != "day":
        raise Fault(400, None, f"`interval` must be `day` with `group_by`, got `{query['interval']}`")
    if query["group_by"] == "api_key" and key_id is not None:
        raise Fault(400, None, "`api_key_id` cannot go together with `group_by=api_key`")


def _harmless(key_id: str) -> str:
    # A key that was sent in place of its id shall not be repeated.
    return "sk_..." if key_id.startswith("sk_") else key_id[:80]


def _series(
    service: Service,
    grouping: str,
    days: list[datetime.date],
    used: Callable[[datetime.date], Iterable[tuple[Use, int]]],
) -> list[Bucket]:
    """One series of days for each value, the most used one first."""
    amounts: defaultdict[str, defaultdict[datetime.date, int]] = defaultdict(lambda: defaultdict(int))
    for day in days:
        for use, amount in used(day):
            amounts[getattr(use, grouping) or NO_VALUE][day] += amount
    return [
        {
            "id": value,
            **_label(service, grouping, value),
            "buckets": [{**_bounds(day, day + _DAY), "credits": by_day[day]} for day in days],
        }
        for value, by_day in sorted(amounts.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    ]


def _label(service: Service, grouping: str, value: str) -> Bucket:
    if grouping == "api_key":
        key = service.state(ApiKeys).shelf.find(value)
        return {} if key is None else {"label": key["description"]}
    if grouping == "voice":
        voice = service.voices.find(value)
        return {} if voice is None else {"label": voice.name}
    return {}


def _window(
    service: Service, query: Mapping[str, Any], *, is_strict: bool = False
) -> tuple[datetime.date, datetime.date]:
    """The days of the window, the last one excluded: what was asked for, widened to whole days in UTC.

    Raises Fault (400) when it ends before it begins, is empty, or is longer than a year. `is_strict`: also when both
    ends are the same moment.
    """
    end = _moment(query, "end_ts") or datetime.datetime.fromtimestamp(service.now_s(), datetime.UTC)
    begin = _moment(query, "start_ts") or end - DEFAULT_WINDOW
    first = begin.date()
    last = end.date() if end.time() == datetime.time() else end.date() + _DAY
    if end < begin or last <= first or (is_strict and end == begin):
        raise Fault(400, None, f"`end_ts` must come after `start_ts`, got {_text(begin)} to {_text(end)}")
    if last - first > LONGEST_WINDOW:
        raise Fault(400, None, f"`start_ts` to `end_ts` must span one year at most, got {(last - first).days} days")
    return first, last


def _moment(query: Mapping[str, Any], name: str) -> datetime.datetime | None:
    """A moment of the query in UTC."""
    if name not in query:
        return None
    text = str(query[name])
    if _TIME.fullmatch(text):
        try:
            moment = datetime.datetime.fromisoformat(text.upper()).astimezone(datetime.UTC)
        except (ValueError, OverflowError):
            moment = None
        if moment is not None and _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            return moment
    expected = "a time with its zone such as `2026-08-01T00:00:00Z`"
    raise Fault(400, None, f"`{name}` must be {expected}, got `{text[:80]}`")


def _periods(
    begin: datetime.date, end: datetime.date, interval: str | None
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """The periods that a window is cut into, each with the day after its last: days, weeks that begin on Monday,
    months of the calendar. The first and the last one may be cut short by the window."""
    while begin < end:
        until = min(_next(begin, interval) or end, end)
        yield begin, until
        begin = until


def _next(day: datetime.date, interval: str | None) -> datetime.date | None:
    """The first day of the period after the one that `day` is in."""
    if interval == "day":
        return day + _DAY
    if interval == "week":
        return day + (7 - day.weekday()) * _DAY
    if interval == "month":
        return (day.replace(day=1) + 32 * _DAY).replace(day=1)
    return None


def _days(begin: datetime.date, end: datetime.date) -> list[datetime.date]:
    return [begin + number * _DAY for number in range((end - begin).days)]


def _bounds(begin: datetime.date, end: datetime.date) -> Bucket:
    return {"start_ts": f"{begin.isoformat()}T00:00:00Z", "end_ts": f"{end.isoformat()}T00:00:00Z"}


def _text(moment: datetime.datetime) -> str:
    return f"`{moment.isoformat().replace('+00:00', 'Z')}`"


OPERATIONS = (Operation("GET", "/usage/credits", get_credits), Operation("GET", "/usage/agents", get_agents))
