"""Overlays: the semantics of OpenAPI Overlay 1.0, and an error where an action has no effect."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from contralto_spec.overlay import apply_overlay
from contralto_spec.yaml_source import parse_yaml


def overlaid(document: Any, actions: str) -> Any:
    results, findings = apply_overlay([document], parse_yaml(f"actions:\n{actions}", "o.yaml"))
    assert findings == []
    return results[0]


@pytest.mark.parametrize(
    ("document", "action", "expected"),
    [
        ({"a": {"b": 1}}, "- {target: $.a, update: {c: 2}}", {"a": {"b": 1, "c": 2}}),
        ({"a": {"b": {"c": 1}}}, "- {target: $.a, update: {b: {d: 2}}}", {"a": {"b": {"c": 1, "d": 2}}}),
        ({"a": {"b": [1]}}, "- {target: $.a, update: {b: [2]}}", {"a": {"b": [1, 2]}}),
        ({"a": [1]}, "- {target: $.a, update: 2}", {"a": [1, 2]}),
        ({"a": {"b": 1, "c": 2}}, "- {target: $.a.b, remove: true}", {"a": {"c": 2}}),
        ({"a": [1, 2, 3]}, "- {target: '$.a[0, 2]', remove: true}", {"a": [2]}),
        ({"a": [{"n": 1}, {"n": 2}]}, "- {target: '$.a[?@.n == 1]', remove: true}", {"a": [{"n": 2}]}),
        ({"a": 1}, "- {target: $.a, update: 2}", {"a": 2}),
        ({"a": 1}, "- {target: $, update: {b: 2}}", {"a": 1, "b": 2}),
    ],
)
def test_an_action_changes_what_it_names(document: Any, action: str, expected: Any) -> None:
    before = copy.deepcopy(document)
    assert overlaid(document, action) == expected
    assert document == before


def test_a_target_that_matches_nothing_is_a_finding() -> None:
    _, findings = apply_overlay([{"a": 1}], parse_yaml("actions:\n- {target: $.b, remove: true}", "o.yaml"))
    assert [str(finding) for finding in findings] == [
        "o.yaml:2:4: error [overlay-no-match] target `$.b` matches nothing; "
        "mend the path, or delete the action if what it changed is gone"
    ]


def test_a_match_in_one_of_two_documents_is_enough() -> None:
    results, findings = apply_overlay(
        [{"a": 1}, {"b": 1}], parse_yaml("actions:\n- {target: $.b, update: 2}", "o.yaml")
    )
    assert (results, findings) == ([{"a": 1}, {"b": 2}], [])


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("- {target: '$[', remove: true}", "is not a JSONPath"),
        ("- {target: $.a}", "either `update` or `remove: true`"),
        ("- {target: $.a, update: 1, remove: true}", "either `update` or `remove: true`"),
    ],
)
def test_a_broken_action_is_a_finding(action: str, message: str) -> None:
    _, findings = apply_overlay([{"a": 1}], parse_yaml(f"actions:\n{action}", "o.yaml"))
    assert message in str(findings[0])


def test_what_an_overlay_adds_is_a_copy() -> None:
    source = parse_yaml("actions:\n- {target: '$.a[*]', update: {x: {y: 1}}}", "o.yaml")
    results, _ = apply_overlay([{"a": [{}, {}]}], source)
    results[0]["a"][0]["x"]["y"] = 2
    assert results[0]["a"][1]["x"]["y"] == 1
