"""How much a run plays: the table `profiles.yaml` as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from contralto_conformance.cases.model import Case, Pause
from contralto_conformance.fuzz import Depth
from contralto_spec.reader import near_names
from contralto_spec.yaml_source import read_yaml

FILE = Path(__file__).with_name("profiles.yaml")
"""The table; its schema is `spec/schemas/profiles.schema.json`."""


class UnknownProfile(ValueError):
    """A profile that does not exist; the message names those that do."""


@dataclass(frozen=True)
class Profile:
    """A row of the table. names: globs of the cases it plays, () for all. costs: what they may cost, () for anything.

    longest_wait_s: what a case may pause in all, None for any time. without_tags: cases with one of them are left out.
    depth: how much is generated, None for nothing.
    repeats: whether it is played until the time is up, with new seeds.
    """

    name: str
    about: str
    names: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    longest_wait_s: float | None = None
    without_tags: frozenset[str] = frozenset()
    depth: Depth | None = "standard"
    repeats: bool = False

    def plays(self, case: Case) -> bool:
        """Whether it plays that scripted case. A case with the name of the profile as a tag counts as named."""
        named = not self.names or self.name in case.tags or any(fnmatchcase(case.name, name) for name in self.names)
        return (
            named
            and (not self.costs or case.cost in self.costs)
            and (self.longest_wait_s is None or waits_s(case) <= self.longest_wait_s)
            and not self.without_tags & case.tags
        )

    @property
    def reason(self) -> str:
        """Why something is not verified that it leaves out."""
        return f"left out by profile `{self.name}`"


def waits_s(case: Case) -> float:
    """Seconds that a case pauses in all."""
    return sum(step.seconds_s for step in case.all_steps() if isinstance(step, Pause))


def profile(name: str = "") -> Profile:
    """The profile of that name, the usual one for "". Raises UnknownProfile."""
    table = profiles()
    name = name or _table()["default"]
    if name not in table:
        others = near_names(name, table) or f"; there are {', '.join(table)}"
        raise UnknownProfile(f"profile `{name}` does not exist{others}")
    return table[name]


@cache
def profiles() -> Mapping[str, Profile]:
    """All profiles by name."""
    found = {}
    for entry in _table()["profiles"]:
        cases = entry["cases"]
        found[entry["name"]] = Profile(
            name=entry["name"],
            about=entry["about"],
            names=tuple(cases.get("names", ())),
            costs=tuple(cases.get("costs", ())),
            longest_wait_s=cases.get("longest_wait_s"),
            without_tags=frozenset(cases.get("without_tags", ())),
            depth=None if entry["generated"] == "none" else entry["generated"],
            repeats=entry.get("repeats", False),
        )
    return MappingProxyType(found)


@cache
def _table() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read_yaml(FILE).data
    return data
