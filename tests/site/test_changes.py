"""The page of changes: every change of every pair stands there, under an anchor, with whom it breaks."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from contralto_generator.site.changes import pair_views
from contralto_spec import load
from contralto_spec.diff import Contract, compare, neighbours, render_changelog
from contralto_spec.diff.wording import reasons

DIFFERENCES = [compare(older, newer) for older, newer in neighbours(load())]


def test_every_change_is_listed_with_whom_it_breaks(site: Path) -> None:
    text = (site / "changes.html").read_text(encoding="utf-8")
    shown = Counter(re.findall(r'<li class="change ([a-z ]*)"', text))
    wanted = Counter(" ".join(side for side, _ in reasons(change)) for item in DIFFERENCES for change in item.changes)
    assert shown == wanted


def test_every_pair_has_an_anchor_and_its_numbers(site: Path) -> None:
    text = (site / "changes.html").read_text(encoding="utf-8")
    for difference in DIFFERENCES:
        counts = difference.counts()
        assert f'<h2 id="{difference.after}">' in text
        (row,) = re.findall(rf'<tr><th scope="row"><a href="#{difference.after}">.*?</tr>', text)
        numbers = re.findall(r'<td class="number">(\d+)</td>', row)
        assert numbers == [str(counts[key]) for key in ("total", "client", "server")]


def test_it_is_linked_from_everywhere_and_needs_no_script(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert 'changes.html"' in path.read_text(encoding="utf-8"), path.name
    assert "<script" not in (site / "changes.html").read_text(encoding="utf-8")


def test_the_downloads_hold_the_same(site: Path) -> None:
    assert (site / "changes.md").read_text(encoding="utf-8") == render_changelog(DIFFERENCES)
    listed = json.loads((site / "changes.json").read_text(encoding="utf-8"))["differences"]
    assert [len(item["changes"]) for item in listed] == [len(item.changes) for item in DIFFERENCES]


def test_names_that_look_alike_get_ids_of_their_own() -> None:
    schemas = {"A_b": {"type": "string"}, "A-b": {"type": "string"}}
    document = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    (pair,) = pair_views([compare(Contract("old", {"openapi": "3.1.0"}), Contract("new", document))])
    ((_, views),) = pair.sections[0].whole
    assert [view.id for view in views] == ["new-schemas-a-b", "new-schemas-a-b-2"]
