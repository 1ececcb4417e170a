"""Checks of the list of voices and of single voices (spec/requirements/voices.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    answered,
    body_object,
    collect,
    is_complete,
    parsed,
    query,
    refused_with,
    requests,
    under_test,
    voice_requests,
    where,
)
from contralto_conformance.oracle.reading import NOT_JSON, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace

_CURSORS = frozenset({"limit", "starting_after", "ending_before", "expand[]"})


@dataclass(frozen=True)
class Page:
    """One answer of `GET /voices` that is a page. ids: of its voices in order; None for one without a string id."""

    exchange: Exchange
    voices: tuple[Any, ...]
    has_more: bool
    next_page: Any

    @property
    def ids(self) -> tuple[str | None, ...]:
        return tuple(_id(voice) for voice in self.voices)

    @property
    def last_id(self) -> str | None:
        return self.ids[-1] if self.voices else None

    @property
    def limit(self) -> int | None:
        """The `limit` asked for, if it is one of 1 to 100."""
        text = query(self.exchange, "limit")
        if text is None or not text.isdecimal() or not 1 <= int(text[:6]) <= 100:
            return None
        return int(text)

    @property
    def after(self) -> str | None:
        return query(self.exchange, "starting_after")

    @property
    def before(self) -> str | None:
        return query(self.exchange, "ending_before")

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Everything asked for that changes which voices are in the list."""
        return tuple(sorted(pair for pair in self.exchange.query if pair[0] not in _CURSORS))

    @property
    def where(self) -> str:
        return where(self.exchange)


def _id(voice: object) -> str | None:
    found = voice.get("id") if isinstance(voice, dict) else None
    return found if isinstance(found, str) else None


def _lists(trace: Trace, contract: Contract) -> list[Exchange]:
    """Whole 200 answers of `GET /voices` under the version tested."""
    found = requests(trace, "GET", "/voices")
    return [e for e in found if e.status == 200 and is_complete(e) and under_test(e, contract)]


def _pages(trace: Trace, contract: Contract) -> list[Page]:
    """The lists that are pages, in the order of the trace."""
    pages = []
    for exchange in _lists(trace, contract):
        body = body_object(exchange) or {}
        data, has_more = body.get("data"), body.get("has_more")
        if isinstance(data, list) and isinstance(has_more, bool):
            pages.append(Page(exchange, tuple(data), has_more, body.get("next_page")))
    return pages


def _listed(trace: Trace, contract: Contract) -> Iterator[tuple[str, Any]]:
    """Every voice in a list of the trace (a page or a bare array), with its place."""
    for exchange in _lists(trace, contract):
        body = parsed(exchange)
        data = body.get("data") if isinstance(body, dict) else body
        for number, voice in enumerate(data if isinstance(data, list) else ()):
            yield f"{where(exchange)}, voice {number}", voice


@check("voices.list-is-a-page", cases="voices/first-page")
def list_is_a_page(trace: Trace, contract: Contract) -> Verdict:
    found = _lists(trace, contract)
    pages = {id(page.exchange) for page in _pages(trace, contract)}
    if not found:
        return None
    return [
        Finding("an object with the array `data` and the boolean `has_more`", answered(e), where(e))
        for e in found
        if id(e) not in pages
    ]


@check("voices.shape-of-the-version", cases="voices/first-page")
def shape_of_the_version(trace: Trace, contract: Contract) -> Verdict:
    promised = _promised(contract.version)
    voices = list(_listed(trace, contract))
    voices += [(where(e), parsed(e)) for e in voice_requests(trace) if e.status == 200 and under_test(e, contract)]
    if not voices:
        return None
    expected = ", ".join(f"`{name}` as {kind.__name__}" for name, kind in promised.items())
    return [
        Finding(expected, show(_only(voice, promised)), place)
        for place, voice in voices
        if voice is not NOT_JSON
        and not (isinstance(voice, dict) and all(isinstance(voice.get(n), k) for n, k in promised.items()))
    ]


def _only(voice: Any, members: dict[str, type]) -> Any:
    """The part of a voice that a finding is about."""
    return {name: voice[name] for name in members if name in voice} if isinstance(voice, dict) else voice


def _promised(version: str) -> dict[str, type]:
    """Members of a voice that tell versions apart, with their types."""
    if version >= "2026-08-14":
        return {"access": str, "visibility": str}
    if version >= "2026-03-01":
        return {"access": dict}
    # 2024-11-13 left `is_public` out for a while.
    return {"is_owner": bool} if version == "2024-11-13" else {"is_public": bool}


@check("voices.limit-respected", cases="voices/paging")
def limit_respected(trace: Trace, contract: Contract) -> Verdict:
    limited = [(page, page.limit) for page in _pages(trace, contract)]
    found = [(page, limit) for page, limit in limited if limit is not None]
    if not found:
        return None
    return [
        Finding(f"at most {limit} voices", f"{len(page.voices)} voices", page.where)
        for page, limit in found
        if len(page.voices) > limit
    ]


@check("voices.limit-out-of-range-refused", cases="voices/limit-out-of-range")
def limit_out_of_range_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e in requests(trace, "GET", "/voices")
        if query(e, "limit") in {"0", "101"} and under_test(e, contract)
    )


def _successions(pages: list[Page]) -> Iterator[tuple[Page, Page]]:
    """Pairs of a page and the page that was asked for after its last voice."""
    for page in pages:
        for later in pages:
            follows = page.last_id is not None and later.after == page.last_id and later.before is None
            if follows and page.before is None and later.filters == page.filters:
                yield page, later


@check("voices.has-more-is-true-before-the-end", cases=("voices/paging", "voices/to-the-end"))
def has_more_is_true_before_the_end(trace: Trace, contract: Contract) -> Verdict:
    pages = _pages(trace, contract)
    pairs = list(_successions(pages))
    if not pairs:
        return None
    findings = []
    for page, later in pairs:
        goes_on = bool(set(later.ids) - set(page.ids) - _reach(pages, page))
        if later.voices and not goes_on:
            # Nothing but repeats, which other requirements own.
            continue
        if page.has_more != goes_on:
            got = f"`has_more` {show(page.has_more)} and {len(later.voices)} voices on the page after it"
            findings.append(Finding("`has_more` true exactly when a voice follows", got, page.where))
    return findings


def _reach(pages: list[Page], page: Page) -> set[str | None]:
    """Ids that a reference list puts at or before the last voice of a page."""
    reached: set[str | None] = set()
    for other in pages:
        if other.after is None and other.before is None and other.filters == page.filters:
            ids = other.ids
            if page.last_id in ids:
                reached |= set(ids[: ids.index(page.last_id) + 1])
    return reached


@check("voices.starting-after-goes-on", cases="voices/paging")
def starting_after_goes_on(trace: Trace, contract: Contract) -> Verdict:
    pages = _pages(trace, contract)
    return collect(
        _continues(reference, page)
        for page in pages
        for reference in pages
        if page.after is not None and page.before is None and _is_reference(reference, page, page.after)
    )


def _is_reference(reference: Page, page: Page, cursor: str) -> bool:
    """Whether a page from the beginning of the same list holds the voice that a cursor names."""
    from_start = reference.after is None and reference.before is None
    return from_start and reference.filters == page.filters and cursor in reference.ids


def _continues(reference: Page, page: Page) -> Verdict:
    expected = reference.ids[reference.ids.index(page.after) + 1 :]
    common = min(len(expected), len(page.ids))
    if not expected and not reference.has_more:
        # The page after the last voice belongs to voices.page-after-the-last-is-empty.
        return None
    repeats = set(page.ids) & set(reference.ids[: reference.ids.index(page.after) + 1])
    if not expected and not repeats:
        return None
    stops_early = common < len(expected) and len(page.ids) < (page.limit or 10)
    if page.ids[:common] == expected[:common] and not stops_early and not repeats:
        return []
    after = f"the voices after `{page.after}`: {show(list(expected))}"
    return [Finding(after, show(list(page.ids)), page.where)]


@check("voices.ending-before-goes-back", cases="voices/paging")
def ending_before_goes_back(trace: Trace, contract: Contract) -> Verdict:
    pages = _pages(trace, contract)
    return collect(
        _goes_back(reference, page)
        for page in pages
        for reference in pages
        if page.before is not None and page.after is None and _is_reference(reference, page, page.before)
    )


def _goes_back(reference: Page, page: Page) -> Verdict:
    index = reference.ids.index(page.before)
    expected = reference.ids[max(0, index - (page.limit or 10)) : index]
    if page.ids == expected:
        return []
    before = f"the voices just before `{page.before}`: {show(list(expected))}"
    return [Finding(before, show(list(page.ids)), page.where)]


@check("voices.page-after-the-last-is-empty", cases="voices/to-the-end")
def page_after_the_last_is_empty(trace: Trace, contract: Contract) -> Verdict:
    pages = _pages(trace, contract)
    # A page with voices that did not come before is not one after the last: `has_more` before it was wrong.
    last = [
        later
        for page, later in _successions(pages)
        if not later.voices or (not page.has_more and not set(later.ids) - set(page.ids) - _reach(pages, page))
    ]
    if not last:
        return None
    return [
        Finding("no voice and `has_more` false", _counted(page), page.where)
        for page in last
        if page.voices or page.has_more
    ]


def _counted(page: Page) -> str:
    return f"{len(page.voices)} voices and `has_more` {show(page.has_more)}"


@check("voices.next-page-is-the-last-id", cases="voices/paging")
def next_page_is_the_last_id(trace: Trace, contract: Contract) -> Verdict:
    found = [p for p in _pages(trace, contract) if p.voices and p.next_page is not None and p.before is None]
    if not found:
        return None
    return [
        Finding(f"`next_page` {show(page.last_id)}", show(page.next_page), page.where)
        for page in found
        if page.last_id is not None and page.next_page != page.last_id
    ]


@check("voices.preview-only-when-expanded", cases="voices/expanded")
def preview_only_when_expanded(trace: Trace, contract: Contract) -> Verdict:
    found = [page for page in _pages(trace, contract) if page.voices]
    if not found:
        return None
    findings = []
    for page in found:
        asked = ("expand[]", "preview_file_url") in page.exchange.query
        wrong = [v for v in page.voices if isinstance(v, dict) and ("preview_file_url" in v) != asked]
        if wrong:
            got = f"{len(wrong)} of {len(page.voices)} voices {'without' if asked else 'with'} it"
            expected = f"{'a' if asked else 'no'} member `preview_file_url`"
            findings.append(Finding(expected, got, page.where))
    return findings


@check("voices.get-agrees-with-list", cases=("voices/get", "voices/get-from-array"))
def get_agrees_with_list(trace: Trace, contract: Contract) -> Verdict:
    listed = {_id(voice): voice for _, voice in _listed(trace, contract) if _id(voice) is not None}
    return collect(
        _agrees(exchange, listed[wanted])
        for exchange in voice_requests(trace)
        if (wanted := exchange.path.rpartition("/")[2]) in listed
        and under_test(exchange, contract)
        # What is asked for in a query may be refused for its own sake.
        and (exchange.status == 200 or not exchange.query)
    )


def _agrees(exchange: Exchange, voice: dict[str, Any]) -> Verdict:
    if exchange.status != 200:
        return refused_with(exchange, 200)
    body = body_object(exchange)
    expected = {"id": voice.get("id"), "name": voice.get("name")}
    if body is not None and all(body.get(name) == value for name, value in expected.items()):
        return []
    return [Finding(show(expected), answered(exchange), where(exchange))]


@check("voices.unknown-id-is-404", cases="voices/unknown-id")
def unknown_id_is_404(trace: Trace, contract: Contract) -> Verdict:
    missing = trace.values.get("missing")
    return collect(
        refused_with(e, 404)
        for e in voice_requests(trace)
        if missing is not None and e.path == f"/voices/{missing}" and under_test(e, contract)
    )
