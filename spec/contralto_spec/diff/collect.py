"""Changes as they are found, before anybody judges them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from contralto_spec.placed import Json, mapping, text

from .access import Document
from .likeness import TEXTS, canonical
from .model import SECTIONS, Change, Place, Spot, Use
from .rules import RULES, judge


@dataclass(frozen=True, slots=True)
class Raw:
    """A difference and what it reaches."""

    kind: str
    place: Place
    before: Json
    after: Json
    uses: frozenset[Use]
    confidence: float | None


@dataclass(eq=False)
class Collector:
    """Two documents of one kind, what was found between them, and which component became which.

    renamed: reference in the older document to reference in the newer one, where their names differ.
    moved: label of an operation in the older document to its label in the newer one.
    """

    kind: str
    before: Document
    after: Document
    texts: bool
    found: list[Raw] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def emit(
        self,
        kind: str,
        spot: Spot,
        before: Json,
        after: Json,
        uses: Iterable[Use] = (),
        confidence: float | None = None,
    ) -> None:
        """Take note of one difference; a value of None means that the part is not there."""
        opposite = RULES[kind].opposite
        is_pair = opposite != kind and kind.endswith(("-added", "-removed", "-added-to-closed", "-removed-from-closed"))
        place = spot.place(
            in_before=not (is_pair and "-added" in kind and before is None),
            in_after=not (is_pair and "-removed" in kind and after is None),
        )
        self.found.append(Raw(kind, place, before, after, frozenset(uses), confidence))

    def same_reference(self, before: Json, after: Json) -> bool:
        """True if both values refer to one component, which is then compared in its own place."""
        if not isinstance(before, dict) or not isinstance(after, dict):
            return False
        old, new = before.get("$ref"), after.get("$ref")
        if not isinstance(old, str) or not isinstance(new, str):
            return False
        return old.startswith("#/components/") and self.renamed.get(old, old) == new

    def other_component(self, before: Json, after: Json) -> str:
        """`Old → New` if two values refer to two components; their differences are then told once, under this name."""
        names = [text(mapping(value).get("$ref")) for value in (before, after)]
        if not all(name.startswith("#/components/") for name in names):
            return ""
        return " → ".join(name.rsplit("/", 1)[-1] for name in names)

    def reached(self, before: str, after: str) -> frozenset[Use]:
        """What uses a component on both sides."""
        old = self.before.reach.get(before, frozenset())
        new = self.after.reach.get(after, frozenset())
        return frozenset(Use(self.moved.get(use.where, use.where), use.flow) for use in old) & new

    def compare_texts(self, before: dict[str, Json], after: dict[str, Json], spot: Spot) -> None:
        """Descriptions, summaries and examples, when they are asked for."""
        if not self.texts:
            return
        for key in sorted(TEXTS):
            if before.get(key) != after.get(key):
                self.emit("text-changed", spot.down(key).named(key), before.get(key), after.get(key))

    def compare_deprecation(
        self, before: dict[str, Json], after: dict[str, Json], spot: Spot, uses: Iterable[Use] = ()
    ) -> None:
        """`deprecated`, and `x-removed` for what is switched off."""
        if bool(before.get("deprecated")) != bool(after.get("deprecated")):
            kind = "deprecated" if after.get("deprecated") else "no-longer-deprecated"
            self.emit(kind, spot, bool(before.get("deprecated")), bool(after.get("deprecated")), uses)
        if bool(before.get("x-removed")) != bool(after.get("x-removed")):
            kind = "switched-off" if after.get("x-removed") else "switched-on"
            self.emit(kind, spot, before.get("x-removed"), after.get("x-removed"), uses)


def changes_of(collectors: Iterable[Collector]) -> tuple[Change, ...]:
    """Everything found, judged and ordered. What two documents share is one change with the uses of both."""
    merged: dict[tuple[object, ...], tuple[Raw, tuple[str, ...]]] = {}
    for collector in collectors:
        for raw in collector.found:
            key = (raw.kind, raw.place, canonical(raw.before), canonical(raw.after))
            if key in merged:
                first, kinds = merged[key]
                raw = replace(first, uses=first.uses | raw.uses)
                merged[key] = raw, tuple(dict.fromkeys((*kinds, collector.kind)))
            else:
                merged[key] = raw, (collector.kind,)
    changes = [_judged(raw, kinds) for raw, kinds in merged.values()]
    return tuple(sorted(changes, key=_order))


def _judged(raw: Raw, documents: tuple[str, ...]) -> Change:
    client, server = judge(raw.kind, raw.uses)
    return Change(
        kind=raw.kind,
        words=RULES[raw.kind].words,
        place=raw.place,
        before=raw.before,
        after=raw.after,
        client=client,
        server=server,
        uses=tuple(sorted(raw.uses)),
        documents=documents,
        confidence=raw.confidence,
    )


def _order(change: Change) -> tuple[object, ...]:
    place = change.place
    # What came or went as a whole stands first, then the parts that changed inside.
    whole = (0, change.kind) if change.is_whole else (1, "")
    # The path before the method, so that operations of one resource stand together.
    method, _, path = place.subject.partition(" ") if place.section == "operations" else ("", "", place.subject)
    return (
        SECTIONS.index(place.section),
        whole,
        path,
        method,
        place.trail,
        change.kind,
        place.after or place.before or "",
        canonical(change.before),
        canonical(change.after),
    )
