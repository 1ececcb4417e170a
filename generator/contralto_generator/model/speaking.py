"""What a plain socket can do beyond sending its messages: take audio while it is read, and remember what it was told.

All of it is read from the messages: audio in binary frames, with its encoding and rate in the query and a message
`close`, makes a socket of speech to text; audio as a base64 member makes a call; calls and results of client tools make
one with tools.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FORMAT = frozenset({"encoding", "sample_rate"})
_TOOL_CALL, _TOOL_RESULT = "client_tool_call", "client_tool_result"
_MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Speaking:
    """The class of the runtime that a socket is built on, by name without `Async` and module, and what that needs.

    `finish`: the method that ends the session. `audio`: the method that sends audio as base64, and the expression of
    its one argument, given `audio` as bytes. `remembers`: members that the service names once and the client repeats.
    """

    base: str = "Socket"
    module: str = "socket"
    finish: str = ""
    audio: tuple[str, str] | None = None
    remembers: tuple[str, ...] = ()


def transcription(query: Collection[str], finish: str) -> Speaking | None:
    """A socket of speech to text, if the query says the format of its audio and there is a way to end the session."""
    return Speaking("TranscriptionSocket", "transcription", finish=finish) if finish and set(query) >= _FORMAT else None


def call(method: str, path: Sequence[str], tags: Collection[str], remembers: tuple[str, ...]) -> Speaking:
    """A call whose method `method` sends audio as the base64 member at `path`; `tags` are those of all messages."""
    expression = "_codec.b64encode(audio)"
    for name in reversed(path[1:]):
        expression = f'{{"{name}": {expression}}}'
    has_tools = {_TOOL_CALL, _TOOL_RESULT} <= set(tags)
    return Speaking(
        "ToolSocket" if has_tools else "CallSocket",
        "calls",
        audio=(method, f"{path[0]}={expression}"),
        remembers=remembers,
    )


def audio_path(schemas: Mapping[str, Any], component: str, depth: int = 0) -> tuple[str, ...]:
    """The names that lead to the base64 member of a message, outermost first; empty if it has none."""
    for name, member in schemas.get(component, {}).get("properties", {}).items():
        if member.get("contentEncoding") == "base64":
            return (name,)
        reference = str(member.get("$ref", "")).rsplit("/", 1)[-1]
        if reference and depth < _MAX_DEPTH and (inner := audio_path(schemas, reference, depth + 1)):
            return (name, *inner)
    return ()


def openers(protocol: Mapping[str, Any]) -> frozenset[str]:
    """Keys of the messages with which a client may begin."""
    steps = {
        step["step"] for step in protocol["steps"] if step["by"] == "client" and protocol["initial"] in step["from"]
    }
    return frozenset(
        item["message"] for item in protocol["symbols"]["client"] if item["name"] in steps and "message" in item
    )


def remembered(
    schemas: Mapping[str, Any], first: Collection[str], later: Collection[str], received: Collection[str]
) -> tuple[str, ...]:
    """Members that a client may give in its `first` messages and must repeat in later ones, and that the service names.

    The arguments are components.
    """
    optional = {
        name
        for component in first
        for name, member in schemas.get(component, {}).get("properties", {}).items()
        if member.get("type") == "string" and name not in schemas[component].get("required", ())
    }
    repeated = {name for component in later for name in schemas.get(component, {}).get("required", ())}
    named = {name for component in received for name in schemas.get(component, {}).get("required", ())}
    return tuple(sorted(optional & repeated & named))
