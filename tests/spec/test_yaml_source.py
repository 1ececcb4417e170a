"""The YAML reader: plain data, with the place of every value, and no surprises of YAML 1.1."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contralto_spec import SpecError
from contralto_spec.yaml_source import parse_yaml, read_yaml


def test_dates_and_norwegian_are_strings() -> None:
    data = parse_yaml("date: 2026-08-14\nlanguage: no\nflag: true\nnothing:\nhalf: 0.5\n", "a.yaml").data
    assert data == {"date": "2026-08-14", "language": "no", "flag": True, "nothing": None, "half": 0.5}


def test_quoted_numbers_stay_strings() -> None:
    assert parse_yaml("a: '200'\nb: 200\n", "a.yaml").data == {"a": "200", "b": 200}


def test_a_value_knows_its_line_and_column() -> None:
    source = parse_yaml("a:\n  b:\n    - x\n    - y\n", "a.yaml")
    assert source.place(("a", "b", 1)) == (4, 7)
    assert str(source.finding(("a", "b"), "rule", "is wrong", "mend it")) == (
        "a.yaml:2:3: error [rule] is wrong; mend it"
    )


def test_a_repeated_key_is_a_finding() -> None:
    with pytest.raises(SpecError, match=r"a\.yaml:3:1: error \[duplicate-key\] key `a` stands twice"):
        parse_yaml("a: 1\nb: 2\na: 3\n", "a.yaml")


def test_broken_yaml_names_the_place() -> None:
    with pytest.raises(SpecError, match=r"a\.yaml:3:1: error \[not-yaml\]"):
        parse_yaml("a: [1,\nb: 2\n", "a.yaml")


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot be read"):
        read_yaml(tmp_path / "none.yaml")


def test_a_file_that_is_not_text_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SpecError, match="not UTF-8"):
        read_yaml(path)


def test_nesting_without_end_is_a_finding() -> None:
    with pytest.raises(SpecError, match=r"too-deep|not-yaml"):
        parse_yaml("[" * 500 + "]" * 500, "a.yaml")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_findings(text: str) -> None:
    try:
        parse_yaml(text, "a.yaml")
    except SpecError as error:
        assert error.findings
