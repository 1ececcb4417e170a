"""The spec as frozen values, read from the prebuilt files in `published/`.

Adds no meaning: what stands in `spec/` is what comes out. Reading costs milliseconds, since nothing is bundled or
validated here; `lint` and `check` do that when the data changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from .data import data_root

Level = Literal["must", "should", "observed"]
Transport = Literal["http", "sse", "websocket"]
ErrorFormat = Literal["structured", "legacy"]


class UnknownVersion(ValueError):
    """An API version that is not published, or that this repository does not describe yet."""


class UnknownRequirement(ValueError):
    """A requirement id that does not exist."""


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact comes from; `read` is the day on which it was last looked at (YYYY-MM-DD)."""

    id: str
    title: str
    kind: str
    read: str


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """A dated version of the API. `described`: the spec holds documents for it."""

    date: str
    errors: ErrorFormat
    described: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """One normative sentence with its level and sources. `since` and `until` are inclusive dates."""

    id: str
    area: str
    level: Level
    transport: Transport
    statement: str
    sources: tuple[FactSource, ...]
    observed_by: str
    proxy: Literal["pass", "map", "none"]
    cost: Literal["free", "cheap", "paid", "destructive"]
    party: Literal["server", "client", "proxy"] = "server"
    since: str | None = None
    until: str | None = None
    depends_on: tuple[str, ...] = ()
    feature: str | None = None

    def applies_to(self, date: str) -> bool:
        """True when the requirement holds under this API version."""
        return (self.since is None or date >= self.since) and (self.until is None or date <= self.until)


class Spec:
    """Everything that is published, read on demand and kept."""

    def __init__(self, root: Path) -> None:
        self._published = root / "published"
        index = self._read("index.json")
        self.digest: str = index["digest"]
        since = index["versions"]["structured_errors_since"]["version"]
        self.versions: tuple[ApiVersion, ...] = tuple(
            ApiVersion(item["date"], "structured" if item["date"] >= since else "legacy", bool(item["described"]))
            for item in index["versions"]["versions"]
        )

    def _read(self, name: str) -> Any:
        return json.loads((self._published / name).read_text(encoding="utf-8"))

    @property
    def described_versions(self) -> tuple[ApiVersion, ...]:
        """The versions that have documents, oldest first."""
        return tuple(version for version in self.versions if version.described)

    @property
    def latest(self) -> ApiVersion:
        """The newest described version."""
        return self.described_versions[-1]

    def version(self, date: str) -> ApiVersion:
        """The version of this date. Raises UnknownVersion if it is not published."""
        for version in self.versions:
            if version.date == date:
                return version
        known = ", ".join(version.date for version in self.versions)
        raise UnknownVersion(f"API version `{date}` does not exist; known are {known}")

    def described(self, date: str) -> ApiVersion:
        """The version of this date. Raises UnknownVersion unless the spec describes it."""
        version = self.version(date)
        if not version.described:
            known = ", ".join(version.date for version in self.described_versions)
            raise UnknownVersion(f"API version `{date}` is not described yet; described are {known}")
        return version

    @cached_property
    def sources(self) -> Mapping[str, FactSource]:
        """Every source of facts by its id."""
        items = self._read("requirements.json")["sources"].items()
        return MappingProxyType({key: FactSource(key, **value) for key, value in items})

    @cached_property
    def requirements(self) -> Mapping[str, Requirement]:
        """Every requirement by its id, in the order of the files."""
        result: dict[str, Requirement] = {}
        for area in self._read("requirements.json")["areas"]:
            for item in area["requirements"]:
                fields = {
                    **item,
                    "area": area["area"],
                    "sources": tuple(self.sources[key] for key in item["sources"]),
                    "depends_on": tuple(item.get("depends_on", ())),
                }
                result[item["id"]] = Requirement(**fields)
        return MappingProxyType(result)

    def requirement(self, requirement_id: str) -> Requirement:
        """The requirement of this id. Raises UnknownRequirement, with the nearest ids, if there is none."""
        found = self.requirements.get(requirement_id)
        if found is None:
            import difflib

            near = difflib.get_close_matches(requirement_id, self.requirements, n=3)
            hint = f"; did you mean {' or '.join(f'`{name}`' for name in near)}" if near else ""
            raise UnknownRequirement(f"requirement `{requirement_id}` does not exist{hint}")
        return found

    @cache  # noqa: B019 - a Spec is itself cached for the life of the process
    def openapi(self, date: str) -> dict[str, Any]:
        """The bundled OpenAPI 3.1 document of a described version; treat it as read-only."""
        document: dict[str, Any] = self._read(f"{self.described(date).date}/openapi.json")
        return document

    @cache  # noqa: B019 - as above
    def asyncapi(self, date: str) -> dict[str, Any]:
        """The bundled AsyncAPI 3.0 document of a described version; treat it as read-only."""
        document: dict[str, Any] = self._read(f"{self.described(date).date}/asyncapi.json")
        return document


@cache
def load() -> Spec:
    """The spec that ships with this package."""
    return Spec(data_root())
