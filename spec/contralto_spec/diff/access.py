"""One document, read without trust: a part that is not what it should be counts as absent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from contralto_spec.placed import Json, Location, location_of, mapping, sequence, text, value_at
from contralto_spec.ranges import METHODS

from .model import JOINT, Use

_MAX_HOPS = 20


@dataclass(frozen=True, eq=False)
class Document:
    """An OpenAPI 3 or AsyncAPI 3 document with its references within reach."""

    data: dict[str, Json]

    def get(self, location: Location) -> Json:
        """The value at a location, None if there is none."""
        found = value_at(self.data, location)
        return found[1] if found else None

    def resolve(self, value: Json, location: Location) -> tuple[dict[str, Json], Location]:
        """The object that a value is or refers to, and where it stands; empty if the reference leads nowhere.

        Members beside a `$ref` win over those of its target.
        """
        beside: dict[str, Json] = {}
        for _ in range(_MAX_HOPS):
            current = mapping(value)
            reference = current.get("$ref")
            if not isinstance(reference, str):
                return ({**current, **beside} if beside else current), location
            beside = {**{key: item for key, item in current.items() if key != "$ref"}, **beside}
            target = location_of(reference)
            # The whole document is no part that could be compared.
            if not target:
                return beside, location
            value, location = self.get(target), target
        return beside, location

    @cached_property
    def reach(self) -> dict[str, frozenset[Use]]:
        """What uses each component, by the reference that names it."""
        found: dict[str, set[Use]] = {}
        for use, part in self._roots():
            todo = list(_references(part))
            seen: set[str] = set()
            while todo:
                reference = todo.pop()
                if reference not in seen:
                    seen.add(reference)
                    found.setdefault(reference, set()).add(use)
                    todo.extend(self._direct(reference))
        return {reference: frozenset(uses) for reference, uses in found.items()}

    def _roots(self) -> Iterator[tuple[Use, Json]]:
        for method, path, operation in self.operations():
            where = f"{method.upper()} {path}"
            shared = mapping(mapping(self.data.get("paths")).get(path)).get("parameters")
            yield Use(where, "request"), [shared, operation.get("parameters"), operation.get("requestBody")]
            yield Use(where, "answer"), operation.get("responses")
        for name, channel in mapping(self.data.get("channels")).items():
            channel, _ = self.resolve(channel, ("channels", name))
            yield Use(name, "request"), [channel.get("bindings"), channel.get("parameters")]
            for key, message in mapping(channel.get("messages")).items():
                for use in self.message_uses(name, key):
                    yield use, message

    @cached_property
    def _direct_references(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _direct(self, reference: str) -> tuple[str, ...]:
        known = self._direct_references
        if reference not in known:
            target = location_of(reference)
            known[reference] = tuple(_references(self.get(target))) if target else ()
        return known[reference]

    def operations(self) -> Iterator[tuple[str, str, dict[str, Json]]]:
        """Method, path and value of every HTTP operation."""
        for path, item in mapping(self.data.get("paths")).items():
            for method in METHODS:
                if isinstance(mapping(item).get(method), dict):
                    yield method, path, item[method]

    @cached_property
    def _senders(self) -> dict[tuple[str, str], set[str]]:
        senders: dict[tuple[str, str], set[str]] = {}
        for operation in mapping(self.data.get("operations")).values():
            operation = mapping(operation)
            target = location_of(text(mapping(operation.get("channel")).get("$ref"))) or ()
            if target[:1] != ("channels",) or len(target) != 2:
                continue
            channel = str(target[1])
            if "messages" in operation:
                references = [location_of(text(mapping(item).get("$ref"))) for item in sequence(operation["messages"])]
                keys = [str(found[-1]) for found in references if found]
            else:
                resolved, _ = self.resolve(self.get(target), target)
                keys = list(mapping(resolved.get("messages")))
            for key in keys:
                senders.setdefault((channel, key), set()).add(text(operation.get("action")))
        return senders

    def message_uses(self, channel: str, key: str) -> tuple[Use, ...]:
        """Who sends a message of a channel; both when no operation says it."""
        actions = self._senders.get((channel, key), {"send", "receive"})
        where = f"{channel}{JOINT}{key}"
        uses = [Use(where, "request")] if "send" in actions else []
        return (*uses, Use(where, "answer")) if "receive" in actions else tuple(uses)


def _references(value: Json) -> Iterator[str]:
    todo = [value]
    while todo:
        current = todo.pop()
        if isinstance(current, dict):
            reference = current.get("$ref")
            if isinstance(reference, str):
                yield reference
            todo.extend(child for child in current.values() if isinstance(child, dict | list))
        elif isinstance(current, list):
            todo.extend(child for child in current if isinstance(child, dict | list))
