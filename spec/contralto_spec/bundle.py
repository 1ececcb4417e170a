"""From hand-written files to one document per version.

`assemble → overlays of the chain → prune what nothing refers to → order`. The result is committed under
`spec/published/<version>/`, as YAML for people and as JSON for programs, and compared with a fresh bundle by
`check`.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from .assemble import Kind, assemble
from .data import data_root, shown_name
from .findings import Finding, SpecError
from .overlay import apply_overlay
from .yaml_source import Json, Source, read_yaml, walk

KINDS: tuple[Kind, ...] = ("openapi", "asyncapi")
_SECTION_ORDER = (
    "openapi", "asyncapi", "info", "defaultContentType", "servers", "security", "tags", "paths", "channels",
    "operations", "components",
)  # fmt: skip
_PRUNED_SECTIONS = ("schemas", "parameters", "headers", "responses", "messages")


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One line of `versions.yaml`."""

    date: str
    described: bool
    overlay_of: str | None


def read_versions(root: Path | None = None) -> list[VersionEntry]:
    """The dated versions, oldest first."""
    data = _versions_source(root).data
    return [VersionEntry(item["date"], item["described"], item.get("overlay_of")) for item in data["versions"]]


def _versions_source(root: Path | None) -> Source:
    path = (root or data_root()) / "versions.yaml"
    return read_yaml(path, shown_name(path))


def bundle_all(root: Path | None = None) -> dict[str, dict[Kind, Json]]:
    """The documents of every described version, newest first. Raises SpecError with the findings of all of them."""
    base = root or data_root()
    entries = {entry.date: entry for entry in read_versions(root) if entry.described}
    unpruned: dict[str, list[Json]] = {}
    findings: list[Finding] = []

    def documents(date: str) -> list[Json]:
        if date not in unpruned:
            parent = entries[date].overlay_of
            if parent is None:
                unpruned[date] = [assemble(kind, root).document for kind in KINDS]
            else:
                path = base / "overlays" / f"{date}.yaml"
                results, found = apply_overlay(documents(parent), read_yaml(path, shown_name(path)))
                findings.extend(found)
                unpruned[date] = results
        return unpruned[date]

    bundles = {
        date: {kind: _ordered(_pruned(document)) for kind, document in zip(KINDS, documents(date), strict=True)}
        for date in sorted(entries, reverse=True)
    }
    if findings:
        raise SpecError(findings)
    return bundles


def references(document: Json) -> Iterator[str]:
    """Every `$ref` and discriminator mapping of a document."""
    for location, value in walk(document):
        if isinstance(value, str) and (
            (location and location[-1] == "$ref") or (len(location) > 2 and location[-2] == "mapping")
        ):
            yield value


def _pruned(document: Json) -> Json:
    """The document without components that nothing outside of them reaches."""
    components = document.get("components", {})
    reached: set[tuple[str, str]] = set()

    def reach(value: Json) -> None:
        for reference in references(value):
            parts = reference.split("/")
            if parts[:2] != ["#", "components"] or len(parts) != 4:
                continue
            section, name = parts[2], parts[3]
            if (section, name) not in reached and name in components.get(section, {}):
                reached.add((section, name))
                reach(components[section][name])

    reach({key: value for key, value in document.items() if key != "components"})
    kept: Json = {}
    for section, values in components.items():
        if section in _PRUNED_SECTIONS:
            values = {name: value for name, value in values.items() if (section, name) in reached}
        if values:
            kept[section] = values
    return {**document, "components": kept}


def _ordered(document: Json) -> Json:
    known = {key: document[key] for key in _SECTION_ORDER if key in document}
    rest = {key: value for key, value in document.items() if key not in known}
    components = known.pop("components", {})
    ordered = {
        section: dict(sorted(values.items())) if section in _PRUNED_SECTIONS else values
        for section, values in sorted(components.items())
    }
    return {**known, **rest, "components": ordered}


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def to_yaml(document: Json, comment: str) -> str:
    """The document as YAML text under a comment line."""
    body = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return f"# {comment}\n{body}"


def to_json(document: Json) -> str:
    """The document as compact JSON text; programs read it, people read its YAML twin."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def render(root: Path | None = None) -> dict[str, str]:
    """Every published file, by its name below `published/`."""
    files: dict[str, str] = {}
    for date, documents in bundle_all(root).items():
        for kind, document in documents.items():
            comment = f"Bundled from spec/ by `contralto spec bundle`. Do not edit. API version {date}."
            files[f"{date}/{kind}.yaml"] = to_yaml(document, comment)
            files[f"{date}/{kind}.json"] = to_json(document)
    files["requirements.json"] = to_json(_requirements(root))
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    files["index.json"] = to_json({"digest": digest.hexdigest()[:16], "versions": _versions_source(root).data})
    return files


def _requirements(root: Path | None) -> Json:
    base = root or data_root()
    sources_path = base / "sources.yaml"
    return {
        "sources": read_yaml(sources_path, shown_name(sources_path)).data["sources"],
        "areas": [source.data for source in _requirement_sources(base)],
    }


def _requirement_sources(base: Path) -> list[Source]:
    # Read in the order in which a person would: from the status of the service to the socket.
    order = ["versions", "auth", "errors", "http", "voices", "tts-bytes", "tts-sse", "tts-ws"]
    paths = sorted((base / "requirements").glob("*.yaml"))
    paths.sort(key=lambda path: order.index(path.stem) if path.stem in order else len(order))
    return [read_yaml(path, shown_name(path)) for path in paths]


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
