"""Checks of what the resources beside speech show to a reader (spec/requirements/resources.yaml)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    answered,
    body_object,
    calls_of,
    collect,
    http,
    is_refused_orderly,
    is_served,
    is_withheld,
    query,
    refused_with,
    under_test,
    where,
)
from contralto_conformance.oracle.reading import show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace


def _members(exchange: Exchange, name: str) -> list[Any] | None:
    """The array of that name in the object of an answer; None if there is none."""
    found = (body_object(exchange) or {}).get(name)
    return found if isinstance(found, list) else None


def _objects(values: list[Any] | None) -> list[dict[str, Any]]:
    return [value for value in values or () if isinstance(value, dict)]


@check("resources.lists-are-pages", cases="resources/*lists*")
def lists_are_pages(trace: Trace, contract: Contract) -> Verdict:
    found = []
    for exchange in http(trace):
        operation = contract.operation(exchange.method, exchange.path) if under_test(exchange, contract) else None
        # The list of voices is owned by voices.list-is-a-page.
        if operation is not None and operation.answers_pages and operation.path != "/voices" and is_served(exchange):
            found.append(exchange)
    if not found:
        return None
    return [
        Finding("an object with the array `data` and the boolean `has_more`", answered(e), where(e))
        for e in found
        if _members(e, "data") is None or not isinstance((body_object(e) or {}).get("has_more"), bool)
    ]


_NOT_THERE = frozenset({404, 405})


@check("resources.trailing-slash-tolerated", cases="resources/slashes")
def trailing_slash_tolerated(trace: Trace, contract: Contract) -> Verdict:
    asked = [e for e in http(trace) if under_test(e, contract) and e.method == "GET" and len(e.path) > 1]
    served = {e.path for e in asked if is_served(e)}
    pairs = [(e, _other_way(e.path)) for e in asked if _other_way(e.path) in served]
    if not pairs:
        return None
    return [
        Finding(f"an answer, since `{other}` has one", answered(e), where(e))
        for e, other in pairs
        # A redirection to the other way leads there too.
        if e.status in _NOT_THERE
    ]


def _other_way(path: str) -> str:
    return path.rstrip("/") if path.endswith("/") else f"{path}/"


@check("resources.fixed-paths-before-ids", cases="resources/agents")
def fixed_paths_before_ids(trace: Trace, contract: Contract) -> Verdict:
    return collect(_are_templates(e) for e in calls_of(trace, contract, "GET /agents/templates"))


def _are_templates(exchange: Exchange) -> Verdict:
    if not is_served(exchange):
        return None if is_withheld(exchange.status) else [Finding("200", answered(exchange), where(exchange))]
    if _members(exchange, "templates") is not None:
        return []
    return [Finding("an object with the array `templates`", answered(exchange), where(exchange))]


@check("resources.unknown-id-is-404", cases="resources/unknown-ids*")
def unknown_id_is_404(trace: Trace, contract: Contract) -> Verdict:
    missing = trace.values.get("missing")
    if missing is None:
        return None
    return collect(_is_unknown(e, contract) for e in http(trace) if e.path.rsplit("/", 1)[-1].endswith(missing))


def _is_unknown(exchange: Exchange, contract: Contract) -> Verdict:
    operation = contract.operation("GET", exchange.path) if under_test(exchange, contract) else None
    if exchange.method != "GET" or operation is None or operation.path == "/voices/{id}":
        return None
    if exchange.status == 400 and operation.documents(400):
        # The service may look at the form of an id first, and the made-up one may have another form.
        return None
    return refused_with(exchange, 404) if operation.path.endswith("}") else None


# -- accents ---------------------------------------------------------------------------------------------------------


def _accents(trace: Trace, contract: Contract) -> Iterator[tuple[Exchange, list[dict[str, Any]]]]:
    """Every list of accents of the trace."""
    for exchange in calls_of(trace, contract, "GET /accents"):
        accents = _members(exchange, "accents") if is_served(exchange) else None
        if accents is not None:
            yield exchange, _objects(accents)


@check("resources.accents-sorted", cases="resources/accents")
def accents_sorted(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (e, [a["id"] for a in accents if isinstance(a.get("id"), str)]) for e, accents in _accents(trace, contract)
    ]
    lists = [(e, ids) for e, ids in found if len(ids) > 1]
    if not lists:
        return None
    return [
        Finding("accents in the order of their ids", f"`{first}` before `{second}`", where(e))
        for e, ids in lists
        if ids != sorted(ids) and ids != sorted(ids, key=_collated)
        for first, second in list(pairwise(ids))
        if _collated(first) > _collated(second)
    ]


def _collated(text: str) -> str:
    """A text as databases compare it that leave out case and punctuation."""
    return re.sub(r"[\W_]", "", text).casefold()


@check("resources.one-default-accent-per-locale", cases="resources/accents")
def one_default_accent_per_locale(trace: Trace, contract: Contract) -> Verdict:
    return collect(_have_one_default(e, accents) for e, accents in _accents(trace, contract) if not e.query)


def _have_one_default(exchange: Exchange, accents: list[dict[str, Any]]) -> Verdict:
    placed = [a for a in accents if isinstance(a.get("locale"), str) and isinstance(a.get("is_locale_default"), bool)]
    defaults = Counter(a["locale"] for a in placed if a["is_locale_default"])
    locales = sorted({a["locale"] for a in placed})
    if not locales:
        return None
    return [
        Finding("one accent with `is_locale_default`", f"{defaults[locale]} of `{locale}`", where(exchange))
        for locale in locales
        if defaults[locale] != 1
    ]


# -- operations that are no more -------------------------------------------------------------------------------------

_REMOVED = ("/voices/mix",)


@check("resources.removed-operations-refused", cases="resources/removed")
def removed_operations_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if is_refused_orderly(e) else [Finding("a 4xx", answered(e), where(e))]
        for e in http(trace)
        if e.method == "POST" and e.path.rstrip("/") in _REMOVED and under_test(e, contract)
        if not is_withheld(e.status)
    )


# -- Line agents -----------------------------------------------------------------------------------------------------


@check("resources.agents-are-summaries", cases="resources/agents")
def agents_are_summaries(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if _members(e, "summaries") is not None
        else [Finding("an object with the array `summaries`", answered(e), where(e))]
        for e in calls_of(trace, contract, "GET /agents")
        if is_served(e)
    )  # fmt: skip


@check("resources.calls-need-a-filter", cases="resources/calls-without-filter")
def calls_need_a_filter(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e in calls_of(trace, contract, "GET /agents/calls")
        if query(e, "agent_id") is None and query(e, "batch_id") is None
    )


@check("resources.calls-newest-first", cases="resources/calls")
def calls_newest_first(trace: Trace, contract: Contract) -> Verdict:
    found = []
    for exchange in calls_of(trace, contract, "GET /agents/calls"):
        calls = _objects(_members(exchange, "data")) if is_served(exchange) else []
        # A call that has not begun has no time, and no place among those that have.
        times = [(text, at) for text in (call.get("start_time") for call in calls) if (at := _moment(text))]
        if len(times) > 1:
            found.append((exchange, times))
    if not found:
        return None
    return [
        Finding("calls with the newest first", f"{show(first)} before {show(second)}", where(e))
        for e, times in found
        for (first, before), (second, after) in pairwise(times)
        if before < after
    ]


def _moment(text: object) -> datetime | None:
    """A date and time after RFC 3339; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@check("resources.export-is-csv", cases="resources/export")
def export_is_csv(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_csv(e) for e in calls_of(trace, contract, "GET /agents/metrics/results/export"))


def _is_csv(exchange: Exchange) -> Verdict:
    if exchange.status == 404:
        return []
    if exchange.status != 200:
        return None
    return [] if exchange.media_type == "text/csv" else [Finding("`text/csv`", answered(exchange), where(exchange))]


@check("resources.export-pages-by-headers", cases="resources/export")
def export_pages_by_headers(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _says_what_remains(e)
        for e in calls_of(trace, contract, "GET /agents/metrics/results/export")
        if e.status == 200 and query(e, "limit") is not None
    )


def _says_what_remains(exchange: Exchange) -> Verdict:
    more, cursor = exchange.header("x-has-more"), exchange.header("x-next-cursor")
    got = f"`X-Has-More: {more}` and `X-Next-Cursor: {cursor}`"
    if more is None or more.lower() not in {"true", "false"}:
        return [Finding("`X-Has-More` with true or false", got, where(exchange))]
    if (more.lower() == "true") != bool(cursor):
        return [Finding("`X-Next-Cursor` exactly when rows remain", got, where(exchange))]
    return []
