"""Target files: what an operator says of one server, checked before anything is sent.

`spec/schemas/target.schema.json` describes the file. Everything that is wrong with it is said together, by line. Keys
never stand in it, only the names of environment variables; text that looks like a key is not repeated in a message.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import jsonschema_rs

from contralto_conformance.runner.address import NotATarget, checked_address, checked_url
from contralto_conformance.runner.model import Waiver
from contralto_conformance.runner.profiles import UnknownProfile, profile
from contralto_spec import Spec, UnknownDialect, UnknownVersion, plans
from contralto_spec.data import data_schema
from contralto_spec.findings import Finding, SpecError
from contralto_spec.reader import near_names
from contralto_spec.yaml_source import Location, Source, parse_yaml, read_source, walk

_KEY = re.compile(r"\b(?:sk|pk|rk|ak)_[A-Za-z0-9_.-]{6,}|\b[Bb]earer\s+\S{8,}|\beyJ[A-Za-z0-9_-]{10,}\.\S+")
"""What keys and tokens of this API, and of others, begin like."""

_LONG_SECRET = re.compile(r"(?=[^\s]*[0-9])(?=[^\s]*[a-z])[A-Za-z0-9_.+/=-]{20,}")
"""What a key may look like in a place for the name of a variable."""

_NO_KEYS = "a target file holds the name of an environment variable in its place, such as CONTRALTO_API_KEY"


@dataclass(frozen=True)
class Manifest:
    """A target file that can be used.

    source: its name, as it was given. members: what it says, as the schema describes it. credentials: names of
    environment variables by what they hold (`api_key`, `admin_key`). unclaimed: features: why not. waivers: in the
    order of the file.
    """

    source: str
    members: Mapping[str, Any]
    credentials: Mapping[str, str] = field(default_factory=dict)
    unclaimed: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    @property
    def url(self) -> str:
        """The base URL."""
        return str(self.members["url"])


def read_manifest(path: Path, spec: Spec, today: datetime.date) -> Manifest:
    """The target file at `path` (YAML or JSON). Raises SpecError with all that is wrong with it.

    spec: whose versions, requirements and features it may name. today: decides which waivers have ended.
    """
    return _Reader(read_source(path, str(path)), spec, today).manifest()


def parse_manifest(text: str, spec: Spec, today: datetime.date, name: str = "target.yaml") -> Manifest:
    """The same from text."""
    return _Reader(parse_yaml(text, name), spec, today).manifest()


class _Reader:
    def __init__(self, source: Source, spec: Spec, today: datetime.date) -> None:
        self._source = source
        self._spec = spec
        self._today = today
        self._findings: list[Finding] = []

    def manifest(self) -> Manifest:
        """The value. Raises SpecError."""
        self._refuse_keys()
        if not self._findings:
            self._against_schema()
        if self._findings:
            raise SpecError(self._findings)
        data = self._source.data
        self._check_members(data)
        waivers = tuple(self._waiver(index, entry) for index, entry in enumerate(data.get("waivers", ())))
        if self._findings:
            raise SpecError(self._findings)
        return Manifest(
            source=self._source.name,
            members=data,
            credentials=data.get("credentials", {}),
            unclaimed=data.get("unclaimed", {}),
            waivers=waivers,
        )

    def _find(self, location: Location, rule: str, message: str, hint: str = "") -> None:
        self._findings.append(self._source.finding(location, rule, message, hint))

    def _refuse_keys(self) -> None:
        """Nothing else is said of a file with keys in it: other messages quote what they complain about."""
        for location, value in walk(self._source.tree):
            in_credentials = location[:1] == ("credentials",) or (location and "key" in str(location[-1]).lower())
            texts = [value] if isinstance(value, str) else list(value) if isinstance(value, dict) else []
            if any(_KEY.search(text) or (in_credentials and _LONG_SECRET.fullmatch(text)) for text in texts):
                self._find(
                    location, "target-secret", "this looks like a key itself, which no file should hold", _NO_KEYS
                )

    def _against_schema(self) -> None:
        schema = data_schema("target")
        for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(self._source.data):
            message, hint = _explained(schema, error)
            self._find(tuple(error.instance_path), "target-schema", message, hint)

    def _check_members(self, data: Mapping[str, Any]) -> None:
        try:
            checked_url(data["url"])
        except NotATarget as error:
            self._find(("url",), "target-url", error.message, error.hint)
        for index, date in enumerate(data.get("api_versions", ())):
            self._check_version(("api_versions", index), date)
        if "dialect" in data:
            try:
                self._spec.dialect(data["dialect"])
            except UnknownDialect as error:
                self._find(("dialect",), "target-dialect", str(error))
        if "profile" in data:
            try:
                profile(data["profile"])
            except UnknownProfile as error:
                self._find(("profile",), "target-profile", str(error))
        if "plan" in data and data["plan"] not in plans(self._spec):
            there = f"there are {', '.join(plans(self._spec))}"
            self._find(("plan",), "target-plan", f"plan `{data['plan']}` does not exist", there)
        if "upstream" in data:
            try:
                checked_address(data["upstream"])
            except NotATarget as error:
                self._find(("upstream",), "target-upstream", error.message)
        known = {r.feature for r in self._spec.requirements.values() if r.feature}
        for name in data.get("unclaimed", {}):
            if name not in known:
                hint = near_names(name, known).removeprefix("; ") or f"there are: {', '.join(sorted(known))}"
                self._find(("unclaimed", name), "target-feature", f"no requirement has the feature `{name}`", hint)

    def _check_version(self, location: Location, date: str) -> None:
        try:
            self._spec.described(date)
        except UnknownVersion as error:
            self._find(location, "target-version", str(error))

    def _waiver(self, index: int, entry: Mapping[str, Any]) -> Waiver:
        at = ("waivers", index)
        before = len(self._findings)
        for place, date in enumerate(entry.get("versions", ())):
            self._check_version((*at, "versions", place), date)
        waiver = Waiver(
            pattern=entry["requirement"],
            reason=entry["reason"],
            until=entry["until"],
            versions=tuple(entry.get("versions", ())),
            has_ended=self._has_ended((*at, "until"), entry["until"]),
            where=f"{self._source.name}:{self._source.place(at)[0]}",
        )
        if len(self._findings) == before:
            self._check_pattern((*at, "requirement"), waiver)
        return waiver

    def _has_ended(self, location: Location, date: str) -> bool:
        try:
            return datetime.date.fromisoformat(date) < self._today
        except ValueError:
            self._find(location, "target-date", f"`{date}` is no day of the calendar")
            return False

    def _check_pattern(self, location: Location, waiver: Waiver) -> None:
        """A waiver that can never apply is a mistake, most often in its id."""
        named = [r for name, r in self._spec.requirements.items() if fnmatchcase(name, waiver.pattern)]
        if not named:
            near = get_close_matches(waiver.pattern, self._spec.requirements, n=3)
            hint = (
                f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else "`contralto list` prints all"
            )
            self._find(location, "target-waiver", f"`{waiver.pattern}` matches no requirement", hint)
            return
        dates = waiver.versions or tuple(version.date for version in self._spec.described_versions)
        if not any(requirement.applies_to(date) for requirement in named for date in dates):
            holds = "; ".join(f"`{r.id}` holds {_range(r.since, r.until)}" for r in named[:3])
            message = f"`{waiver.pattern}` matches no requirement of version {' or '.join(dates)}"
            self._find(location, "target-waiver", message, holds)


def _range(since: str | None, until: str | None) -> str:
    parts = [f"since {since}" if since else "", f"until {until}" if until else ""]
    return " ".join(filter(None, parts)) or "in all versions"


def _explained(schema: Mapping[str, Any], error: Any) -> tuple[str, str]:
    """What is wrong, and what the schema says of the member that it is wrong about."""
    message, path = str(error.message), list(error.schema_path)
    nodes = [schema]
    for step in path:
        nodes.append(_at(nodes[-1], step))
    about = next((str(n["description"]) for n in reversed(nodes) if isinstance(n, Mapping) and "description" in n), "")
    if unknown := re.match(r"Additional properties are not allowed \('([^']+)'", message):
        members = nodes[-2]["properties"]
        others = near_names(unknown[1], members).removeprefix("; ") or f"there are: {', '.join(members)}"
        return f"there is no member `{unknown[1]}`", others
    if missing := re.match(r'"([^"]+)" is a required property', message):
        member = nodes[-2].get("properties", {}).get(missing[1], {})
        return f"`{missing[1]}` is missing", str(member.get("description", about))
    return (message if len(message) <= 200 else message[:197] + "..."), about


def _at(node: Any, step: Any) -> Any:
    if isinstance(node, Mapping):
        return node.get(step, {})
    return node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else {}
