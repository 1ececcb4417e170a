"""The HTML report is one file without network, escapes everything and can be used without a mouse or a script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contralto_conformance.report import html
from contralto_conformance.report.collect import Entry, Problem, Report
from contralto_conformance.runner.events import CannotJudge, Event, RunFinished
from contralto_conformance.runner.model import Finding, Identity, Row, Verdict
from contralto_conformance.trace import Exchange, Frame, Trace

_VOID = {"br", "input", "link", "meta", "img", "hr", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    content: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        return [part for part in self.content if isinstance(part, Element)]

    def all(self, tag: str) -> Iterable[Element]:
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    @property
    def whole_text(self) -> str:
        return "".join(part if isinstance(part, str) else part.whole_text for part in self.content)


class _Tree(HTMLParser):
    """A tree of the page; complains about tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        element = Element(tag, dict(attrs))
        self._open[-1].content.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self._open[-1].content.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"`</{tag}>` closes `<{self._open[-1].tag}>`"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)


def _tree(page: str) -> Element:
    tree = _Tree()
    tree.feed(page)
    tree.close()
    return tree.root


@pytest.fixture
def page(report: Report) -> str:
    return html.render(report)


@pytest.fixture
def tree(page: str) -> Element:
    return _tree(page)


def test_page_needs_no_network(page: str, tree: Element) -> None:
    for tag in ("img", "link", "iframe", "object", "embed", "audio", "video", "base"):
        assert list(tree.all(tag)) == [], tag
    assert all("src" not in script.attributes for script in tree.all("script"))
    style = "".join(element.whole_text for element in tree.all("style"))
    assert "url(" not in style
    assert "@import" not in style
    assert all(str(a.attributes["href"]).startswith("#") for a in tree.all("a"))


def test_policy_allows_exactly_the_own_script_and_style(tree: Element) -> None:
    policy = next(m for m in tree.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy")
    content = str(policy.attributes["content"])
    for tag in ("script", "style"):
        (element,) = tree.all(tag)
        digest = base64.b64encode(hashlib.sha256(element.whole_text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in content
    assert content.startswith("default-src 'none'")
    assert "unsafe" not in content


def test_no_element_has_an_inline_style_or_handler(tree: Element) -> None:
    def visit(element: Element) -> None:
        for name in element.attributes:
            assert name != "style"
            assert not name.startswith("on"), name
        for child in element.children:
            visit(child)

    visit(tree)


def test_hostile_text_is_shown_and_does_nothing(page: str, tree: Element) -> None:
    assert len(list(tree.all("script"))) == 1
    assert list(tree.all("b")) == [b for b in tree.all("b") if not b.attributes]
    assert "\\x1b[31mred\\x00\\u202e" in tree.whole_text
    assert "</script><b onclick=alert(1)>" in tree.whole_text
    assert not set(page) & {"\x1b", "\x00", "\u202e"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(text=st.text(st.one_of(st.sampled_from("<>&\"'`/ "), st.characters()), max_size=40))
def test_any_text_leaves_the_page_whole(report: Report, text: str) -> None:
    finding = Finding(text, text, text, text)
    row = Row(text, "2026-08-14", "must", Verdict.FAIL, text, (finding,), traces=(text,))
    raw = text.encode("utf-8", "replace")
    exchange = Exchange(text, "websocket", text, text, text, status=101, detail=text, close_reason=text)
    exchange = replace(exchange, response_headers=((text, text),), frames=(Frame(0.1, "received", "text", raw),))
    trace = Trace(text, "2026-08-14", exchanges=(exchange,), stopped=text, script=text)
    changed = replace(
        report,
        entries=(Entry(text, "must", None, {"2026-08-14": row}),),
        traces={("2026-08-14", text): (trace,)},
        problems=(Problem("harness", text, text, text),),
        started_at=text,
        summary=replace(
            report.summary, interrupted=text, identity=Identity(text, text, {text: text}, text), suite_version=text
        ),
    )
    page = html.render(changed)
    page.encode("utf-8")
    tree = _tree(page)
    assert len(list(tree.all("script"))) == 1
    assert len(list(tree.all("details"))) == len(list(tree.all("summary")))


def test_everything_is_there_without_a_script(tree: Element) -> None:
    (row,) = (d for d in tree.all("details") if d.attributes.get("id") == "tts.ws.done-is-last")
    text = row.whole_text
    for part in (
        "No message carries a context_id after its done.",
        "MUST",
        "nothing for context a1 after frame 8",
        "frame 9, +0.412 s, chunk with context_id a1",
        "tts/ws/one-shot: socket-1, frame 9, +0.412 s",
        "official docs, TTS socket contexts, read 2026-11-21",
        "tts.ws.opens",
        "a transparent proxy leaves it unchanged",
        "--only tts.ws.done-is-last",
        "code 1000, bye",
        "2 messages sent, 10 messages received",
        '"data": "AAAA',
    ):
        assert part in text, part
    hidden = [e for tag in ("form", "button", "p") for e in tree.all(tag) if "hidden" in e.attributes]
    assert {e.attributes.get("class") for e in hidden} == {"filters", "keys", "empty", "copy"}


def test_frame_in_question_is_marked_in_list_and_picture(tree: Element) -> None:
    (row,) = (d for d in tree.all("details") if d.attributes.get("id") == "tts.ws.done-is-last")
    (item,) = (li for li in row.all("li") if "marked" in str(li.attributes.get("class")))
    assert "+0.412 s" in item.whole_text
    (bar,) = (g for g in row.all("g") if "marked" in str(g.attributes.get("class")))
    assert "+0.412 s: frame 9, text received" in bar.whole_text


def test_controls_and_pictures_have_names(tree: Element) -> None:
    for button in tree.all("button"):
        assert button.whole_text.strip()
        assert button.attributes["type"] == "button"
    for svg in tree.all("svg"):
        assert svg.attributes.get("aria-hidden") == "true" or svg.attributes.get("aria-label")
    tags = ("details", "h2", "h3", "section", "input", "select", "span", "button")
    ids = [str(e.attributes["id"]) for tag in tags for e in tree.all(tag) if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    labelled = {e.attributes["aria-labelledby"] for e in tree.all("section") if "aria-labelledby" in e.attributes}
    assert labelled <= set(ids)


def test_totals_keep_must_and_should_apart(tree: Element) -> None:
    figures = [d.whole_text.split() for d in tree.all("div") if "figure" in str(d.attributes.get("class")).split()]
    assert [f[:2] for f in figures] == [["met", "11"], ["violated", "5"], ["not", "verified"]]
    assert figures[1] == ["violated", "5", "MUST", "4SHOULD", "1"]
    assert (
        next(iter(tree.all("h1"))).whole_text
        == "2 MUST violated, 1 SHOULD violated, 1 waived requirement met, 1 known violation, 6 not verified"
    )


def test_run_that_could_not_judge_says_why(collect: Callable[[Iterable[Event]], Report], events: list[Event]) -> None:
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    cannot = CannotJudge("key-refused", "the target refused the key (401)", "set CONTRALTO_API_KEY")
    summary = replace(finished.summary, exit_code=2, by_version={}, by_level={})
    text = _tree(html.render(collect([cannot, RunFinished(summary, ())]))).whole_text
    assert "Could not judge: the target refused the key (401)" in text
    assert "set CONTRALTO_API_KEY" in text


def test_interrupted_run_says_so(report: Report) -> None:
    page = html.render(replace(report, summary=replace(report.summary, interrupted="time limit of 3 s reached")))
    assert "The run ended early (time limit of 3 s reached): what follows is not complete." in page


def test_page_of_a_thoroughly_wrong_target_stays_small(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_WIRE_CHARACTERS", 200_000)
    key = ("2025-04-16", "tts/ws/one-shot")
    exchange = report.traces[key][0].exchanges[0]
    frames = tuple(Frame(n / 100, "received", "text", b"word " * 20_000) for n in range(2000))
    trace = Trace(key[1], key[0], exchanges=(replace(exchange, frames=frames, elapsed_s=20.0),))
    (entry,) = (entry for entry in report.entries if entry.id == "tts.ws.done-is-last")
    entries = tuple(replace(entry, id=f"{entry.id}-{n}", rows={key[0]: entry.rows[key[0]]}) for n in range(60))
    page = html.render(replace(report, entries=entries, traces={key: (trace,)}))
    assert len(page) < 600_000
    assert "left out to keep this page small" in page
