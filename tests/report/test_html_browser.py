"""The HTML report in a real browser, where one is installed: keyboard, filters, dark mode, narrow screens, paper.

Speaks the DevTools protocol to headless Chromium over a socket of its own; nothing here touches the network.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from contralto_conformance.report import html
from contralto_conformance.report.collect import Report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
    "--window-size=1280,900",
)


class Browser:
    """One page of a running Chromium."""

    def __init__(self, address: str) -> None:
        self._socket = connect(address, max_size=None, proxy=None)
        self._number = 0
        self._session = ""
        self.messages: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(message | ({"sessionId": self._session} if self._session else {})))
        while True:
            answer = json.loads(self._socket.recv(timeout=20))
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.messages.append(answer)

    def open(self, page: Path, fragment: str = "") -> None:
        self.call("Page.navigate", url="about:blank")
        self.messages.clear()
        self.call("Page.navigate", url=page.as_uri() + fragment)
        deadline = time.monotonic() + 20
        while self("document.readyState") != "complete" or self("location.protocol") != "file:":
            assert time.monotonic() < deadline, "the page does not load"

    def __call__(self, script: str) -> Any:
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def press(self, *keys: str) -> None:
        for key in keys:
            code = {"Enter": 13, "Escape": 27, "Tab": 9}.get(key, ord(key[0].upper()))
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
            down = {"type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "text": text}
            self.call("Input.dispatchKeyEvent", **(down if text else down | {"type": "rawKeyDown"}))
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    @property
    def shown(self) -> list[str]:
        return list(self("[...document.querySelectorAll('.req')].filter(r => r.offsetHeight).map(r => r.id)"))

    @property
    def focused(self) -> str:
        return str(self("(document.activeElement.closest('.req') || document.activeElement).id"))

    @property
    def complaints(self) -> list[dict[str, Any]]:
        wanted = {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}
        return [message for message in self.messages if message.get("method") in wanted]

    def close(self) -> None:
        self._socket.close()


if CHROMIUM:  # without a browser there is nothing to examine here; test_html.py examines the structure

    @pytest.fixture(scope="module")
    def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
        profile = tmp_path_factory.mktemp("profile")
        process = subprocess.Popen(
            [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        assert process.stderr is not None
        try:
            found = next(line for line in process.stderr if line.startswith("DevTools listening on "))
            yield found.removeprefix("DevTools listening on ").strip()
        finally:
            process.terminate()
            process.wait(20)
            process.stderr.close()

    @pytest.fixture
    def browser(address: str) -> Iterator[Browser]:
        browser = Browser(address)
        yield browser
        browser.close()

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
            weak = browser(_CONTRAST)
            assert weak == [], scheme

    def test_violations_are_open_on_paper(browser: Browser, page: Path) -> None:
        browser.open(page)
        browser("dispatchEvent(new Event('beforeprint'))")
        assert browser("document.getElementById('tts.ws.done-is-last').open")
        browser("dispatchEvent(new Event('afterprint'))")
        assert not browser("document.getElementById('tts.ws.done-is-last').open")
        assert len(browser.call("Page.printToPDF")["data"]) > 10_000


_CONTRAST = """
(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) { return colour; }
    }
    return [255, 255, 255];
  };
  document.querySelectorAll('details').forEach((d) => { d.open = true; });
  const weak = new Set();
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.offsetHeight || element.closest('svg, script, style')) { continue; }
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) { weak.add(element.tagName + '.' + element.className); }
  }
  return [...weak];
})()
"""
