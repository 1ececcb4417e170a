"""Rules of the facts beside the documents: sources, versions, requirements, open questions, the official SDK."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contralto_spec.bundle import requirement_sources
from contralto_spec.files import Files
from contralto_spec.findings import Finding
from contralto_spec.placed import Location, walk
from contralto_spec.yaml_source import Source

from .registry import finding


def _found(source: Source, location: Location, rule: str, message: str, hint: str = "") -> Finding:
    return finding(rule, (source.name, *source.place(location)), message, hint)


def fact_findings(files: Files) -> Iterator[Finding]:
    """Findings of all rules of facts; every file has been held against its schema before."""
    yield from _sources(files)
    yield from _versions(files)
    requirements = requirement_sources(files)
    yield from _requirements(requirements, files.get("sources.yaml"))
    yield from _questions(files.matching("open-questions/*.yaml"), requirements)
    yield from _official_sdk(files)
    yield from _prices(files)


def _sources(files: Files) -> Iterator[Finding]:
    catalogue = files.get("sources.yaml")
    if catalogue is None:
        return
    known = set(catalogue.tree["sources"])
    used: set[str] = set()
    patterns = ("versions.yaml", "openapi/*.yaml", "asyncapi/*.yaml", "components/*.yaml", "overlays/*/*.yaml",
                "dialects/*.yaml", "requirements/*.yaml", "open-questions/*.yaml", "official-sdk.yaml",
                "prices.yaml")  # fmt: skip
    for source in [source for pattern in patterns for source in files.matching(pattern)]:
        for location, value in walk(source.tree):
            if location[-1:] not in (("sources",), ("x-sources",)) or not isinstance(value, list):
                continue
            for index, name in enumerate(value):
                used.add(str(name))
                if name not in known:
                    message = f"source `{name}` is not in spec/sources.yaml"
                    yield _found(source, (*location, index), "unknown-source", message)
    for name in sorted(known - used):
        yield _found(catalogue, ("sources", name), "unused-source", f"source `{name}` is used nowhere")


def _versions(files: Files) -> Iterator[Finding]:
    source = files.get("versions.yaml")
    if source is None:
        return
    data = source.tree
    dates = [item["date"] for item in data["versions"]]
    if dates != sorted(set(dates)):
        yield _found(source, ("versions",), "version-order", "the dates are not in rising order")
    roots = [item["date"] for item in data["versions"] if item["described"] and "overlay_of" not in item]
    parents = {}
    for index, item in enumerate(data["versions"]):
        if not item["described"]:
            continue
        parent = item.get("overlay_of")
        parents[item["date"]] = parent
        location = ("versions", index)
        if parent is None and len(roots) > 1:
            yield _found(source, location, "version-base", "only one version stands on its own feet")
        elif parent is not None and (parent not in dates or parent <= item["date"]):
            yield _found(source, location, "version-base", f"`overlay_of` names `{parent}`, which is no later version")
    for overlay in files.matching("overlays/*/*.yaml"):
        date = files.short_name(overlay).split("/")[1]
        if date not in parents:
            yield _found(overlay, (), "version-overlay", f"`{date}` is no described version")
        elif overlay.tree["x-base"] != parents[date]:
            message = f"`x-base` is `{overlay.tree['x-base']}`, but versions.yaml says `{parents[date]}`"
            yield _found(overlay, ("x-base",), "version-overlay", message)
    yield from _dialects(files, source, [item["date"] for item in data["versions"] if item["described"]])
    stems = {files.short_name(item).split("/")[-1].removesuffix(".yaml") for item in requirement_sources(files)}
    for index, name in enumerate(data.get("requirement_files", ())):
        if name not in stems:
            message = f"requirements/{name}.yaml does not exist"
            yield _found(source, ("requirement_files", index), "missing-file", message)


def _dialects(files: Files, source: Source, dates: list[str]) -> Iterator[Finding]:
    known = _ids(requirement_sources(files))
    entries = source.tree.get("dialects", [])
    for index, item in enumerate(entries):
        if not (files.base / "dialects" / f"{item['name']}.yaml").is_file():
            message = f"dialects/{item['name']}.yaml does not exist"
            yield _found(source, ("dialects", index, "name"), "missing-file", message)
        for number, date in enumerate([] if item["versions"] == "all" else item["versions"]):
            if date not in dates:
                at = ("dialects", index, "versions", number)
                yield _found(source, at, "unknown-version", f"`{date}` is no described version")
        for number, departure in enumerate(item.get("departs", ())):
            for which, requirement in enumerate(departure["from"]):
                if requirement not in known:
                    message = f"the dialect `{item['name']}` departs from `{requirement}`, which does not exist"
                    place = ("dialects", index, "departs", number, "from", which)
                    yield _found(source, place, "unknown-requirement", message)
    names = [item["name"] for item in entries]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield _found(source, ("dialects", index, "name"), "duplicate-dialect", f"dialect `{name}` stands twice")
    for overlay in files.matching("dialects/*.yaml"):
        name = files.short_name(overlay).split("/")[-1].removesuffix(".yaml")
        if name not in names:
            yield _found(overlay, (), "unknown-dialect", f"dialect `{name}` is not in versions.yaml")


def _ids(requirements: list[Source]) -> set[str]:
    return {item["id"] for file in requirements for item in file.tree["requirements"]}


def _requirements(sources: list[Source], catalogue: Source | None) -> Iterator[Finding]:
    kinds = {} if catalogue is None else {name: item["kind"] for name, item in catalogue.tree["sources"].items()}
    places: dict[str, tuple[Source, int]] = {}
    edges: dict[str, list[str]] = {}
    for source in sources:
        for index, item in enumerate(source.tree["requirements"]):
            location = ("requirements", index, "id")
            if item["id"] in places:
                first = places[item["id"]][0].name
                message = f"requirement `{item['id']}` is defined twice, first in {first}"
                yield _found(source, location, "duplicate-requirement", message)
            places[item["id"]] = (source, index)
            edges[item["id"]] = item.get("depends_on", [])
            # A source that is in no catalogue is a finding of its own.
            found = {kinds.get(name, "official") for name in item["sources"]}
            if item["level"] == "must" and not found & _promises(item.get("party", "server")):
                message = f"`{item['id']}` is a must, but no document states it"
                yield _found(source, location, "level-without-source", message)
            if "since" in item and "until" in item and item["since"] > item["until"]:
                yield _found(source, location, "version-range", f"`{item['id']}` ends before it begins")
    for name, targets in edges.items():
        source, index = places[name]
        for target in targets:
            if target not in places:
                message = f"`{name}` depends on `{target}`, which does not exist"
                yield _found(source, ("requirements", index, "depends_on"), "unknown-requirement", message)
        if name in _reachable(name, edges):
            message = f"`{name}` depends on itself by way of others"
            yield _found(source, ("requirements", index, "depends_on"), "dependency-cycle", message)


def _promises(party: str) -> frozenset[str]:
    """The kinds of sources that can make something a must; what somebody saw or read into a document cannot."""
    documents = frozenset({"official", "standard"})
    return documents | {"third-party"} if party == "proxy" else documents


def _questions(sources: list[Source], requirements: list[Source]) -> Iterator[Finding]:
    known = _ids(requirements)
    seen: set[str] = set()
    questions = [(source, index) for source in sources for index in range(len(source.tree["questions"]))]
    for source, index in questions:
        item = source.tree["questions"][index]
        if item["id"] in seen:
            yield _found(source, ("questions", index), "duplicate-question", f"`{item['id']}` stands twice")
        seen.add(item["id"])
        for name in item["requirements"]:
            if name not in known:
                message = f"`{item['id']}` names the requirement `{name}`, which does not exist"
                yield _found(source, ("questions", index, "requirements"), "unknown-requirement", message)


def _known(files: Files) -> dict[str, set[Any]]:
    """The operationIds and the names of channels, by `operation` and `channel`."""
    operations = [found for document in files.matching("openapi/*.yaml") for found in walk(document.tree)]
    channels = [found for document in files.matching("asyncapi/*.yaml") for found in walk(document.tree)]
    return {
        "operation": {value for location, value in operations if location[-1:] == ("operationId",)},
        "channel": {location[1] for location, _ in channels if location[:1] == ("channels",) and len(location) == 2},
    }


def _prices(files: Files) -> Iterator[Finding]:
    source = files.get("prices.yaml")
    if source is None:
        return
    known = _known(files)
    seen: set[tuple[str, str]] = set()
    for section in ("prices", "unpriced"):
        for index, item in enumerate(source.tree[section]):
            for kind, names in known.items():
                for place, name in enumerate(item.get(f"{kind}s", ())):
                    at = (section, index, f"{kind}s", place)
                    if name not in names:
                        message = f"the price list names the {kind} `{name}`, which does not exist"
                        yield _found(source, at, "unknown-operation", message)
                    if (kind, name) in seen:
                        yield _found(source, at, "duplicate-price", f"`{name}` stands twice in the price list")
                    seen.add((kind, name))


def _official_sdk(files: Files) -> Iterator[Finding]:
    source = files.get("official-sdk.yaml")
    if source is None:
        return
    known = _known(files)
    seen: set[str] = set()
    for index, item in enumerate(source.tree["methods"]):
        if item["name"] in seen:
            yield _found(source, ("methods", index), "duplicate-method", f"`{item['name']}` stands twice")
        seen.add(item["name"])
        for kind, names in known.items():
            if kind in item and item[kind] not in names:
                message = f"`{item['name']}` names the {kind} `{item[kind]}`, which does not exist"
                yield _found(source, ("methods", index, kind), "unknown-operation", message)


def _reachable(start: str, edges: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(edges.get(name, ()))
    return seen
