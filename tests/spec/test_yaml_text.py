"""The YAML emitter: any reader, of YAML 1.1 or 1.2, gets back the data."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contralto_spec.yaml_source import parse_yaml
from contralto_spec.yaml_text import to_yaml

SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6) | st.text(max_size=200)
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=12,
)


@given(DATA)
def test_data_survives(data: Any) -> None:
    text = to_yaml(data)
    assert parse_yaml(text, "a.yaml").data == data
    assert yaml.safe_load(text) == data


@pytest.mark.parametrize(
    "text",
    ["no", "Yes", "null", "~", "2026-08-14", "1e3", "12:30", "0x1f", "- a", "a: b", "a #b", "{a", "@a", "", " a"],
)
def test_words_with_a_meaning_stay_strings(text: str) -> None:
    assert yaml.safe_load(to_yaml({"a": text, "b": [text]})) == {"a": text, "b": [text]}


def test_long_texts_are_folded_and_short_lists_stay_on_one_line() -> None:
    text = to_yaml({"a": {"description": "word " * 40 + "end"}, "b": [1, "x"]})
    assert max(map(len, text.splitlines())) <= 120
    assert text.endswith("b: [1, x]\n")
