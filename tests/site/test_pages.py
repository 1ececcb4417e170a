"""What a reader finds: every version, requirement, state and step, and no link that leads nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from contralto_generator.model.operations import operations_of
from contralto_generator.site import build
from contralto_generator.site.client.pages import GUIDES
from contralto_spec import load
from contralto_spec.data import data_root

SPEC = load()
DATES = [version.date for version in SPEC.described_versions]
LOADING = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("object", "data"), ("use", "href")}

Attributes = dict[str, str]


@dataclass
class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts by id."""

    elements: list[tuple[str, Attributes]] = field(default_factory=list)
    scripts: dict[str, str] = field(default_factory=dict)
    script: str | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        self.script = attributes.get("id", "") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.script = None

    def handle_data(self, data: str) -> None:
        if self.script is not None:
            self.scripts[self.script] = self.scripts.get(self.script, "") + data

    def values(self, name: str, tag: str | None = None) -> list[str]:
        return [attributes[name] for found, attributes in self.elements if name in attributes and tag in {None, found}]


@cache
def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


@cache
def places(path: Path) -> set[str]:
    """What a link can name on a page. Redoc makes its places when it shows the document."""
    found = set(read(path).values("id"))
    if path.name == "http.html":
        operations = operations_of(json.loads(read(path).scripts["document"]))
        found |= {f"tag/{item.tag.replace('_', '-')}/operation/{item.id}" for item in operations}
    return found


def pages(site: Path) -> Iterator[tuple[Path, Page]]:
    for path in sorted(site.rglob("*.html")):
        yield path, read(path)


def test_the_site_has_its_pages_and_nothing_else(site: Path) -> None:
    expected = {"index.html", "requirements.html", "changes.html"}
    expected |= {f"{date}/{name}.html" for date in DATES for name in ("http", "sockets", "asyncapi")}
    expected |= {f"client/{guide.name}.html" for guide in GUIDES}
    operations = operations_of(SPEC.openapi(SPEC.latest.date))
    expected |= {f"client/reference/{operation.call[0]}.html" for operation in operations}
    assert {path.relative_to(site).as_posix() for path, _ in pages(site)} == expected


def test_two_builds_give_the_same_bytes(site: Path, assets: Path, tmp_path: Path) -> None:
    written = build(tmp_path, assets)
    assert written == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for path in written:
        assert path.read_bytes() == (site / path.relative_to(tmp_path)).read_bytes(), path.name


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path, page in pages(site):
        for tag, attributes in page.elements:
            for name, value in attributes.items():
                if (tag, name) in LOADING or name == "srcset":
                    assert not urlsplit(value).scheme or value == "data:,", f"{path.name}: {tag} {name}={value}"
                    assert not value.startswith("//"), f"{path.name}: {tag} {name}={value}"
            assert not {"style", "onclick", "onload"} & attributes.keys(), f"{path.name}: {tag} carries code or style"
    for path in (site / "assets").iterdir():
        assert not re.search(r"url\(|@import|https?://", path.read_text(encoding="utf-8")), path.name


def test_every_page_forbids_to_connect(site: Path) -> None:
    for path, page in pages(site):
        (policy,) = [text for text in page.values("content", "meta") if "default-src" in text]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'", path.name
        assert rules["connect-src"] == "'none'", path.name
        assert not re.search(r"https?:|\*", policy), path.name
        assert ("'unsafe-eval'" in policy) == (path.name == "asyncapi.html"), path.name


def test_every_internal_link_leads_somewhere(site: Path) -> None:
    for path, page in pages(site):
        for link in page.values("href") + page.values("src"):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path.relative_to(site)}: {link}"
            assert target.is_relative_to(site.resolve()), f"{path.relative_to(site)}: {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in places(target), f"{path.relative_to(site)}: {link}"


def test_ids_are_unique_and_labels_name_one(site: Path) -> None:
    for path, page in pages(site):
        ids = page.values("id")
        assert len(ids) == len(set(ids)), path.name
        for labels in page.values("aria-labelledby"):
            assert set(labels.split()) <= set(ids), f"{path.name}: {labels}"


def test_the_overview_names_every_version_and_says_unofficial(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "Unofficial." in text
    for version in SPEC.versions:
        (row,) = re.findall(rf'<tr[^>]*>\s*<th scope="row">{version.date}.*?</tr>', text, re.DOTALL)
        assert f"<td>{version.errors}</td>" in row
        n_requirements = sum(item.applies_to(version.date) for item in SPEC.requirements.values())
        assert f'<td class="number">{n_requirements}</td>' in row
        assert ("not described yet" in row) != version.described
        assert (f'href="{version.date}/http.html"' in row) == version.described


def test_the_list_of_requirements_is_complete(site: Path) -> None:
    page = read(site / "requirements.html")
    rows = {row["id"]: row for tag, row in page.elements if tag == "tr" and row.get("class") == "requirement"}
    assert list(rows) == list(SPEC.requirements)
    for item in SPEC.requirements.values():
        row = rows[item.id]
        assert (row["data-area"], row["data-level"], row["data-transport"]) == (item.area, item.level, item.transport)
        assert row["data-versions"].split() == [known.date for known in SPEC.versions if item.applies_to(known.date)]


def test_the_filter_offers_every_value_that_a_row_has(site: Path) -> None:
    text = (site / "requirements.html").read_text(encoding="utf-8")
    for name in ("area", "level", "transport", "version"):
        (choices,) = re.findall(rf'<select name="{name}">(.*?)</select>', text)
        offered = set(re.findall(r"<option>(.*?)</option>", choices))
        if name == "version":
            assert offered == {version.date for version in SPEC.versions}
        else:
            assert offered >= {getattr(item, name) for item in SPEC.requirements.values()}


@pytest.mark.parametrize("date", DATES)
def test_the_viewers_read_the_published_documents(site: Path, date: str) -> None:
    for name, document in (("http", SPEC.openapi(date)), ("asyncapi", SPEC.asyncapi(date))):
        assert json.loads(read(site / date / f"{name}.html").scripts["document"]) == document


@pytest.mark.parametrize("date", DATES)
def test_downloads_are_the_published_files(site: Path, date: str) -> None:
    for kind in ("openapi", "asyncapi"):
        for suffix in ("yaml", "json"):
            name = f"{date}/{kind}.{suffix}"
            assert (site / name).read_bytes() == (data_root() / "published" / name).read_bytes()


@pytest.mark.parametrize("date", DATES)
def test_every_state_and_step_is_drawn_and_listed(site: Path, date: str) -> None:
    page = read(site / date / "sockets.html")
    channels = SPEC.asyncapi(date)["channels"].values()
    protocols = [
        protocol
        for channel in channels
        for protocol in (channel["x-protocol"], *channel.get("x-protocol-parts", {}).values())
    ]
    steps = [(row["by"], row["step"]) for protocol in protocols for row in protocol["steps"]]
    moves = [
        (before, before if row["to"] == "same" else row["to"])
        for protocol in protocols
        for row in protocol["steps"]
        for before in row["from"]
    ]
    drawn = [attributes for tag, attributes in page.elements if tag == "g"]
    assert sorted(group["data-state"] for group in drawn if "data-state" in group) == sorted(
        name for protocol in protocols for name in protocol["states"]
    )
    assert sorted((g["data-by"], g["data-step"]) for g in drawn if "data-step" in g) == sorted(steps)
    assert sorted((g["data-from"], g["data-to"]) for g in drawn if "data-from" in g) == sorted(moves)
    listed = [(row["data-by"], row["data-step"]) for tag, row in page.elements if tag == "tr" and "data-step" in row]
    assert listed == steps


@pytest.mark.parametrize("date", DATES)
def test_every_message_and_schema_has_a_place(site: Path, date: str) -> None:
    ids = set(read(site / date / "sockets.html").values("id"))
    document = SPEC.asyncapi(date)
    for key, channel in document["channels"].items():
        assert {f"message-{key}-{name}" for name in channel["messages"]} <= ids
    assert {f"schema-{name}" for name in document["components"]["schemas"]} <= ids
