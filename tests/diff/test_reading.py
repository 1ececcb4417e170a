"""What may be named as one side, and what is said of all else."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from tests.diff.documents import asyncapi, openapi

from contralto_spec import load
from contralto_spec.diff import Contract, NothingInCommon, Unreadable, compare, contract, neighbours

SPEC = load()


def test_a_version_is_both_documents() -> None:
    date = SPEC.latest.date
    assert contract(date, SPEC) == Contract(date, SPEC.openapi(date), SPEC.asyncapi(date))


@pytest.mark.parametrize("name", list(SPEC.dialects))
def test_a_dialect_is_that_of_its_newest_version_unless_one_is_named(name: str) -> None:
    oldest, newest = SPEC.dialects[name].versions[0], SPEC.dialects[name].versions[-1]
    assert contract(name, SPEC) == contract(f"{name}@{newest}", SPEC)
    assert contract(name, SPEC).openapi == SPEC.openapi(newest, name)
    assert contract(f"{name}@{oldest}", SPEC).name == f"{name}@{oldest}"
    with pytest.raises(Unreadable, match="`1999-01-01` does not exist"):
        contract(f"{name}@1999-01-01", SPEC)


def test_a_folder_is_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(openapi({})), encoding="utf-8")
    (tmp_path / "asyncapi.yaml").write_text("asyncapi: 3.0.0\nchannels: {}\n", encoding="utf-8")
    found = contract(str(tmp_path), SPEC)
    assert found.openapi == openapi({})
    assert found.asyncapi == {"asyncapi": "3.0.0", "channels": {}}


def test_neighbours_go_from_the_oldest_to_the_newest() -> None:
    dates = [version.date for version in SPEC.described_versions]
    pairs = [(old.name, new.name) for old, new in neighbours(SPEC)]
    assert pairs == list(pairwise(dates))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "holds no object"),
        ("{}", "has neither a member `openapi` nor `asyncapi`"),
        ('{"swagger": "2.0"}', "is Swagger 2.0; only OpenAPI 3 can be compared"),
        ('{"asyncapi": "2.6.0"}', "is AsyncAPI 2.6.0; only AsyncAPI 3 can be compared"),
        ('{"openapi": ', "is not JSON at line 1, column 13"),
        ("[" * 5000, "is nested deeper than 200 levels"),
        ("[" * 300 + "]" * 300, "is nested deeper than 200 levels"),
    ],
)
def test_a_file_that_is_no_document_is_named_with_the_reason(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "any.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Unreadable) as raised:
        contract(str(path), SPEC)
    assert str(raised.value).startswith(f"`{path}` {message}")


def test_an_unknown_name_comes_with_near_ones() -> None:
    with pytest.raises(Unreadable, match=r"`2026-08-41` is neither a version, .*did you mean `2026-08-14`"):
        contract("2026-08-41", SPEC)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"holds neither `openapi.yaml` nor `asyncapi.yaml`"):
        contract(str(tmp_path), SPEC)


def test_documents_of_two_kinds_have_nothing_in_common() -> None:
    with pytest.raises(NothingInCommon, match="`a` and `b` are documents of different kinds"):
        compare(Contract("a", openapi({})), Contract("b", None, asyncapi({})))


def test_a_document_that_only_one_side_has_is_left_out_with_a_note() -> None:
    difference = compare(Contract("a", openapi({})), Contract("b", openapi({}), asyncapi({})))
    assert difference.changes == ()
    assert difference.notes == ("only `b` has an AsyncAPI document, which was left out",)
