"""Facts of the real versions, as a fresh bundle has them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from contralto_spec.bundle import bundle_all
from contralto_spec.diff import Contract, Difference, compare

BUNDLES = {
    date: Contract(date, documents["openapi"], documents["asyncapi"]) for date, documents in bundle_all().items()
}
DATES = sorted(BUNDLES)


def between(before: str, after: str) -> Difference:
    return compare(BUNDLES[before], BUNDLES[after])


@pytest.mark.parametrize("operation", ["pin", "unpin"])
def test_pinning_of_dictionaries_ends_with_2025_11_04(operation: str) -> None:
    changes = between("2025-04-16", "2025-11-04").changes
    (change,) = [item for item in changes if item.place.text == f"POST /pronunciation-dicts/{{id}}/{operation}"]
    assert (change.kind, change.client.breaking, change.server.breaking) == ("operation-removed", True, False)


def test_errors_become_json_with_2026_03_01() -> None:
    changes = between("2025-11-04", "2026-03-01").changes
    told = {(item.kind, item.before, item.after) for item in changes if item.place.subject == "answer Unauthorized"}
    assert told == {("media-type-removed", "text/plain", None), ("media-type-added", None, "application/json")}
    assert sum(item.place.subject == "answer Unauthorized" for item in changes) == 2


def test_turns_come_with_2026_03_01() -> None:
    changes = between("2025-11-04", "2026-03-01").changes
    assert ("channel-added", "stt_turns") in {(item.kind, item.place.subject) for item in changes}


def test_managed_agents_come_with_2026_08_14() -> None:
    changes = between("2026-03-01", "2026-08-14").changes
    assert ("operation-added", "POST /v1/agents") in {(item.kind, item.place.subject) for item in changes}


@pytest.mark.parametrize("date", DATES)
def test_a_version_does_not_differ_from_itself(date: str) -> None:
    assert between(date, date).changes == ()


def test_what_a_pair_adds_the_same_pair_backwards_removes() -> None:
    for older, newer in pairwise(DATES):
        added = {item.place.subject for item in between(older, newer).changes if item.kind == "operation-added"}
        removed = {item.place.subject for item in between(newer, older).changes if item.kind == "operation-removed"}
        assert added == removed


def test_a_comparison_takes_well_under_a_second() -> None:
    start = time.process_time()
    between(DATES[0], DATES[-1])
    # Some 0.1 s where this was written; the rest is for slow machines.
    assert time.process_time() - start < 1.5
