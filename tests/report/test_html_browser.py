"""The HTML report in a real browser, where one is installed: keyboard, filters, dark mode, narrow screens, paper.

Without a browser there is nothing to examine here; test_html.py examines the structure.
"""

from __future__ import annotations

from dataclasses import replace
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

    @pytest.fixture
    def big(report: Report, tmp_path: Path) -> Path:
        """430 requirements under 6 versions, 20 of them violated in a socket of 2,000 messages."""
        versions = tuple(f"202{n}-01-01" for n in range(6))
        key = ("2025-04-16", "tts/ws/one-shot")
        exchange = report.traces[key][0].exchanges[0]
        frames = tuple(replace(exchange.frames[n % 10], time_s=n / 100) for n in range(2000))
        trace = replace(report.traces[key][0], exchanges=(replace(exchange, frames=frames, elapsed_s=20.0),))
        (entry,) = (entry for entry in report.entries if entry.id == "tts.ws.done-is-last")
        failed = {v: replace(entry.rows[key[0]], version=v) for v in versions}
        met = {v: replace(entry.rows["2026-08-14"], version=v) for v in versions}
        entries = tuple(replace(entry, id=f"{entry.id}-{n}", rows=met if n >= 20 else failed) for n in range(430))
        traces = {(version, key[1]): (trace,) for version in versions}
        path = tmp_path / "big.html"
        text = html.render(replace(report, versions=versions, entries=entries, traces=traces))
        path.write_text(text, encoding="utf-8")
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

    def test_all_that_is_shown_opens_and_closes_by_one_key(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser("document.querySelector('[data-value=violated]').click()")
        opened = "document.querySelectorAll('.req[open]').length"
        browser.press("o")
        assert browser(opened) == 5
        assert browser("document.querySelector('#fold').textContent") == "Close all"
        browser.press("o")
        assert browser(opened) == 0

    def test_the_first_tab_offers_to_skip_to_the_requirements(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser.press("Tab")
        assert browser("document.activeElement.className") == "skip"
        assert browser("document.activeElement.getBoundingClientRect().top >= 0"), "it is to be seen"
        browser.press("Enter")
        assert browser("document.activeElement.id") == "requirements"

    def test_every_stop_of_the_keyboard_is_to_be_seen(browser: Browser, page: Path) -> None:
        browser.open(page)
        stops = []
        for _ in range(400):
            browser.press("Tab")
            if browser("document.activeElement === document.body"):
                break
            stops.append(browser("document.activeElement.tagName"))
            seen = browser("""(() => {
                const style = getComputedStyle(document.activeElement);
                const box = document.activeElement.getBoundingClientRect();
                return style.outlineStyle !== 'none' && box.width > 0 && box.height > 0;
            })()""")
            assert seen, browser("document.activeElement.outerHTML.slice(0, 200)")
        assert {"A", "SUMMARY", "INPUT", "SELECT", "BUTTON"} <= set(stops)
        assert stops.count("SUMMARY") >= 12

    def test_the_versions_stay_in_sight_above_their_columns(browser: Browser, page: Path) -> None:
        browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=500, deviceScaleFactor=1, mobile=False)
        browser.open(page)
        browser("document.querySelectorAll('.area')[2].scrollIntoView()")
        top = "Math.round(document.querySelector('{}').getBoundingClientRect().{})"
        assert browser(top.format(".heads", "top")) == browser(top.format(".filters", "bottom"))
        assert browser(top.format(".heads", "top")) < 300

    def test_a_verdict_is_told_without_its_colour(browser: Browser, page: Path) -> None:
        browser.open(page)
        words = browser("[...document.querySelectorAll('.cell:not(.absent)')].map(c => c.textContent)")
        assert words
        assert all(any(sign in word for sign in "✓✗!–?") for word in words)  # noqa: RUF001
        assert all(len(word.split()) >= 3 for word in words), "version, sign and word"

    def test_a_big_run_is_a_page_that_opens(browser: Browser, big: Path) -> None:
        browser.open(big)
        assert len(browser.shown) == 430
        browser.press("v")
        assert browser.focused.startswith("tts.ws.done-is-last-")
        assert big.stat().st_size < 4_000_000

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
