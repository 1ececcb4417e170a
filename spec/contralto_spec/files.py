"""The hand-written files, each read once."""

from __future__ import annotations

from pathlib import Path

from .data import data_root, shown_name
from .findings import Finding, SpecError
from .yaml_source import Source, read_yaml


class Files:
    """The data files below one root. What cannot be read is a finding; the rest is read all the same."""

    def __init__(self, root: Path | None = None) -> None:
        self.base = root or data_root()
        self.findings: list[Finding] = []
        self._root = root
        self._read: dict[Path, Source | None] = {}

    def get(self, name: str) -> Source | None:
        """The file of this name below the root; None, with a finding, if it cannot be read."""
        return self._source(self.base / name)

    def matching(self, pattern: str) -> list[Source]:
        """The files that match, in name order."""
        found = [self._source(path) for path in sorted(self.base.glob(pattern))]
        return [source for source in found if source is not None]

    def short_name(self, source: Source) -> str:
        """The name of the file below the root, such as `overlays/2026-03-01/voices.yaml`."""
        return source.name.removeprefix("spec/") if self._root is None else source.name

    def _source(self, path: Path) -> Source | None:
        if path not in self._read:
            try:
                source = read_yaml(path, shown_name(path, self._root))
                if not isinstance(source.tree, dict):
                    raise SpecError([Finding(source.name, 1, 1, "not-a-mapping", "a mapping is expected")])
                self._read[path] = source
            except SpecError as error:
                self.findings.extend(error.findings)
                self._read[path] = None
        return self._read[path]
