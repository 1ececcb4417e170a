"""Rules of channels, messages and state tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contralto_spec.placed import Location, mapping, sequence, text
from contralto_spec.view import View

from .registry import Hit, checks

_PARTIES = ("client", "server")


@checks("channel-messages")
def channels(view: View) -> Iterator[Hit]:
    for name, channel in mapping(view.root.get("channels")).items():
        _, channel = view.followed(("channels", name), channel)
        if not mapping(channel.get("messages")):
            yield Hit(("channels", name), f"channel `{name}` has no messages")
    used = set()
    for name, operation in mapping(view.root.get("operations")).items():
        reference = text(mapping(mapping(operation).get("channel")).get("$ref"))
        used.add(reference)
        own = f"{reference}/messages/"
        for index, message in enumerate(sequence(mapping(operation).get("messages"))):
            target = text(mapping(message).get("$ref"))
            if reference and target and not target.startswith(own):
                at = ("operations", name, "messages", index)
                yield Hit(at, f"operation `{name}` names `{target}`, which is no message of its channel")
    for name in mapping(view.root.get("channels")):
        if f"#/channels/{name}" not in used:
            yield Hit(("channels", name), f"no operation uses channel `{name}`")


@checks("message-example")
def message_examples(view: View) -> Iterator[Hit]:
    for name, key, at, message in view.messages:
        _, payload = view.followed((*at, "payload"), message.get("payload"))
        if payload.get("format") == "binary":
            continue
        if not sequence(message.get("examples")) and not payload.get("examples"):
            yield Hit(at, f"message `{key}` of channel `{name}` has no example")


@checks("message-summary")
def message_summaries(view: View) -> Iterator[Hit]:
    for name, key, at, message in view.messages:
        if not (text(message.get("summary")) or text(message.get("description"))):
            yield Hit(at, f"message `{key}` of channel `{name}` has neither summary nor description")


@checks("missing-state-table")
def missing_tables(view: View) -> Iterator[Hit]:
    for name, channel in mapping(view.root.get("channels")).items():
        if not mapping(mapping(channel).get("x-protocol")):
            yield Hit(("channels", name), f"channel `{name}` has no `x-protocol`")


@checks("state-table")
def state_tables(view: View) -> Iterator[Hit]:
    for name, channel in mapping(view.root.get("channels")).items():
        channel = mapping(channel)
        location: Location = ("channels", name)
        if mapping(channel.get("x-protocol")):
            yield from _table(view, channel, mapping(channel["x-protocol"]), (*location, "x-protocol"))
        for part, table in mapping(channel.get("x-protocol-parts")).items():
            yield from _table(view, channel, mapping(table), (*location, "x-protocol-parts", part))


def _table(view: View, channel: dict[str, Any], table: dict[str, Any], at: Location) -> Iterator[Hit]:
    states = mapping(table.get("states"))
    initial = text(table.get("initial"))
    if initial not in states:
        yield Hit(at, f"the initial state `{initial}` is not a state")
    symbols: dict[str, set[str]] = {party: set() for party in _PARTIES}
    for party in _PARTIES:
        for index, symbol in enumerate(sequence(mapping(table.get("symbols")).get(party))):
            here = (*at, "symbols", party, index)
            symbol = mapping(symbol)
            name = text(symbol.get("name"))
            if name in symbols[party]:
                yield Hit(here, f"the symbol `{name}` of the {party} stands twice")
            symbols[party].add(name)
            yield from _symbol(view, channel, symbol, here)
    used: dict[str, set[str]] = {party: set() for party in _PARTIES}
    reached = {initial}
    for index, step in enumerate(sequence(table.get("steps"))):
        here, step = (*at, "steps", index), mapping(step)
        party, name, target = text(step.get("by")), text(step.get("step")), text(step.get("to"))
        if name not in symbols.get(party, ()):
            yield Hit(here, f"`{name}` is no symbol of the {party}")
        else:
            used[party].add(name)
        for state in [*sequence(step.get("from")), *([] if target == "same" else [target])]:
            if state not in states:
                yield Hit(here, f"`{state}` is not a state")
        for state in sequence(step.get("from")):
            if isinstance(state, str) and mapping(states.get(state)).get("terminal"):
                yield Hit(here, f"a step leads out of the terminal state `{state}`")
        if not sequence(step.get("sources")):
            yield Hit(here, f"the step `{name}` names no source")
        reached.add(target)
    for state in states:
        if state not in reached:
            yield Hit((*at, "states", state), f"no step leads to the state `{state}`")
    for party in _PARTIES:
        for name in sorted(symbols[party] - used[party]):
            yield Hit((*at, "symbols", party), f"no step uses the symbol `{name}` of the {party}")


def _symbol(view: View, channel: dict[str, Any], symbol: dict[str, Any], at: Location) -> Iterator[Hit]:
    name = text(symbol.get("name"))
    forms = [form for form in ("where", "text", "frame", "close") if form in symbol]
    if len(forms) != 1:
        yield Hit(at, f"symbol `{name}` is recognised by one of `where`, `text`, `frame` and `close`")
    if "close" in symbol:
        codes = symbol["close"] if isinstance(symbol["close"], list) else [symbol["close"]]
        for code in codes:
            if not isinstance(code, int) or not 1000 <= code <= 4999:
                yield Hit(at, f"symbol `{name}` names the close code `{code}`, which does not exist")
        return
    key = text(symbol.get("message"))
    messages = mapping(channel.get("messages"))
    if key not in messages:
        yield Hit(at, f"symbol `{name}` names the message `{key}`, which the channel lacks")
        return
    _, message = view.followed(at, messages[key])
    _, payload = view.followed(at, message.get("payload"))
    if "frame" in symbol and (symbol["frame"] != "binary" or payload.get("format") != "binary"):
        yield Hit(at, f"symbol `{name}` is a frame, but its message is not binary")
    if "text" in symbol and payload.get("enum") is not None and symbol["text"] not in sequence(payload["enum"]):
        yield Hit(at, f"symbol `{name}` is the text `{symbol['text']}`, which its message does not allow")
    for member, value in mapping(symbol.get("where")).items():
        properties = mapping(payload.get("properties"))
        if properties and member not in properties:
            yield Hit(at, f"symbol `{name}` looks at `{member}`, which its message lacks")
        _, schema = view.followed(at, properties.get(member))
        if "const" in schema and schema["const"] != value:
            yield Hit(at, f"symbol `{name}` wants `{member}` to be `{value}`, but it is always `{schema['const']}`")
