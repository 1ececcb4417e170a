"""The spec as frozen values, read from the prebuilt files in `published/`.

Adds no meaning: what stands in `spec/` is what comes out. Reading costs milliseconds, since nothing is bundled or
validated here; `lint` and `check` do that when the data changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
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


class UnknownDialect(ValueError):
    """A dialect that does not exist, or that is not described for the version asked for."""


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
class Dialect:
    """A variant of the API that somebody else speaks.

    versions: the dates it is described for, oldest first. departures: ids of requirements that it does not keep: what
    it does instead.
    """

    name: str
    about: str
    versions: tuple[str, ...]
    sources: tuple[str, ...]
    departures: Mapping[str, str]


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
        self.dialect_name: str | None = None
        index = self._read("index.json")
        self.digest: str = index["digest"]
        since = index["versions"]["structured_errors_since"]["version"]
        self.versions: tuple[ApiVersion, ...] = tuple(
            ApiVersion(item["date"], "structured" if item["date"] >= since else "legacy", bool(item["described"]))
            for item in index["versions"]["versions"]
        )
        described = tuple(version.date for version in self.described_versions)
        self.dialects: Mapping[str, Dialect] = MappingProxyType(
            {
                item["name"]: Dialect(
                    item["name"],
                    item["about"],
                    described if item["versions"] == "all" else tuple(sorted(item["versions"])),
                    tuple(item["sources"]),
                    MappingProxyType(
                        {name: each["because"] for each in item.get("departs", ()) for name in each["from"]}
                    ),
                )
                for item in index["versions"].get("dialects", ())
            }
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
                result[item["id"]] = requirement_of(area["area"], item, self.sources)
        return MappingProxyType(result)

    def extended(self, requirements: Mapping[str, Requirement]) -> Spec:
        """The same spec with further requirements behind its own; the digest remains that of what is published."""
        result = copy(self)
        result.__dict__["requirements"] = MappingProxyType({**self.requirements, **requirements})
        return result

    def in_dialect(self, name: str) -> Spec:
        """The same spec as a dialect has it: its documents, its departures, and the versions it is described for.

        Raises UnknownDialect.
        """
        dialect = self.dialect(name)
        result = copy(self)
        result.dialect_name = name
        result.versions = tuple(
            replace(version, described=version.described and version.date in dialect.versions)
            for version in self.versions
        )
        return result

    @property
    def departures(self) -> Mapping[str, str]:
        """Ids of requirements that the dialect of this spec does not keep: what it does instead. None without one."""
        return self.dialects[self.dialect_name].departures if self.dialect_name is not None else {}

    def requirement(self, requirement_id: str) -> Requirement:
        """The requirement of this id. Raises UnknownRequirement, with the nearest ids, if there is none."""
        found = self.requirements.get(requirement_id)
        if found is None:
            near = near_names(requirement_id, self.requirements)
            raise UnknownRequirement(f"requirement `{requirement_id}` does not exist{near}")
        return found

    def dialect(self, name: str) -> Dialect:
        """The dialect of this name. Raises UnknownDialect, with the nearest names, if there is none."""
        found = self.dialects.get(name)
        if found is None:
            hint = near_names(name, self.dialects) or f"; known are {', '.join(self.dialects) or 'none'}"
            raise UnknownDialect(f"dialect `{name}` does not exist{hint}")
        return found

    @cache  # noqa: B019 - a Spec is itself cached for the life of the process
    def openapi(self, date: str, dialect: str | None = None) -> dict[str, Any]:
        """The bundled OpenAPI 3.1 document of a described version, or of a dialect of it; treat it as read-only."""
        document: dict[str, Any] = self._read(f"{self.folder(date, dialect or self.dialect_name)}/openapi.json")
        return document

    @cache  # noqa: B019 - as above
    def asyncapi(self, date: str, dialect: str | None = None) -> dict[str, Any]:
        """The bundled AsyncAPI 3.0 document of a described version, or of a dialect of it; treat it as read-only."""
        document: dict[str, Any] = self._read(f"{self.folder(date, dialect or self.dialect_name)}/asyncapi.json")
        return document

    @cache  # noqa: B019 - as above
    def schemas(self, name: Literal["errors", "messages"]) -> dict[str, Any]:
        """A JSON Schema bundle: every shape of an error, or every message and event of every version."""
        bundle: dict[str, Any] = self._read(f"schemas/{name}.json")
        return bundle

    def folder(self, date: str, dialect: str | None = None) -> str:
        """Where the bundle of a version, or of a dialect of it, lies below `published/`.

        Raises UnknownVersion and UnknownDialect.
        """
        if dialect is None:
            return self.described(date).date
        found = self.dialect(dialect)
        if self.described(date).date not in found.versions:
            known = ", ".join(found.versions)
            raise UnknownDialect(f"dialect `{dialect}` is not described for `{date}`, but for {known}")
        return f"dialects/{dialect}/{date}"


def requirement_of(area: str, entry: Mapping[str, Any], sources: Mapping[str, FactSource]) -> Requirement:
    """An entry of a requirements file as a value. Raises KeyError for a source that is not among those given."""
    fields = {
        **entry,
        "area": area,
        "sources": tuple(sources[key] for key in entry["sources"]),
        "depends_on": tuple(entry.get("depends_on", ())),
    }
    return Requirement(**fields)


def near_names(name: str, names: Iterable[str]) -> str:
    """The end of a sentence that offers the names most like this one; empty if none is."""
    # Imported on demand: only mistakes need it.
    import difflib

    near = difflib.get_close_matches(name, list(names), n=3)
    return f"; did you mean {' or '.join(f'`{one}`' for one in near)}" if near else ""


@cache
def load() -> Spec:
    """The spec that ships with this package."""
    return Spec(data_root())
