"""Moments as the API writes them: RFC 3339 in UTC, here as seconds since the epoch."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from contralto_conformance.mock.errors import Fault


def rfc3339(at_s: float) -> str:
    """A moment with whole seconds, such as `2026-09-14T08:30:12Z`."""
    return datetime.datetime.fromtimestamp(at_s, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(text: str) -> float:
    """The moment that `text` names; raises ValueError. Without an offset it is taken as UTC."""
    moment = datetime.datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp()


def read_moment(asked: Mapping[str, Any], name: str) -> float | None:
    """The moment in a member or query parameter; None when it is left out. Raises Fault (400) that names it."""
    text = asked.get(name)
    if text is None:
        return None
    try:
        return seconds_of(text)
    except (ValueError, OverflowError):
        message = f"`{name}` must be a time such as `2026-09-14T08:30:12Z`, got `{text[:40]}`"
        raise Fault(400, None, message) from None


def read_span(asked: Mapping[str, Any], first: str, last: str) -> tuple[float, float]:
    """The span between two members or query parameters, both ends included; an end that is left out is open.

    Raises Fault (400) for an end that is no time, or a span that ends before it begins.
    """
    begin_s, end_s = read_moment(asked, first), read_moment(asked, last)
    if begin_s is not None and end_s is not None and end_s < begin_s:
        raise Fault(400, None, f"`{last}` must not be before `{first}`")
    return -float("inf") if begin_s is None else begin_s, float("inf") if end_s is None else end_s
