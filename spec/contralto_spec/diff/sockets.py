"""Channels: their addresses, messages in either direction, how they open and close, and their state tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from contralto_spec.placed import Json, mapping, sequence, text

from .access import Document
from .collect import Collector
from .http import HttpComparison, object_parameters
from .likeness import canonical
from .model import JOINT, Flow, Spot, Use
from .schemas import SchemaComparison

_NO_FACTS = ("sources", "x-sources", "note", "notes", "about", "when", "x-since", "x-until")
_FLOWS: Mapping[str, Flow] = {"client": "request", "server": "answer"}


class SocketComparison:
    """Compares the channels of two AsyncAPI documents."""

    def __init__(self, collector: Collector) -> None:
        self._to = collector
        self._schemas = SchemaComparison(collector)
        self._http = HttpComparison(collector)

    def compare(self) -> None:
        """All channels, and the addresses of the service."""
        for old, new in _paired(self._to.before, self._to.after):
            if old is not None and new is not None:
                self._channel(old, new)
            elif old is not None:
                spot = Spot("channels", old, ("channels", old), ("channels", old))
                self._to.emit("channel-removed", spot, _address(self._to.before, old), None)
            elif new is not None:
                spot = Spot("channels", new, ("channels", new), ("channels", new))
                self._to.emit("channel-added", spot, None, _address(self._to.after, new))
        self._servers()

    def message(self, before: dict[str, Json], after: dict[str, Json], spot: Spot, uses: frozenset[Use]) -> None:
        """One message that is there on both sides."""
        old, new = before.get("contentType"), after.get("contentType")
        if old != new:
            self._to.emit("content-type-changed", spot.down("contentType"), old, new, uses)
        self._to.compare_texts(before, after, spot)
        self._to.compare_deprecation(before, after, spot)
        for key in ("headers", "payload"):
            if key in before or key in after:
                left, right = _schema(before.get(key, {})), _schema(after.get(key, {}))
                below = spot.down(key) if key == "payload" else spot.down(key).named(key)
                self._schemas.compare(left, right, below, uses)

    def _channel(self, old: str, new: str) -> None:
        before, old_at = self._to.before.resolve(self._to.before.get(("channels", old)), ("channels", old))
        after, new_at = self._to.after.resolve(self._to.after.get(("channels", new)), ("channels", new))
        spot = Spot("channels", new, old_at, new_at)
        if before.get("address") != after.get("address"):
            self._to.emit("channel-moved", spot, before.get("address"), after.get("address"))
        if before.get("x-call") != after.get("x-call"):
            self._to.emit("call-changed", spot, before.get("x-call"), after.get("x-call"))
        self._to.compare_texts(before, after, spot)
        self._to.compare_deprecation(before, after, spot)
        self._upgrade(before, after, spot)
        self._messages(old, new, before, after, spot)
        self._ends(before, after, spot)
        self._limits(before, after, spot)
        self._table(before.get("x-protocol"), after.get("x-protocol"), spot.down("x-protocol"))
        parts_old, parts_new = mapping(before.get("x-protocol-parts")), mapping(after.get("x-protocol-parts"))
        for name in parts_old.keys() | parts_new.keys():
            below = spot.down("x-protocol-parts", name).named(f"table {name}")
            self._table(parts_old.get(name), parts_new.get(name), below)

    def _upgrade(self, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot) -> None:
        uses = frozenset({Use(spot.subject, "request")})
        for key, where in (("query", "query"), ("headers", "header")):
            location = ("bindings", "ws", key)
            old = mapping(mapping(before.get("bindings")).get("ws")).get(key)
            new = mapping(mapping(after.get("bindings")).get("ws")).get(key)
            left = object_parameters(self._to.before, old, where, (*spot.before, *location))
            right = object_parameters(self._to.after, new, where, (*spot.after, *location))
            self._http.parameters(left, right, spot, uses)

    def _messages(self, old: str, new: str, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot) -> None:
        left = _by_flow(self._to.before, old, before)
        right = _by_flow(self._to.after, new, after)
        for key, flow in left.keys() | right.keys():
            uses = frozenset({Use(f"{new}{JOINT}{key}", flow)})
            sent = "from the client" if flow == "request" else "from the server"
            below = spot.down("messages", key)
            if (key, flow) not in right:
                self._to.emit("message-removed", below.named(f"{key}, {sent}"), key, None, uses)
            elif (key, flow) not in left:
                self._to.emit("message-added", below.named(f"{key}, {sent}"), None, key, uses)
            elif not self._to.same_reference(left[key, flow], right[key, flow]):
                message, message_at = self._to.before.resolve(left[key, flow], below.before)
                other, other_at = self._to.after.resolve(right[key, flow], below.after)
                self.message(message, other, below.at(message_at, other_at).named(key), uses)

    def _ends(self, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot) -> None:
        old, new = _closes(before.get("x-close")), _closes(after.get("x-close"))
        for key in old.keys() | new.keys():
            below = spot.down("x-close").named(f"{key[0]} by the {key[1]}")
            if key not in new:
                self._to.emit("close-code-removed", below, key[0], None)
            elif key not in old:
                self._to.emit("close-code-added", below, None, key[0])
            elif old[key] != new[key]:
                self._to.emit("close-code-changed", below, sorted(old[key]), sorted(new[key]))
        statuses_old, statuses_new = _statuses(before), _statuses(after)
        for status in statuses_old ^ statuses_new:
            below = spot.down("x-handshake").named(status)
            is_new = status in statuses_new
            kind = "refusal-added" if is_new else "refusal-removed"
            self._to.emit(kind, below, None if is_new else status, status if is_new else None)

    def _limits(self, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot) -> None:
        old, new = mapping(before.get("x-limits")), mapping(after.get("x-limits"))
        for name in old.keys() | new.keys():
            below = spot.down("x-limits", name).named(name)
            left = _facts(old[name]) if name in old else None
            right = _facts(new[name]) if name in new else None
            if name not in new:
                self._to.emit("limit-removed", below, left, None)
            elif name not in old:
                self._to.emit("limit-added", below, None, right)
            elif canonical(left) != canonical(right):
                self._to.emit("limit-changed", below, left, right)

    def _table(self, before: Json, after: Json, spot: Spot) -> None:
        if not isinstance(before, dict) or not isinstance(after, dict):
            if isinstance(before, dict) != isinstance(after, dict):
                is_new = isinstance(after, dict)
                kind = "table-added" if is_new else "table-removed"
                initial = mapping(before or after).get("initial")
                self._to.emit(kind, spot, None if is_new else initial, initial if is_new else None)
            return
        for key in ("initial", "instance"):
            if before.get(key) != after.get(key):
                self._to.emit("table-changed", spot.down(key).named(key), before.get(key), after.get(key))
        self._states(mapping(before.get("states")), mapping(after.get("states")), spot)
        for party, flow in _FLOWS.items():
            uses = frozenset({Use(spot.subject, flow)})
            self._symbols(party, before, after, spot, uses)
            self._steps(party, before, after, spot, uses)

    def _states(self, old: dict[str, Json], new: dict[str, Json], spot: Spot) -> None:
        for name in old.keys() | new.keys():
            below = spot.down("states", name).named(name)
            if name not in new:
                self._to.emit("state-removed", below, name, None)
            elif name not in old:
                self._to.emit("state-added", below, None, name)
            else:
                left, right = (bool(mapping(states[name]).get("terminal")) for states in (old, new))
                if left != right:
                    self._to.emit("state-changed", below, {"terminal": left}, {"terminal": right})

    def _symbols(
        self, party: str, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot, uses: frozenset[Use]
    ) -> None:
        old, new = (
            {text(mapping(row).get("name")): _facts(row) for row in sequence(mapping(table.get("symbols")).get(party))}
            for table in (before, after)
        )
        for name in old.keys() | new.keys():
            below = spot.down("symbols", party).named(f"{name} of the {party}")
            if name not in new:
                self._to.emit("symbol-removed", below, name, None, uses)
            elif name not in old:
                self._to.emit("symbol-added", below, None, name, uses)
            elif canonical(old[name]) != canonical(new[name]):
                self._to.emit("symbol-changed", below, old[name], new[name], uses)

    def _steps(
        self, party: str, before: Mapping[str, Json], after: Mapping[str, Json], spot: Spot, uses: frozenset[Use]
    ) -> None:
        old, new = _steps(before, party), _steps(after, party)
        for name in old.keys() | new.keys():
            left, right = old.get(name, {}), new.get(name, {})
            below = spot.down("steps").named(f"{name} of the {party}")
            allowed = sorted(f"{state} → {to}" for state in right.keys() - left.keys() for to in right[state])
            forbidden = sorted(f"{state} → {to}" for state in left.keys() - right.keys() for to in left[state])
            turned = sorted(state for state in left.keys() & right.keys() if left[state] != right[state])
            if allowed:
                self._to.emit("step-allowed", below, [], allowed, uses)
            if forbidden:
                self._to.emit("step-forbidden", below, forbidden, [], uses)
            if turned:
                was = [f"{state} → {to}" for state in turned for to in sorted(left[state])]
                now = [f"{state} → {to}" for state in turned for to in sorted(right[state])]
                self._to.emit("step-leads-elsewhere", below, was, now, uses)

    def _servers(self) -> None:
        old, new = _hosts(self._to.before), _hosts(self._to.after)
        spot = Spot("service", "servers of sockets", ("servers",), ("servers",))
        for host in sorted(old - new):
            self._to.emit("server-removed", spot, host, None)
        for host in sorted(new - old):
            self._to.emit("server-added", spot, None, host)


def _paired(before: Document, after: Document) -> Iterator[tuple[str | None, str | None]]:
    """Channels that are one: by name, then by address."""
    old, new = list(mapping(before.data.get("channels"))), list(mapping(after.data.get("channels")))
    left, right = [name for name in old if name not in new], [name for name in new if name not in old]
    for name in old:
        if name in new:
            yield name, name
    addresses = {_address(after, name): name for name in right}
    for name in left:
        other = addresses.pop(_address(before, name), None)
        if other is not None:
            right.remove(other)
        yield name, other
    for name in right:
        yield None, name


def _address(document: Document, name: str) -> str:
    return text(document.resolve(document.get(("channels", name)), ())[0].get("address")) or name


def _by_flow(document: Document, name: str, channel: Mapping[str, Json]) -> dict[tuple[str, Flow], Json]:
    messages = mapping(channel.get("messages"))
    return {(key, use.flow): value for key, value in messages.items() for use in document.message_uses(name, key)}


def _schema(value: Json) -> Json:
    """The schema of a payload, also where its format is said beside it."""
    wrapped = mapping(value)
    return wrapped["schema"] if "schemaFormat" in wrapped and "schema" in wrapped else value


def _facts(value: Json) -> Json:
    """A row without its words and sources."""
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if key not in _NO_FACTS}


def _closes(value: Json) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for row in sequence(value):
        row = mapping(row)
        key = (str(row.get("code")), text(row.get("by")) or "server")
        found.setdefault(key, set()).add(text(row.get("reason")))
    return {key: frozenset(reasons) for key, reasons in found.items()}


def _statuses(channel: Mapping[str, Json]) -> frozenset[str]:
    return frozenset(str(mapping(row).get("status")) for row in sequence(channel.get("x-handshake")))


def _steps(table: Mapping[str, Json], party: str) -> dict[str, dict[str, frozenset[str]]]:
    """Symbol to state to where it leads; rows of one symbol are joined."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for row in sequence(table.get("steps")):
        row = mapping(row)
        if row.get("by") == party:
            states = found.setdefault(text(row.get("step")), {})
            for state in sequence(row.get("from")):
                states[str(state)] = states.get(str(state), frozenset()) | {str(row.get("to"))}
    return found


def _hosts(document: Document) -> frozenset[str]:
    hosts = set()
    for server in mapping(document.data.get("servers")).values():
        server = mapping(server)
        hosts.add(f"{text(server.get('protocol'))}://{text(server.get('host'))}{text(server.get('pathname'))}")
    return frozenset(hosts)
