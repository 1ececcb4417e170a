"""The hand-written files as two whole documents.

`openapi/` and `asyncapi/` each hold a root file (named like the folder) and one file per tag or channel;
`components/` holds what they share. All files of a document share one namespace: sections are merged key by key, and
a key that two files define is a finding. Nothing is pruned here, so that overlays can reach what only an older
version uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .data import data_root, shown_name
from .findings import Finding, SpecError
from .yaml_source import Json, Location, Source, read_yaml

Kind = Literal["openapi", "asyncapi"]

_SHARED_SECTIONS: dict[Kind, tuple[str, ...]] = {
    "openapi": ("schemas", "parameters", "headers", "responses"),
    "asyncapi": ("schemas",),
}


@dataclass(frozen=True, slots=True)
class Assembly:
    """One whole document and, for messages, the file that each top part of it came from."""

    kind: Kind
    document: Json
    origins: dict[Location, Source]

    def origin(self, location: Location) -> Source | None:
        """The file in which the value at this location was written, if it was written by hand."""
        while location:
            if location in self.origins:
                return self.origins[location]
            location = location[:-1]
        return None

    def finding(self, location: Location, rule: str, message: str, hint: str = "") -> Finding:
        """A finding about a value of the document, at the place where it was written."""
        source = self.origin(location)
        if source is None:
            where = "/".join(str(part) for part in location)
            return Finding(f"{self.kind} document", 0, 0, rule, f"{message} (at `{where}`)", hint)
        return source.finding(location, rule, message, hint)


def read_folder(folder: Path) -> list[Source]:
    """Every YAML file of a folder in name order. Raises SpecError with the findings of all of them."""
    sources: list[Source] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            sources.append(read_yaml(path, shown_name(path)))
        except SpecError as error:
            findings.extend(error.findings)
    if findings:
        raise SpecError(findings)
    return sources


def assemble(kind: Kind, root: Path | None = None) -> Assembly:
    """The newest document of this kind, unpruned. Raises SpecError with all findings."""
    base = root or data_root()
    sources = read_folder(base / kind)
    shared = read_folder(base / "components")
    main = next((source for source in sources if source.name.endswith(f"/{kind}.yaml")), None)
    if main is None:
        raise SpecError([Finding(f"spec/{kind}/{kind}.yaml", 0, 0, "missing", "the root file is missing")])
    document: Json = {}
    origins: dict[Location, Source] = {}
    findings: list[Finding] = []
    ordered = [main, *(source for source in sources if source is not main)]
    for source in ordered:
        _merge(document, source.data, source, (), origins, findings)
    for source in shared:
        wanted = {
            section: values
            for section, values in source.data.get("components", {}).items()
            if section in _SHARED_SECTIONS[kind]
        }
        _merge(document, {"components": wanted}, source, (), origins, findings)
    if findings:
        raise SpecError(findings)
    return Assembly(kind, document, origins)


_MERGED: set[Location] = {(), ("components",), ("paths",), ("channels",), ("operations",)}


def _merge(
    target: Json,
    value: Json,
    source: Source,
    location: Location,
    origins: dict[Location, Source],
    found: list[Finding],
) -> None:
    """Merge the sections of one file; below a section every key has one owner."""
    for key, child in value.items():
        here = (*location, key)
        is_section = here in _MERGED or location == ("components",)
        if is_section and isinstance(child, dict):
            _merge(target.setdefault(key, {}), child, source, here, origins, found)
        elif key == "tags" and not location:
            target.setdefault("tags", []).extend(child)
        elif key in target:
            first = origins[here].name if here in origins else "another file"
            message = f"`{'/'.join(str(part) for part in here)}` is defined twice, first in {first}"
            found.append(source.finding(here, "duplicate-definition", message, "keep one, or rename one"))
        else:
            target[key] = child
            origins[here] = source
