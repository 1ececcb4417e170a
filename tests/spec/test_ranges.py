"""Version ranges: a part is there exactly in its versions, and nothing is left hanging when it goes."""

from __future__ import annotations

from typing import Any

import pytest

from contralto_spec.placed import place_of
from contralto_spec.ranges import document_of, holds
from contralto_spec.yaml_source import parse_yaml

DATE = "2025-04-16"


def taken(text: str, date: str = DATE) -> Any:
    return document_of(parse_yaml(text, "a.yaml").tree, date)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({}, True),
        ({"x-since": DATE}, True),
        ({"x-until": DATE}, True),
        ({"x-since": "2025-11-04"}, False),
        ({"x-until": "2024-11-13"}, False),
        ({"x-since": "2024-06-10", "x-until": "2026-03-01"}, True),
        ("text", True),
    ],
)
def test_dates_are_inclusive(part: Any, expected: bool) -> None:
    assert holds(part, DATE) is expected


def test_a_dropped_member_leaves_required() -> None:
    document = taken("s: {required: [a, b], properties: {a: {x-until: 2024-06-10}, b: {x-since: 2025-04-16}}}")
    assert document == {"s": {"required": ["b"], "properties": {"b": {"x-since": DATE}}}}


def test_no_empty_required_is_left() -> None:
    assert taken("s: {required: [a], properties: {a: {x-until: 2024-06-10}}}") == {"s": {"properties": {}}}


def test_a_dropped_branch_leaves_the_mapping() -> None:
    document = taken(
        """
oneOf: [{$ref: "#/a"}, {$ref: "#/b", x-since: 2026-03-01}]
discriminator: {propertyName: type, mapping: {a: "#/a", b: "#/b"}}
"""
    )
    assert document == {"oneOf": [{"$ref": "#/a"}], "discriminator": {"propertyName": "type", "mapping": {"a": "#/a"}}}


def test_markers_beside_a_reference_are_stripped() -> None:
    assert taken("a: {$ref: '#/b', x-since: 2024-06-10}") == {"a": {"$ref": "#/b"}}


def test_a_path_without_operations_goes_and_so_do_its_tags() -> None:
    document = taken(
        """
tags: [{name: old}, {name: new}]
paths:
  /a: {get: {tags: [old]}}
  /b: {get: {tags: [new], x-since: 2026-03-01}, parameters: []}
"""
    )
    assert document == {"tags": [{"name": "old"}], "paths": {"/a": {"get": {"tags": ["old"]}}}}


def test_a_security_requirement_without_its_scheme_goes() -> None:
    document = taken(
        """
components: {securitySchemes: {Key: {}, Token: {x-since: 2026-03-01}}}
paths: {/a: {get: {security: [{Key: []}, {Token: []}]}}}
"""
    )
    assert document["paths"]["/a"]["get"]["security"] == [{"Key": []}]


def test_channel_operations_name_what_is_left() -> None:
    document = taken(
        """
channels:
  a: {messages: {x: {}, y: {x-since: 2026-03-01}}}
  b: {x-since: 2026-03-01, messages: {}}
operations:
  one:
    channel: {$ref: "#/channels/a"}
    messages: [{$ref: "#/channels/a/messages/x"}, {$ref: "#/channels/a/messages/y"}]
  two: {channel: {$ref: "#/channels/b"}}
"""
    )
    assert document["operations"] == {
        "one": {"channel": {"$ref": "#/channels/a"}, "messages": [{"$ref": "#/channels/a/messages/x"}]}
    }


def test_the_date_stands_where_it_is_asked_for() -> None:
    assert taken("a: ['${api_version}', 'of ${api_version}!']") == {"a": [DATE, f"of {DATE}!"]}


def test_places_survive() -> None:
    document = taken("a:\n  - {x-until: 2024-06-10}\n  - b: 1\n")
    assert document == {"a": [{"b": 1}]}
    assert place_of(document, ("a", 0, "b")) == ("a.yaml", 3, 5)


def test_the_original_is_left_alone() -> None:
    tree = parse_yaml("s: {required: [a], properties: {a: {x-until: 2024-06-10}}}", "a.yaml").tree
    document_of(tree, DATE)
    assert tree["s"]["required"] == ["a"]
