"""The list of known failures means what it says."""

from __future__ import annotations

import pytest

from .known_failing import BadList, idle, read_list, reasons

LIST = """
# The client drops it.
test_a.py::test_one[sync]
test_a.py::test_two*

# Another
# reason.
test_b.py::test_three
"""


def test_a_reason_holds_for_the_patterns_below_it() -> None:
    entries = read_list(LIST)
    assert [entry.reason for entry in entries] == ["The client drops it."] * 2 + ["Another reason."]
    assert [entry.line for entry in entries] == [3, 4, 8]


def test_brackets_stand_for_themselves_and_a_star_for_anything() -> None:
    tests = [
        "test_a.py::test_one[sync]",
        "test_a.py::test_one[async]",
        "test_a.py::test_two[x]",
        "test_b.py::test_three",
    ]
    known = reasons(read_list(LIST), tests)
    assert set(known) == {"test_a.py::test_one[sync]", "test_a.py::test_two[x]", "test_b.py::test_three"}


def test_a_pattern_without_a_reason_is_an_error() -> None:
    with pytest.raises(BadList, match=r"line 3: `test_b\.py::test_x` has no comment above"):
        read_list("# why\n\ntest_b.py::test_x\n")


def test_a_pattern_that_names_no_test_is_told() -> None:
    tests = ["test_a.py::test_one[async]", "test_a.py::test_two", "test_b.py::test_three[x]"]
    assert idle(read_list(LIST), tests) == [
        "line 3: `test_a.py::test_one[sync]` names no test",
        "line 8: `test_b.py::test_three` names no test",
    ]


def test_nothing_is_told_of_a_module_that_was_not_collected() -> None:
    assert idle(read_list(LIST), ["test_c.py::test_four"]) == []


def test_every_pattern_of_our_lists_names_a_test(idle_patterns: list[str]) -> None:
    assert idle_patterns == []
