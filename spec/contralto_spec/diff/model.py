"""What a comparison gives: changes as values, each with its place and a verdict for either side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from contralto_spec.yaml_source import Json, Location

Flow = Literal["request", "answer"]
"""`request`: the client sends it; `answer`: the server does. Messages of sockets have the same two."""

Side = Literal["client", "server", "both"]

JOINT = " \u203a "
"""Stands between the parts of a place."""

_WHOLE = frozenset(
    f"{noun}-{verb}" for noun in ("operation", "channel", "schema", "scheme", "server") for verb in ("added", "removed")
)
SECTIONS = ("operations", "channels", "shared", "schemas", "service")
Section = Literal["operations", "channels", "shared", "schemas", "service"]


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """Where a part is used, an operation (`POST /tts/bytes`) or a message of a channel, and who sends it there."""

    where: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a change breaks one side, and why or why not."""

    breaking: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a change stands: the pointer in either document, None where it is not there, and words for people.

    subject: what the change is listed under. trail: the way from there, such as `request`, then
    `output_format.encoding`.
    """

    section: Section
    subject: str
    trail: str
    before: str | None
    after: str | None

    @property
    def text(self) -> str:
        """The place in one line."""
        return f"{self.subject}{JOINT}{self.trail}" if self.trail else self.subject


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are JSON values, to be treated as read-only.

    client: a client written for the older contract, once the server has moved. server: a server that stays with the
    older contract, once clients have moved. uses: what both contracts have and the change reaches. confidence: of a
    renaming, 0 to 1; None where nothing was guessed. documents: `openapi`, `asyncapi` or both.
    """

    kind: str
    words: str
    place: Place
    before: Json
    after: Json
    client: Judgement
    server: Judgement
    uses: tuple[Use, ...]
    documents: tuple[str, ...]
    confidence: float | None = None

    @property
    def is_whole(self) -> bool:
        """True if the subject as a whole came or went."""
        return not self.place.trail and self.kind in _WHOLE

    def breaks(self, side: Side = "both") -> bool:
        """True if it breaks this side; with `both`, if it breaks either."""
        return (side != "server" and self.client.breaking) or (side != "client" and self.server.breaking)


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from one contract to another, in the order of sections, subjects and places."""

    before: str
    after: str
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    def counts(self) -> Counter[str]:
        """`total`, `client`, `server` (changes that break that side), `either`, and `neither`."""
        counted: Counter[str] = Counter(total=len(self.changes), client=0, server=0, either=0, neither=0)
        for change in self.changes:
            counted["client"] += change.client.breaking
            counted["server"] += change.server.breaking
            counted["either" if change.breaks() else "neither"] += 1
        return counted


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the way: the location in both documents, moved in step."""

    section: Section
    subject: str
    before: Location
    after: Location
    parts: tuple[str, ...] = ()
    path: str = ""

    def down(self, *keys: str | int) -> Spot:
        """The value below these keys, in both documents; the words stay."""
        return self.at((*self.before, *keys), (*self.after, *keys))

    def at(self, before: Location, after: Location) -> Spot:
        """The same words, other locations."""
        return Spot(self.section, self.subject, before, after, self.parts, self.path)

    def named(self, part: str) -> Spot:
        """One more part of the trail, such as `request`."""
        parts = (*self.parts, self.path, part) if self.path else (*self.parts, part)
        return Spot(self.section, self.subject, self.before, self.after, parts)

    def member(self, name: str) -> Spot:
        """The words go on to a member of an object (`a.b`), or to the items of a list (`a[]`)."""
        joint = "" if not self.path or name.startswith("[]") else "."
        return Spot(self.section, self.subject, self.before, self.after, self.parts, f"{self.path}{joint}{name}")

    def place(self, *, in_before: bool = True, in_after: bool = True) -> Place:
        """The finished place; a pointer is left out where the part is not there."""
        trail = JOINT.join((*self.parts, self.path) if self.path else self.parts)
        before = pointer(self.before) if in_before else None
        after = pointer(self.after) if in_after else None
        return Place(self.section, self.subject, trail, before, after)


def pointer(location: Location) -> str:
    """The location as a JSON Pointer in a URI fragment, as `$ref` has it."""
    return "#" + "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in location)
