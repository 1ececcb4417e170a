"""Several reports side by side, as text, as Markdown and as one page."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from contralto_conformance.json_file import Unreadable
from contralto_conformance.report import json_report
from contralto_conformance.report.collect import Report
from contralto_conformance.report.matrix import (
    Matrix,
    headline,
    matrix,
    render_html,
    render_markdown,
    render_text,
)
from contralto_conformance.runner.model import Verdict

from .browser import CHROMIUM, CONTRAST, Browser
from .conftest import HOSTILE, NEW, OLD
from .stored_reports import Document, changed, stored

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def first(report: Report) -> Document:
    return json_report.document(report)


@pytest.fixture
def made(first: Document, tmp_path: Path) -> Matrix:
    """Three targets: the hand-made run, one that is better and ended early, one of a single version."""
    better = changed(
        first,
        {("tts.ws.done-is-last", OLD): "pass", ("auth.bearer", NEW): "pass"},
        interrupted=True,
        interrupted_by=f"stopped by {HOSTILE}",
    )
    better["target"]["url"] = f"http://better.example/{HOSTILE}"
    single = json.loads(json.dumps(first)) | {"versions": [NEW]}
    for requirement in single["requirements"]:
        requirement["verdicts"].pop(OLD, None)
    single["requirements"] = [r for r in single["requirements"] if r["verdicts"] and r["area"] != "auth"]
    return matrix(stored(tmp_path, first=first, better=better, single=single))


def cell(made: Matrix, requirement: str, place: int) -> Any:
    return next(line for line in made.lines if line.requirement.id == requirement).cells[place]


def test_a_page_is_green_only_if_nothing_is_violated_or_missing(first: Document, tmp_path: Path) -> None:
    names: dict[tuple[str, str], str | None] = {
        (r["id"], v): "pass" for r in first["requirements"] for v in r["verdicts"]
    }
    cut = changed(first, names, interrupted=True, interrupted_by="interrupted")
    reports = stored(tmp_path, bad=first, cut=cut, fine=changed(first, names))
    tones = [re.search(r'<header class="top (\w+)"', render_html(matrix([each]))) for each in reports]
    assert [tone.group(1) for tone in tones if tone] == ["violated", "warned", "met"]


def test_every_requirement_has_a_cell_for_each_target(made: Matrix) -> None:
    assert len(made.lines) == 12
    assert all(len(line.cells) == 3 for line in made.lines)
    assert [section.versions for section in made.sections] == [(OLD, NEW)]
    assert cell(made, "auth.bearer", 2).worst is None


def test_a_cell_shows_the_worst_and_of_how_many(made: Matrix) -> None:
    mixed = cell(made, "tts.ws.done-is-last", 0)
    assert (mixed.worst, mixed.words) == (Verdict.FAIL, "FAIL 1/2")
    assert cell(made, "tts.ws.done-is-last", 1).words == "pass"


def test_only_what_differs_can_be_asked_for(made: Matrix) -> None:
    differing = matrix(made.reports, differing=True)
    ids = {line.requirement.id for line in differing.lines}
    assert {"auth.bearer", "tts.ws.done-is-last"} <= ids
    assert "version.header-accepted" not in ids


def test_too_many_reports_are_refused(made: Matrix) -> None:
    with pytest.raises(ValueError, match="at most 16 reports fit side by side, got 17"):
        matrix(made.reports[:1] * 17)


def test_the_headline_counts_those_that_violate_a_must(first: Document, tmp_path: Path) -> None:
    fine = changed(
        first,
        {(r["id"], v): "pass" for r in first["requirements"] for v in r["verdicts"]},
    )
    one, other = stored(tmp_path, one=first, other=fine)
    assert headline(matrix([other])) == "1 target, none of which is seen to violate a MUST"
    assert headline(matrix([one, other])) == "2 targets, of which `one` violates 4 MUST"
    assert headline(matrix([one, one])) == "2 targets, of which 2 violate a MUST"


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("matrix.txt", render_text),
        ("matrix-terminal.txt", lambda made: render_text(made, signs=True)),
        ("matrix.md", render_markdown),
    ],
)
def test_output_is_the_golden_one(name: str, render: Any, made: Matrix) -> None:
    text = render(made)
    golden = GOLDEN / name
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_no_text_of_a_target_comes_to_life(made: Matrix) -> None:
    page = render_html(made)
    assert "<b onclick" not in page
    assert page.count("<script>") == 1
    for text in (page, render_text(made), render_markdown(made)):
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_the_page_asks_for_nothing(made: Matrix) -> None:
    page = render_html(made)
    assert re.findall(r"(?:src|href)=\"(?!#)", page) == []
    assert "default-src &#39;none&#39;" in page
    assert "@import" not in page
    assert "url(" not in page


def test_rendering_is_deterministic(made: Matrix) -> None:
    assert render_html(made) == render_html(made)


if CHROMIUM:

    @pytest.fixture
    def page(made: Matrix, tmp_path: Path) -> Path:
        path = tmp_path / "matrix.html"
        path.write_text(render_html(made), encoding="utf-8")
        return path

    def test_page_loads_without_a_complaint(browser: Browser, page: Path) -> None:
        browser.open(page)
        assert browser.complaints == []
        assert browser("performance.getEntriesByType('resource').length") == 0
        assert len(browser.shown) == 12
        assert browser("document.querySelectorAll('[id=\"auth.bearer\"] .cell').length") == 3

    def test_what_differs_is_one_press_away(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser("document.querySelector('[data-value=differs]').click()")
        assert "auth.bearer" in browser.shown
        assert "version.header-accepted" not in browser.shown

    def test_requirements_can_be_walked_and_searched_by_keyboard(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser.press("j", "j", "k", "Enter")
        assert browser.focused == "version.header-accepted"
        assert browser("document.getElementById('version.header-accepted').open")
        browser.press("/")
        browser.press(*"context_id")
        assert browser.shown == ["tts.ws.done-is-last"]
        browser.press("Escape")
        assert len(browser.shown) == 12

    def test_a_reader_hears_target_version_and_verdict(browser: Browser, page: Path) -> None:
        browser.open(page)
        root = browser.call("DOM.getDocument")["root"]["nodeId"]
        node = browser.call("DOM.querySelector", nodeId=root, selector="[id='tts.ws.done-is-last'] summary")["nodeId"]
        tree = browser.call("Accessibility.queryAXTree", nodeId=node, role="image")["nodes"]
        names = [item["name"]["value"] for item in tree]
        assert names[:2] == [f"{OLD}: fail", f"{NEW}: pass"]
        cell = "document.querySelector('[id=\"tts.ws.done-is-last\"] .cell')"
        assert browser(f"{cell}.textContent").startswith("first:")

    @pytest.mark.parametrize("width", [400, 700, 1280])
    def test_nothing_is_wider_than_the_screen(width: int, browser: Browser, page: Path) -> None:
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        browser.open(page)
        browser("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert browser("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    def test_sixteen_targets_fit_the_screen(browser: Browser, made: Matrix, tmp_path: Path) -> None:
        path = tmp_path / "many.html"
        path.write_text(render_html(matrix(made.reports[:1] * 16)), encoding="utf-8")
        browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        browser.open(path)
        assert browser("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert browser("document.querySelector('.req .name').getBoundingClientRect().width > 150")

    def test_text_has_contrast_in_light_and_dark(browser: Browser, page: Path) -> None:
        browser.open(page)
        for scheme in ("light", "dark"):
            browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            assert browser(CONTRAST) == [], scheme


EXAMINATION: Document = {
    "exchanges": 15,
    "totals": {"met": 1, "violated": 1, "not seen": 1},
    "requirements": [
        {
            "id": "client.version-on-every-request",
            "level": "must",
            "statement": "Every request names the version.",
            "verdict": "violated",
            "observable": True,
            "findings": [{"expected": "a version", "got": HOSTILE, "where": "GET /voices"}],
        },
        {
            "id": "client.fresh-context-ids",
            "level": "should",
            "statement": "No context id is used twice.",
            "verdict": "met",
            "observable": True,
            "findings": [],
        },
        {
            "id": "client.answers-pings",
            "level": "must",
            "statement": "A ping is answered.",
            "verdict": "not seen",
            "observable": False,
            "findings": [],
        },
    ],
}


@pytest.fixture
def both(first: Document, tmp_path: Path) -> Matrix:
    """A server beside two clients, of which one does better."""
    better = json.loads(json.dumps(EXAMINATION))
    better["requirements"][0] |= {"verdict": "met", "findings": []}
    return matrix(stored(tmp_path, clients=True, ours=EXAMINATION, server=first, theirs=better))


def test_servers_and_clients_have_sections_of_their_own(both: Matrix) -> None:
    sections = [(s.title, [r.name for r in s.reports], s.letters, len(s.lines)) for s in both.sections]
    assert sections == [("Servers", ["server"], ("A",), 12), ("Clients", ["ours", "theirs"], ("B", "C"), 3)]
    line = both.sections[1].lines[0]
    assert [cell.worst for cell in line.cells] == [Verdict.FAIL, Verdict.PASS]
    assert line.differs


def test_what_was_not_seen_of_a_client_says_why(both: Matrix) -> None:
    hidden = both.sections[1].lines[2].cells[0].rows["any version"]
    assert (hidden.verdict, hidden.reason) == (Verdict.NOT_VERIFIED, "not to be seen from outside")


def test_sections_stand_in_every_format(both: Matrix) -> None:
    for text in (render_text(both), render_markdown(both), render_html(both)):
        assert text.index("Servers") < text.index("tts.ws.flush") < text.rindex("Clients")
        assert "client.version-on-every-request" in text
        assert "15 exchanges seen" in text or text.startswith("##")
    page = render_html(both)
    assert "<b onclick" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_report_on_a_client_with_a_verdict_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    odd = json.loads(json.dumps(EXAMINATION))
    odd["requirements"][0]["verdict"] = "maybe"
    with pytest.raises(Unreadable, match="no sound report on a client"):
        stored(tmp_path, clients=True, odd=odd)


def test_a_change_between_clients_is_not_made_of_these_reports(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="it is a report on a client; here one on a server is needed"):
        stored(tmp_path, ours=EXAMINATION)
