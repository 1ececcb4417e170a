"""Reports read back: what the schema promises is there, anything else is told in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.recorded.test_files import JSON, places, replaced

from contralto_conformance.json_file import Unreadable
from contralto_conformance.report import json_report
from contralto_conformance.report.collect import Report
from contralto_conformance.report.stored import Stored, read_reports
from contralto_conformance.runner.model import Totals, Verdict

from .conftest import NEW, OLD
from .stored_reports import Document, changed, stored

GOLDEN = Path(__file__).parent / "golden" / "report.json"


@pytest.fixture
def document(report: Report) -> Document:
    return json_report.document(report)


def test_what_was_written_is_read(document: Document, report: Report, tmp_path: Path) -> None:
    (found,) = stored(tmp_path, mine=document)
    assert (found.name, found.target, found.versions) == ("mine", report.summary.identity.url, (OLD, NEW))
    assert list(found.requirements) == [entry.id for entry in report.entries]
    for entry in report.entries:
        rows = found.requirements[entry.id].rows
        assert {version: row.verdict for version, row in rows.items()} == {v: r.verdict for v, r in entry.rows.items()}
    assert found.totals() == report.summary.total
    assert found.totals(["must"]) == report.summary.by_level["must"]
    assert found.totals(["must"], [OLD]) == report.summary.by_version[OLD]["must"]


def test_totals_of_nothing_are_zero(document: Document, tmp_path: Path) -> None:
    (found,) = stored(tmp_path, mine={**document, "requirements": []})
    assert found.totals() == Totals()


def test_members_of_a_newer_minor_version_do_no_harm(document: Document, tmp_path: Path) -> None:
    newer = {**document, "profile": "full", "run": {**document["run"], "spend_cents": 3}}
    assert stored(tmp_path, mine=newer)[0].requirements


def test_a_report_without_notes_is_an_older_one(document: Document, tmp_path: Path) -> None:
    del document["run"]["notes"]
    assert stored(tmp_path, mine=document)[0].notes == ()


@pytest.mark.parametrize(
    ("run", "incomplete"),
    [
        ({"exit_code": 2, "exit_reason": "the key was refused"}, "the key was refused"),
        ({"interrupted": True, "interrupted_by": "time limit of 3 s reached"}, "time limit of 3 s reached"),
        ({}, ""),
    ],
)
def test_a_run_that_did_not_see_everything_says_so(
    run: dict[str, Any], incomplete: str, document: Document, tmp_path: Path
) -> None:
    assert stored(tmp_path, mine=changed(document, {}, **run))[0].incomplete == incomplete


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.json", "b.json"], ["a", "b"]),
        (["x/report.json", "y/report.json"], ["x", "y"]),
        (["1/x/report.json", "2/x/report.json"], ["1/x", "2/x"]),
        (["x/report.json", "x/report.json"], ["report (1)", "report (2)"]),
    ],
)
def test_reports_are_called_after_their_files(
    paths: list[str], names: list[str], document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in map(Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document), encoding="utf-8")
    assert [report.name for report in read_reports([Path(path) for path in paths])] == names
    assert read_reports([Path(path) for path in paths], ["mine"])[0].name == "mine"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: [], "it is no report of contralto, such as report.json"),
        (lambda d: {**d, "format": "something"}, "it is no report of contralto, such as report.json"),
        (lambda d: {**d, "format_version": 2}, "it is a report of format 2; this contralto reads formats up to 1"),
        (lambda d: {**d, "format_version": 0}, "format_version: it is no sound report"),
        (lambda d: {k: v for k, v in d.items() if k != "run"}, 'it is no sound report: "run" is a required property'),
        (lambda d: {**d, "versions": [7]}, "versions[0]: it is no sound report"),
        (
            lambda d: changed(d, {("tts.ws.opens", NEW): "perhaps"}),
            "requirements[6].verdicts.2026-08-14.verdict: it is no sound report",
        ),
    ],
)
def test_what_is_no_report_is_told_with_its_place(
    change: Any, message: str, document: Document, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable) as caught:
        stored(tmp_path, mine=change(document))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"`{tmp_path / 'mine.json'}`")


SAMPLE: Document = json.loads(GOLDEN.read_text(encoding="utf-8")) | {"traces": {}}
PLACES = places(SAMPLE)


@given(st.data())
def test_a_report_with_any_value_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(replaced(SAMPLE, data.draw(st.sampled_from(PLACES)), data.draw(JSON))))
    try:
        (found,) = read_reports([path])
    except Unreadable as error:
        assert str(error).startswith(f"`{path}`")
    else:
        assert isinstance(found, Stored)
        assert all(isinstance(r.verdict, Verdict) for q in found.requirements.values() for r in q.rows.values())
