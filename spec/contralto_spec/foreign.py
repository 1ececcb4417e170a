"""An OpenAPI or AsyncAPI document of somebody else, with the files that it refers to taken in.

References into other files are followed as long as these lie beside or below the document; addresses on the network
are left alone. What was taken in stands under `x-external`, so that the rules see one document.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from .findings import Finding, SpecError
from .placed import Json, Object, copied, location_of, place_of, pointer, value_at, walk
from .rules.registry import finding
from .yaml_source import Source, read_source

EXTERNAL = "x-external"
_MAX_FILES = 500
_MAX_TARGETS = 20_000


def read_foreign(path: Path) -> tuple[Object, list[Finding]]:
    """The document and what is wrong with its references to files. Raises SpecError if it cannot be read."""
    source = read_source(path, str(path))
    root = source.tree
    if not isinstance(root, Object):
        raise SpecError([finding("not-a-mapping", (source.name, 1, 1), "an OpenAPI or AsyncAPI document is a mapping")])
    version = str(root.get("openapi", root.get("asyncapi", "")))
    if not version.startswith("3.0" if "asyncapi" in root else ("3.0", "3.1")):
        what = "it is neither an OpenAPI nor an AsyncAPI document"
        for key in ("openapi", "asyncapi", "swagger"):
            if key in root:
                what = f"{key} {str(root[key])[:20]} is not read here"
                break
        raise SpecError([finding("unknown-format", (source.name, 1, 1), what)])
    if EXTERNAL in root:
        del root[EXTERNAL]
    reader = _Inclusion(path, source)
    reader.rewrite(root, path)
    if reader.taken:
        root[EXTERNAL] = reader.taken
        root.keys_at[EXTERNAL] = root.at
    return root, reader.findings


class _Inclusion:
    def __init__(self, path: Path, source: Source) -> None:
        self.findings: list[Finding] = []
        self.taken = Object((source.name, 1, 1))
        self._main = path.resolve()
        self._folder = self._main.parent
        self._sources: dict[Path, Json] = {}
        # Names that need no escapes in a reference.
        self._keys: dict[tuple[Path, str], str] = {}

    def rewrite(self, value: Json, path: Path) -> None:
        """Make every reference below the value, which stands in the file at `path`, one into the document."""
        waiting = [(value, path)]
        while waiting:
            part, here = waiting.pop()
            for _, node in list(walk(part)):
                if isinstance(node, Object) and isinstance(node.get("$ref"), str):
                    more = self._follow(node, here)
                    if more is not None:
                        waiting.append(more)

    def _follow(self, node: Object, here: Path) -> tuple[Json, Path] | None:
        reference = str(node["$ref"])
        name, _, fragment = reference.partition("#")
        if "://" in name or name.startswith("//"):
            return None
        at = node.keys_at.get("$ref", node.at)
        if not name and here.resolve() == self._main:
            return None
        try:
            target = (here.parent / unquote(name)).resolve() if name else here.resolve()
        except (OSError, ValueError, RuntimeError):
            self.findings.append(finding("missing-file", at, f"`{reference[:200]}` names no file"))
            return None
        if target == self._main:
            node["$ref"] = f"#{fragment}"
            return None
        if not target.is_relative_to(self._folder):
            self.findings.append(finding("outside-ref", at, f"`{reference}` leads out of the folder of the document"))
            return None
        key = self._keys.setdefault((target, fragment), f"ref-{len(self._keys) + 1}")
        node["$ref"] = pointer((EXTERNAL, key))
        if key in self.taken or len(self.taken) > _MAX_TARGETS:
            return None
        found = self._value(target, unquote(fragment), reference, at)
        if found is None:
            # It was said here; an empty schema keeps the rules from saying it again.
            self.taken[key] = Object(at)
            return None
        self.taken[key] = found
        self.taken.keys_at[key] = place_of(found, ()) or at
        return found, target

    def _value(self, target: Path, fragment: str, reference: str, at: tuple[str, int, int]) -> Json:
        if target not in self._sources:
            if len(self._sources) >= _MAX_FILES or not target.is_file():
                self.findings.append(finding("missing-file", at, f"`{reference}` names a file that does not exist"))
                return None
            try:
                self._sources[target] = read_source(target, str(target.relative_to(self._folder))).tree
            except SpecError as error:
                self.findings.extend(error.findings)
                self._sources[target] = None
        root = self._sources[target]
        if root is None:
            return None
        found = value_at(root, location_of(f"#{fragment}") or ())
        if found is None:
            self.findings.append(finding("unresolved-ref", at, f"`{reference}` does not exist"))
            return None
        return copied(found[1])
