"""Where resources are kept: records by id, in the order in which lists show them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from .answers import Page
from .errors import Fault

LONGEST_PAGE = 100
DEFAULT_PAGE = 10
MAX_RECORDS = 50_000
"""Of one kind, so that a client which only makes things does not fill the memory."""

_T = TypeVar("_T")


class Shelf(Generic[_T]):
    """Records of one kind; `noun` is what messages call one of them (`webhook`).

    `code` is the `error_code` of an id that is not there, where the service documents one.
    """

    def __init__(self, noun: str, *, code: str | None = None, is_newest_first: bool = False) -> None:
        self._noun = noun
        self._code = code
        self._is_newest_first = is_newest_first
        self._records: dict[str, _T] = {}

    def put(self, record_id: str, record: _T) -> _T:
        """Adds a record, or sets another one in the place of the one with this id; returns it.

        Raises Fault (507) when there are `MAX_RECORDS` already.
        """
        if len(self._records) >= MAX_RECORDS and record_id not in self._records:
            message = f"the mock keeps at most {MAX_RECORDS} of each kind; delete some, or start it anew"
            raise Fault(507, f"No room for another {self._noun}", message)
        self._records[record_id] = record
        return record

    def find(self, record_id: str) -> _T | None:
        """The record of this id, if there is one."""
        return self._records.get(record_id)

    def get(self, record_id: str) -> _T:
        """The record of this id; raises Fault (404)."""
        if record_id not in self._records:
            raise self._absent(record_id)
        return self._records[record_id]

    def take(self, record_id: str) -> _T:
        """Removes the record of this id and returns it; raises Fault (404)."""
        record = self.get(record_id)
        del self._records[record_id]
        return record

    def __iter__(self) -> Iterator[_T]:
        records = self._records.values()
        return iter(reversed(records) if self._is_newest_first else records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._records

    def page(self, query: Mapping[str, Any], passes: Callable[[_T], bool] | None = None) -> Page[_T]:
        """One page of the records that pass a filter, see `page_of`; raises Fault (400) for a cursor that is none."""
        ids = list(reversed(self._records) if self._is_newest_first else self._records)
        listed = [record_id for record_id in ids if passes is None or passes(self._records[record_id])]
        page = page_of(listed, query, ids, self._noun)
        return Page([self._records[record_id] for record_id in page.items], page.has_more, page.next_page)

    def _absent(self, record_id: str) -> Fault:
        return not_found(self._noun, record_id, self._code)


def page_of(
    listed: Sequence[str],
    query: Mapping[str, Any],
    order: Collection[str],
    noun: str,
    *,
    status: int = 400,
    code: str | None = None,
) -> Page[str]:
    """One page of the ids `listed`, which are some of `order` in its order.

    `limit` is cut to 1 to 100. `starting_after` takes what comes after an id, `ending_before` what comes just before
    it. A cursor may be any id of `order`; raises Fault (`status`, `code`) for one that is none.
    """
    limit = max(1, min(int(query.get("limit", DEFAULT_PAGE)), LONGEST_PAGE))
    after, before = query.get("starting_after"), query.get("ending_before")
    if after is None and before is None:
        return _first(listed, limit)
    places = {record_id: place for place, record_id in enumerate(order)}
    for name, cursor in (("starting_after", after), ("ending_before", before)):
        if cursor is not None and cursor not in places:
            title = f"{noun.capitalize()} not found" if status == 404 else None
            raise Fault(status, title, f"`{name}` names no {noun}: `{str(cursor)[:80]}`", code=code)
    if after is not None:
        listed = [record_id for record_id in listed if places[record_id] > places[after]]
    if before is not None:
        listed = [record_id for record_id in listed if places[record_id] < places[before]]
        if after is None:
            shown = listed[-limit:]
            more = len(listed) > limit
            return Page(shown, more, shown[0] if more else None)
    return _first(listed, limit)


def _first(listed: Sequence[str], limit: int) -> Page[str]:
    shown = listed[:limit]
    more = len(listed) > limit
    return Page(shown, more, shown[-1] if more else None)


def refuse_both_cursors(query: Mapping[str, Any]) -> None:
    """Raises Fault (400) when a query names both cursors; some lists refuse it."""
    if "starting_after" in query and "ending_before" in query:
        raise Fault(400, None, "`starting_after` and `ending_before` exclude each other; send one of them")


def not_found(noun: str, record_id: str, code: str | None = None, status: int = 404) -> Fault:
    """The fault of an id that names nothing."""
    return Fault(
        status, f"{noun[:1].upper()}{noun[1:]} not found", f"no {noun} has the id `{record_id[:80]}`", code=code
    )


def filled(shelf: Shelf[dict[str, Any]], records: Iterable[dict[str, Any]]) -> Shelf[dict[str, Any]]:
    """The shelf with these records, by their `id`."""
    for record in records:
        shelf.put(str(record["id"]), record)
    return shelf
