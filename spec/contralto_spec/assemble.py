"""The hand-written files as two whole documents.

`openapi/` and `asyncapi/` each hold a root file (named like the folder) and one file per tag or channel;
`components/` holds what they share. All files of a document share one namespace: sections are merged key by key, and
a key that two files define is a finding. Nothing is pruned here, so that overlays can reach what only an older
version uses. Every value keeps the place where it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .files import Files
from .findings import Finding, SpecError
from .placed import Array, Json, Object, place_of
from .yaml_source import Location, Source

Kind = Literal["openapi", "asyncapi"]

_SHARED_SECTIONS: dict[Kind, tuple[str, ...]] = {
    "openapi": ("schemas", "parameters", "headers", "responses"),
    "asyncapi": ("schemas",),
}


@dataclass(frozen=True, slots=True)
class Assembly:
    """One whole document, what was found wrong while it was put together."""

    kind: Kind
    document: Json
    findings: tuple[Finding, ...] = ()

    def finding(self, location: Location, rule: str, message: str, hint: str = "") -> Finding:
        """A finding about a value of the document, at the place where it was written."""
        at = place_of(self.document, location) or (f"{self.kind} document", 0, 0)
        return Finding(*at, rule, message, hint)


def assemble(kind: Kind, root: Path | None = None) -> Assembly:
    """The document of all versions, unpruned. Raises SpecError with all findings."""
    files = Files(root)
    assembly = assembled(kind, files)
    if files.findings or assembly.findings:
        raise SpecError([*files.findings, *assembly.findings])
    return assembly


def assembled(kind: Kind, files: Files) -> Assembly:
    """The document of all versions, unpruned, as far as its files can be read."""
    sources = files.matching(f"{kind}/*.yaml")
    main = next((source for source in sources if source.name.endswith(f"{kind}/{kind}.yaml")), None)
    if main is None:
        missing = Finding(f"spec/{kind}/{kind}.yaml", 0, 0, "missing-file", "the root file is missing")
        return Assembly(kind, Object((f"spec/{kind}", 0, 0)), (missing,))
    document = Object((main.name, 1, 1))
    findings: list[Finding] = []
    for source in [main, *(source for source in sources if source is not main)]:
        _merge(document, source.tree, source, (), findings)
    for source in files.matching("components/*.yaml"):
        components = source.tree.get("components")
        wanted = Object((source.name, 1, 1))
        if isinstance(components, Object):
            for section, values in components.items():
                if section in _SHARED_SECTIONS[kind]:
                    wanted[section] = values
                    wanted.keys_at[section] = components.keys_at[section]
        _merge(document.setdefault("components", Object(wanted.at)), wanted, source, ("components",), findings)
    return Assembly(kind, document, tuple(findings))


_MERGED: set[Location] = {(), ("components",), ("paths",), ("channels",), ("operations",)}


def _merge(target: Object, value: Object, source: Source, location: Location, found: list[Finding]) -> None:
    """Merge the sections of one file; below a section every key has one owner."""
    for key, child in value.items():
        here = (*location, key)
        is_section = here in _MERGED or location == ("components",)
        at = value.keys_at.get(key, value.at)
        if is_section and isinstance(child, Object):
            target.keys_at.setdefault(key, at)
            inner = target.setdefault(key, Object(child.at))
            if isinstance(inner, Object):
                _merge(inner, child, source, here, found)
        elif key == "tags" and not location and isinstance(child, Array):
            tags = target.setdefault("tags", Array(child.at))
            target.keys_at.setdefault(key, at)
            for item, item_at in zip(child, child.items_at, strict=True):
                tags.put(item, item_at)
        elif key in target:
            name, line, _ = target.keys_at.get(key, target.at)
            shown = "/".join(str(part) for part in here)
            message = f"`{shown}` is defined twice, first in {name}:{line}"
            found.append(Finding(*at, "duplicate-definition", message, "keep one, or rename one"))
        else:
            target[key] = child
            target.keys_at[key] = at
