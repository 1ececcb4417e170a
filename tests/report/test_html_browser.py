"""The HTML report in a real browser, where one is installed: keyboard, filters, dark mode, narrow screens, paper.

Without a browser there is nothing to examine here; test_html.py examines the structure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from contralto_conformance.report import html
from contralto_conformance.report.collect import Report

from .browser import CHROMIUM, CONTRAST, Browser

if CHROMIUM:

    @pytest.fixture
    def page(report: Report, tmp_path: Path) -> Path:
        path = tmp_path / "report.html"
        path.write_text(html.render(report), encoding="utf-8")
        return path

    def test_page_loads_without_a_complaint(browser: Browser, page: Path) -> None:
        browser.open(page)
        assert browser.complaints == []
        assert browser("performance.getEntriesByType('resource').length") == 0
        assert len(browser.shown) == 12

    def test_policy_stops_what_gets_in(browser: Browser, page: Path) -> None:
        text = page.read_text(encoding="utf-8").replace("<footer", "<script>window.got = 1</script><footer")
        page.write_text(text, encoding="utf-8")
        browser.open(page)
        assert browser("window.got === undefined")

    def test_requirements_can_be_walked_and_opened_by_keyboard(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser.press("j", "j")
        assert browser.focused == "version.one-observed"
        browser.press("k", "Enter")
        assert browser("document.getElementById('version.header-accepted').open")
        browser.press("v", "v", "v")
        assert browser.focused == "tts.ws.done-is-last"

    def test_search_narrows_and_escape_shows_all(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser.press("/")
        assert browser.focused == "text"
        browser.press(*"context_id")
        assert browser.shown == ["tts.ws.done-is-last"]
        assert browser("document.querySelector('#shown').textContent") == "1 of 12 shown"
        browser.press("Enter")
        assert browser.focused == "tts.ws.done-is-last"
        browser.press("Escape")
        assert len(browser.shown) == 12

    @pytest.mark.parametrize(
        ("click", "shown"),
        [
            (
                "[data-value=violated]",
                ["auth.bearer", "errors.json", "tts.ws.done-is-last", "tts.ws.known", "tts.ws.surprise"],
            ),
            ("[data-value=observed]", ["version.one-observed"]),
            ("[data-value=should]", ["errors.json", "errors.doc-url", "tts.ws.broken"]),
        ],
    )
    def test_buttons_filter(click: str, shown: list[str], browser: Browser, page: Path) -> None:
        browser.open(page)
        browser(f"document.querySelector('{click}').click()")
        assert browser.shown == shown
        assert browser(f"document.querySelector('{click}').ariaPressed") == "true"

    def test_area_filters_and_nothing_left_is_said(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser("area.value = 'errors'; area.dispatchEvent(new Event('change'))")
        assert browser.shown == ["errors.json", "errors.doc-url"]
        browser("document.querySelector('[data-value=must]').click()")
        assert browser.shown == []
        assert browser("document.querySelector('.empty').offsetHeight > 0")
        browser("document.querySelector('#reset').click()")
        assert len(browser.shown) == 12

    def test_link_opens_its_requirement(browser: Browser, page: Path) -> None:
        browser.open(page, "#tts.ws.done-is-last")
        assert browser("document.getElementById('tts.ws.done-is-last').open")
        picture = "document.querySelector('[id=\"tts.ws.done-is-last\"] svg.timeline')"
        assert browser(f"{picture}.getBoundingClientRect().width > 300")

    @pytest.mark.parametrize("width", [400, 700, 1280])
    def test_nothing_is_wider_than_the_screen(width: int, browser: Browser, page: Path) -> None:
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        browser.open(page)
        browser("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert browser("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert browser("innerWidth") == width

    def test_text_has_contrast_in_light_and_dark(browser: Browser, page: Path) -> None:
        browser.open(page)
        for scheme in ("light", "dark"):
            browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            weak = browser(CONTRAST)
            assert weak == [], scheme

    def test_violations_are_open_on_paper(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser("dispatchEvent(new Event('beforeprint'))")
        assert browser("document.getElementById('tts.ws.done-is-last').open")
        browser("dispatchEvent(new Event('afterprint'))")
        assert not browser("document.getElementById('tts.ws.done-is-last').open")
        assert len(browser.call("Page.printToPDF")["data"]) > 10_000
