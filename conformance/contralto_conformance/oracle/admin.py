"""Checks of what keys for administration open (spec/requirements: auth.yaml, resources.yaml)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    answered,
    body_object,
    calls_of,
    collect,
    credential,
    http,
    is_refused_orderly,
    is_served,
    is_withheld,
    parsed,
    query,
    refused_with,
    request_object,
    under_test,
    where,
)
from contralto_conformance.oracle.reading import show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace

LONGEST_PAGE = 100

_ADMIN = frozenset({"admin-key-bearer", "admin-key-header"})
_AREAS = ("/usage", "/api-keys", "/organizations")
_LISTS = ("GET /api-keys", "GET /organizations/users", "GET /organizations/invites")
_REFUSED = frozenset({401, 403})


@check("auth.admin-key-refused-elsewhere", cases="admin/elsewhere")
def admin_key_refused_elsewhere(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_refused(e)
        for e in http(trace)
        if credential(e) in _ADMIN and e.path != "/" and not e.path.startswith(_AREAS)
    )


def _is_refused(exchange: Exchange) -> Verdict:
    if exchange.status in _REFUSED:
        return []
    return [Finding("401 or 403", answered(exchange), where(exchange))] if is_served(exchange) else None


@check("resources.limit-capped", cases="admin/lists")
def limit_capped(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_capped(e)
        for e in calls_of(trace, contract, *_LISTS)
        if (limit := query(e, "limit") or "").isdecimal() and int(limit) > LONGEST_PAGE
    )


def _is_capped(exchange: Exchange) -> Verdict:
    expected = f"a page as with a `limit` of {LONGEST_PAGE}"
    if is_refused_orderly(exchange):
        return [Finding(expected, answered(exchange), where(exchange))]
    page = body_object(exchange) if is_served(exchange) else None
    entries = page.get("data") if page is not None else None
    if page is None or not isinstance(entries, list):
        return None
    more = page.get("has_more") is True
    if len(entries) > LONGEST_PAGE or (more and len(entries) < LONGEST_PAGE):
        got = f"{len(entries)} entries{' and `has_more`' if more else ''}"
        return [Finding(expected, got, where(exchange))]
    return []


@check("resources.both-cursors-refused", cases="admin/both-cursors")
def both_cursors_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e in calls_of(trace, contract, *_LISTS)
        if query(e, "starting_after") and query(e, "ending_before") and credential(e) in _ADMIN
    )


# -- usage -----------------------------------------------------------------------------------------------------------

_COUNTED = {"/usage/credits": ("credits",), "/usage/agents": ("cents", "minutes", "calls")}
_DAY = timedelta(days=1)


@check("resources.usage-has-every-period", cases="admin/usage")
def usage_has_every_period(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_every_day(e)
        for e in calls_of(trace, contract, "GET /usage/credits", "GET /usage/agents")
        # How weeks and months are cut is not said.
        if query(e, "interval") == "day" and query(e, "group_by") is None and is_served(e)
    )


def _has_every_day(exchange: Exchange) -> Verdict:
    begin, end = (_day(query(exchange, name), is_end=name == "end_ts") for name in ("start_ts", "end_ts"))
    buckets = (body_object(exchange) or {}).get("data")
    if begin is None or end is None or not isinstance(buckets, list):
        return None
    days = (end - begin) // _DAY
    expected = f"a bucket for each of {days} days from {begin.date()} on, each with its number"
    if len(buckets) != days:
        return [Finding(expected, f"{len(buckets)} buckets", where(exchange))]
    starts = [_day(bucket.get("start_ts")) if isinstance(bucket, dict) else None for bucket in buckets]
    for bucket, start, day in zip(buckets, starts, (begin + n * _DAY for n in range(days)), strict=True):
        if start != day or not all(_is_number(bucket.get(name)) for name in _COUNTED[exchange.path]):
            return [Finding(expected, show(bucket), where(exchange))]
    return []


def _day(text: Any, *, is_end: bool = False) -> datetime | None:
    """The day in UTC that a moment is in, or for the end of a window the day after; None if it is no moment."""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (TypeError, ValueError):
        return None
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + _DAY if is_end and moment != day else day


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# -- invitations -----------------------------------------------------------------------------------------------------


@check("resources.invites-all-or-nothing", cases="admin/invites")
def invites_all_or_nothing(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _invites_nobody(invited, list(http(trace)), contract)
        for invited in calls_of(trace, contract, "POST /organizations/invites")
        if any("@" not in str(address) for address in (request_object(invited) or {}).get("emails") or ())
    )


def _invites_nobody(invited: Exchange, trace: list[Exchange], contract: Contract) -> Verdict:
    if is_withheld(invited.status):
        return None
    expected = "a refusal, and no invitation for any of the addresses"
    if invited.status is not None and invited.status < 400:
        return [Finding(expected, answered(invited), where(invited))]
    asked = {str(address).casefold() for address in (request_object(invited) or {}).get("emails") or ()}
    for before, listed in pairwise(trace):
        is_list = listed.path.rstrip("/") == "/organizations/invites" and listed.method == "GET"
        if before is invited and is_list and under_test(listed, contract) and is_served(listed):
            page = parsed(listed)
            entries = page.get("data") if isinstance(page, dict) else None
            emails = [str(e.get("email")) for e in entries or () if isinstance(e, dict)]
            found = [email for email in emails if email.casefold() in asked]
            return [Finding(expected, f"an invitation for {show(email)}", where(listed)) for email in found[:1]]
    return None
