"""Pages of a list: every record once, in order, whichever way one goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.shelves import Shelf


def shelf_of(n_records: int, *, is_newest_first: bool = False) -> Shelf[int]:
    shelf: Shelf[int] = Shelf("number", is_newest_first=is_newest_first)
    for number in range(n_records):
        shelf.put(f"n{number}", number)
    return shelf


@given(n_records=st.integers(0, 30), limit=st.integers(1, 40), newest_first=st.booleans(), odd_only=st.booleans())
def test_all_pages_forwards_are_the_list(n_records: int, limit: int, newest_first: bool, odd_only: bool) -> None:
    shelf = shelf_of(n_records, is_newest_first=newest_first)
    seen: list[int] = []
    query: dict[str, object] = {"limit": limit}
    while True:
        page = shelf.page(query, (lambda number: number % 2 == 1) if odd_only else None)
        seen += page.items
        assert page.has_more is (page.next_page is not None)
        if not page.has_more:
            break
        query = {"limit": limit, "starting_after": page.next_page}
    assert seen == [number for number in shelf if number % 2 or not odd_only]


@given(n_records=st.integers(1, 30), limit=st.integers(1, 40))
def test_all_pages_backwards_are_what_comes_before(n_records: int, limit: int) -> None:
    shelf = shelf_of(n_records)
    seen: list[int] = []
    cursor: str | None = f"n{n_records - 1}"
    while cursor is not None:
        page = shelf.page({"limit": limit, "ending_before": cursor})
        seen = [*page.items, *seen]
        cursor = page.next_page
    assert seen == list(shelf)[:-1]


def test_a_window_between_two_cursors() -> None:
    page = shelf_of(10).page({"limit": 3, "starting_after": "n2", "ending_before": "n5"})
    assert (list(page.items), page.has_more) == ([3, 4], False)


@pytest.mark.parametrize("name", ["starting_after", "ending_before"])
def test_a_cursor_that_names_nothing_is_refused(name: str) -> None:
    with pytest.raises(Fault, match=f"`{name}` names no number: `x`") as caught:
        shelf_of(3).page({name: "x"})
    assert caught.value.status == 400


def test_what_is_taken_is_gone() -> None:
    shelf = shelf_of(2)
    assert shelf.take("n0") == 0
    assert list(shelf) == [1]
    with pytest.raises(Fault, match="no number has the id `n0`"):
        shelf.take("n0")


def test_a_full_shelf_takes_no_more_but_still_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contralto_conformance.mock.shelves.MAX_RECORDS", 3)
    shelf = shelf_of(3)
    assert shelf.put("n1", 7) == 7
    with pytest.raises(Fault, match="at most 3 of each kind; delete some") as caught:
        shelf.put("n3", 3)
    assert caught.value.status == 507
