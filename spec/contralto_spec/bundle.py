"""From hand-written files to one document per version and dialect.

`assemble → overlays of the chain → what exists in the version → overlay of the dialect → prune → order`. The result
is committed under `spec/published/`, as YAML for people and as JSON for programs, and compared with a fresh bundle by
`check`.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .assemble import Kind, assembled
from .data import data_root
from .files import Files
from .findings import Finding, SpecError
from .overlay import Overlay
from .placed import Json, copied, mapping, plain, sequence
from .ranges import METHODS, document_of, drop_hanging
from .schema_bundles import errors_bundle, messages_bundle
from .yaml_source import Source
from .yaml_text import to_yaml

KINDS: tuple[Kind, ...] = ("openapi", "asyncapi")
_SECTION_ORDER = (
    "openapi", "asyncapi", "info", "defaultContentType", "servers", "security", "tags", "paths", "webhooks",
    "channels", "operations", "components",
)  # fmt: skip
PRUNED_SECTIONS = ("schemas", "parameters", "headers", "responses", "messages")
"""Sections of the components that hold only what something uses."""


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One line of `versions.yaml`."""

    date: str
    described: bool
    overlay_of: str | None


@dataclass(frozen=True, slots=True)
class DialectEntry:
    """A variant of the API that somebody else speaks, and the versions that it is described for."""

    name: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """What a pair of documents describes: an API version, as the service or as a dialect speaks it."""

    date: str
    dialect: str = ""

    @property
    def folder(self) -> str:
        """Its folder below `published/`."""
        return f"dialects/{self.dialect}/{self.date}" if self.dialect else self.date

    def __str__(self) -> str:
        return f"{self.dialect}-{self.date}" if self.dialect else self.date


@dataclass(frozen=True, slots=True)
class Build:
    """All documents with the places of their values, and what was wrong on the way. Newest first, dialects last."""

    assemblies: dict[Kind, Json]
    editions: dict[Edition, dict[Kind, Json]]
    used: dict[Kind, set[tuple[str, str]]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_versions(files: Files) -> list[VersionEntry]:
    """The dated versions, oldest first. Raises SpecError if the file cannot be read."""
    data = _versions(files)
    return [VersionEntry(item["date"], item["described"], item.get("overlay_of")) for item in data["versions"]]


def read_dialects(files: Files) -> list[DialectEntry]:
    """The dialects in the order of the file. Raises SpecError if the file cannot be read."""
    data = _versions(files)
    every = tuple(item["date"] for item in data["versions"] if item["described"])
    return [
        DialectEntry(item["name"], every if item["versions"] == "all" else tuple(item["versions"]))
        for item in data.get("dialects", ())
    ]


def _versions(files: Files) -> Json:
    source = files.get("versions.yaml")
    if source is None:
        raise SpecError(files.findings)
    return source.tree


def build(files: Files) -> Build:
    """The documents of every described version and dialect, as far as the files can be read."""
    findings: list[Finding] = []
    entries = {entry.date: entry for entry in read_versions(files) if entry.described}
    assemblies = [assembled(kind, files) for kind in KINDS]
    findings.extend(finding for assembly in assemblies for finding in assembly.findings)
    whole: dict[str, list[Json]] = {}
    overlays: list[Overlay] = []

    def documents(date: str, waiting: tuple[str, ...] = ()) -> list[Json]:
        if date not in whole:
            parent = entries[date].overlay_of
            if parent is None or parent not in entries or parent in waiting:
                whole[date] = [assembly.document for assembly in assemblies]
            else:
                result = [copied(document) for document in documents(parent, (*waiting, date))]
                for source in files.matching(f"overlays/{date}/*.yaml"):
                    overlays.append(Overlay(source))
                    overlays[-1].apply(result)
                whole[date] = result
        return whole[date]

    taken: dict[Edition, list[Json]] = {
        Edition(date): [document_of(document, date) for document in documents(date)]
        for date in sorted(entries, reverse=True)
    }
    for dialect in read_dialects(files):
        source = files.get(f"dialects/{dialect.name}.yaml")
        if source is None:
            continue
        overlay = Overlay(source)
        for date in sorted(set(dialect.dates) & set(entries), reverse=True):
            result = [copied(document) for document in taken[Edition(date)]]
            overlay.apply(result)
            for document in result:
                drop_hanging(document)
            taken[Edition(date, dialect.name)] = result
        overlays.append(overlay)
    findings.extend(finding for overlay in overlays for finding in overlay.findings())
    used: dict[Kind, set[tuple[str, str]]] = {kind: set() for kind in KINDS}
    editions: dict[Edition, dict[Kind, Json]] = {}
    for edition, results in taken.items():
        editions[edition] = {}
        for kind, document in zip(KINDS, results, strict=True):
            reached = reached_components(document)
            used[kind] |= reached
            editions[edition][kind] = ordered(pruned(document, reached))
    return Build(
        {assembly.kind: assembly.document for assembly in assemblies},
        editions,
        used,
        tuple(sorted({*files.findings, *findings})),
    )


def bundle_all(root: Path | None = None) -> dict[str, dict[Kind, Json]]:
    """The documents of every described version, newest first. Raises SpecError with the findings of all of them."""
    editions = _sound_build(Files(root)).editions
    return {
        edition.date: {kind: plain(document) for kind, document in documents.items()}
        for edition, documents in editions.items()
        if not edition.dialect
    }


def _sound_build(files: Files) -> Build:
    built = build(files)
    if built.findings:
        raise SpecError(list(built.findings))
    return built


def references(value: Json) -> Iterator[str]:
    """Every `$ref` and discriminator mapping of a value."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            reference = current.get("$ref")
            if isinstance(reference, str):
                yield reference
            discriminator = current.get("discriminator")
            if isinstance(discriminator, dict) and isinstance(discriminator.get("mapping"), dict):
                yield from (target for target in discriminator["mapping"].values() if isinstance(target, str))
            waiting.extend([child for child in current.values() if isinstance(child, (dict, list))])
        elif isinstance(current, list):
            waiting.extend([child for child in current if isinstance(child, (dict, list))])


def reached_components(document: Json) -> set[tuple[str, str]]:
    """Section and name of every component that something outside of the components leads to."""
    components = mapping(document.get("components"))
    reached: set[tuple[str, str]] = set()
    waiting: list[Json] = [value for key, value in document.items() if key != "components"]
    while waiting:
        for reference in references(waiting.pop()):
            parts = reference.split("/")
            if parts[:2] != ["#", "components"] or len(parts) < 4:
                continue
            key = (parts[2], parts[3].replace("~1", "/").replace("~0", "~"))
            section = components.get(key[0])
            if key not in reached and isinstance(section, dict) and key[1] in section:
                reached.add(key)
                waiting.append(section[key[1]])
    reached |= {("securitySchemes", name) for name in _security_names(document)}
    return reached


def _security_names(document: Json) -> Iterator[str]:
    holders = [document]
    for item in mapping(document.get("paths")).values():
        holders += [mapping(item).get(method) for method in METHODS]
    for holder in holders:
        for requirement in sequence(mapping(holder).get("security")):
            yield from mapping(requirement)


def pruned(document: Json, reached: set[tuple[str, str]]) -> Json:
    """The document without components that nothing outside of them reaches."""
    components = document.get("components", {})
    for section in list(components):
        values = components[section]
        if section in (*PRUNED_SECTIONS, "securitySchemes"):
            for name in [name for name in values if (section, name) not in reached]:
                del values[name]
        if not values:
            del components[section]
    return document


def ordered(document: Json) -> Json:
    """The document with its sections, and the components within each, in their order."""
    _reorder(document, [key for key in _SECTION_ORDER if key in document and key != "components"])
    components = document.setdefault("components", {})
    document["components"] = document.pop("components")
    _reorder(components, sorted(components))
    for section in PRUNED_SECTIONS:
        if section in components:
            _reorder(components[section], sorted(components[section]))
    return document


def _reorder(mapping: Json, first: list[str]) -> None:
    """Put these keys first, in this order, in place, so that the mapping keeps its places."""
    for key in [*first, *(key for key in list(mapping) if key not in set(first))]:
        mapping[key] = mapping.pop(key)


def to_json(document: Json) -> str:
    """The document as compact JSON text; programs read it, people read its YAML twin."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def render(root: Path | None = None) -> dict[str, str]:
    """Every published file, by its name below `published/`."""
    store = Files(root)
    built = _sound_build(store)
    files: dict[str, str] = {}
    for edition, documents in built.editions.items():
        about = f"API version {edition.date}" + (f", dialect {edition.dialect}" if edition.dialect else "")
        for kind, document in documents.items():
            comment = f"# Bundled from spec/ by `contralto spec bundle`. Do not edit. {about}.\n"
            files[f"{edition.folder}/{kind}.yaml"] = comment + to_yaml(document)
            files[f"{edition.folder}/{kind}.json"] = to_json(document)
    named = {str(edition): (pair["openapi"], pair["asyncapi"]) for edition, pair in built.editions.items()}
    files["schemas/errors.json"] = to_json(errors_bundle(named))
    files["schemas/messages.json"] = to_json(messages_bundle(named))
    files["requirements.json"] = to_json(_requirements(store))
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    files["index.json"] = to_json({"digest": digest.hexdigest()[:16], "versions": _versions(store)})
    return files


def _requirements(files: Files) -> Json:
    sources = files.get("sources.yaml")
    areas = requirement_sources(files)
    if sources is None or files.findings:
        raise SpecError(files.findings)
    return {"sources": sources.tree["sources"], "areas": [source.tree for source in areas]}


def requirement_sources(files: Files) -> list[Source]:
    """The requirement files in the order of `requirement_files` in versions.yaml, others after them by name."""
    order = list(_versions(files).get("requirement_files", ()))
    sources = files.matching("requirements/*.yaml")
    names = {source.name: Path(source.name).stem for source in sources}
    rank = {name: index for index, name in enumerate(order)}
    return sorted(sources, key=lambda source: (rank.get(names[source.name], len(order)), source.name))


def write(root: Path | None = None, out: Path | None = None) -> list[str]:
    """Write the published files and remove what no longer belongs there; the names that changed."""
    folder = out or (root or data_root()) / "published"
    wanted = render(root)
    changed = []
    for name, text in wanted.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    for name in sorted(_present(folder) - set(wanted)):
        (folder / name).unlink()
        changed.append(name)
    for empty in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            empty.rmdir()
    return changed


def drift(root: Path | None = None, out: Path | None = None) -> str:
    """What a fresh bundle would change in the published files, as a unified diff; empty when nothing."""
    folder = out or (root or data_root()) / "published"
    wanted = render(root)
    parts: list[str] = []
    for name in sorted(set(wanted) | _present(folder)):
        path = folder / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = wanted.get(name, "")
        if before != after:
            parts.extend(_diff(before, after, f"spec/published/{name}"))
    return "".join(parts)


def _present(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _diff(before: str, after: str, name: str) -> Iterable[str]:
    if name.endswith(".json"):
        # One long line; its YAML twin shows what changed.
        return [f"{name} differs\n"]
    return difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
