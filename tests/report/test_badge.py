"""The badge stands alone, says in words what its colours say, and can be read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from contralto_conformance.report import json_report
from contralto_conformance.report.badge import COLOURS, parts, render
from contralto_conformance.report.collect import Report
from contralto_conformance.report.stored import Stored

from .browser import CHROMIUM, Browser
from .conftest import HOSTILE
from .stored_reports import changed, stored

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def one(report: Report, tmp_path: Path) -> Stored:
    return stored(tmp_path, one=json_report.document(report))[0]


def test_the_figures_stand_in_words(one: Stored) -> None:
    assert [part.text for part in parts(one)] == ["contralto MUST", "9 met", "4 violated", "3 not verified"]
    assert parts(one, label="staging", level="should")[0].text == "staging SHOULD"


def test_what_is_zero_is_left_out_but_what_is_met(report: Report, tmp_path: Path) -> None:
    document = json_report.document(report)
    names = {(r["id"], v): "pass" for r in document["requirements"] for v in r["verdicts"]}
    fine, empty = stored(tmp_path, fine=changed(document, names), empty={**document, "requirements": []})
    assert [part.text for part in parts(fine)] == ["contralto MUST", "16 met"]
    assert [(part.text, part.tone) for part in parts(empty)][1:] == [("0 met", "unknown")]


def test_a_run_that_ended_early_is_marked(report: Report, tmp_path: Path) -> None:
    cut = changed(json_report.document(report), {}, interrupted=True, interrupted_by="interrupted")
    assert parts(stored(tmp_path, cut=cut)[0])[-1].text == "incomplete"


def test_a_reader_is_given_title_and_description(one: Stored) -> None:
    root = ET.fromstring(render(one))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "contralto MUST: 9 met, 4 violated, 3 not verified"
    assert one.target in (root.findtext(f"{SVG}desc") or "")
    assert {root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")} == set(  # type: ignore[union-attr]
        (root.get("aria-labelledby") or "").split()
    )


def test_fields_stand_side_by_side(one: Stored) -> None:
    root = ET.fromstring(render(one))
    fields = root.findall(f"{SVG}g/{SVG}rect")
    ends = [float(f.get("x", "0")) + float(f.get("width", "0")) for f in fields]
    starts = [float(f.get("x", "0")) for f in fields]
    assert starts == pytest.approx([0.0, *ends[:-1]])
    assert float(root.get("width", "0")) == pytest.approx(ends[-1])


@pytest.mark.parametrize("tone", list(COLOURS))
def test_white_letters_have_contrast(tone: str) -> None:
    channels = [int(COLOURS[tone][place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (light + 0.05) >= 4.5


def test_it_asks_for_nothing_and_runs_nothing(one: Stored) -> None:
    text = render(one, label=HOSTILE)
    ET.fromstring(text)
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace(one.target, "")


if CHROMIUM:

    def test_a_browser_draws_words_inside_their_fields(browser: Browser, one: Stored, tmp_path: Path) -> None:
        path = tmp_path / "badge.svg"
        path.write_text(render(one), encoding="utf-8")
        browser.open(path)
        assert browser.complaints == []
        assert browser(
            "[...document.querySelectorAll('text')].every((t, at) => {"
            " const field = document.querySelectorAll('g rect')[at].getBoundingClientRect();"
            " const words = t.getBoundingClientRect();"
            " return words.left >= field.left && words.right <= field.right; })"
        )
