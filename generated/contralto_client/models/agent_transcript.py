# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentTranscript`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import list_of, optional, rest_of, to_wire
from .agent_tool_call import AgentToolCall
from .agent_transcript_role import AgentTranscriptRole

_tool_calls = optional(list_of(AgentToolCall.from_dict))


@define(kw_only=True)
class AgentTranscript:
    """A turn of a call."""

    role: AgentTranscriptRole | str
    """Who spoke; `assistant` is the agent and `system` logs."""

    start_timestamp: float
    """Start in seconds from the start of the call."""

    end_timestamp: float
    """End in seconds from the start of the call."""

    text: str | None = None
    """What was said."""

    tool_calls: list[AgentToolCall] | None = None
    """Tools that were called in the turn."""

    stt_ttfb: float | None = None
    """Seconds until the first recognised text."""

    tts_ttfb: float | None = None
    """Seconds until the first audio of the agent."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.role = data["role"]
        self.start_timestamp = data["start_timestamp"]
        self.end_timestamp = data["end_timestamp"]
        self.text = get("text")
        self.tool_calls = _tool_calls(get("tool_calls"))
        self.stt_ttfb = get("stt_ttfb")
        self.tts_ttfb = get("tts_ttfb")
        n_read = (
            3
            + (self.text is not None)
            + (self.tool_calls is not None)
            + (self.stt_ttfb is not None)
            + (self.tts_ttfb is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data, {"role", "start_timestamp", "end_timestamp"}, {"text", "tool_calls", "stt_ttfb", "tts_ttfb"}
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "role": self.role,
            "start_timestamp": self.start_timestamp,
            "end_timestamp": self.end_timestamp,
        }
        if self.text is not None:
            members["text"] = self.text
        if self.tool_calls is not None:
            members["tool_calls"] = to_wire(self.tool_calls)
        if self.stt_ttfb is not None:
            members["stt_ttfb"] = self.stt_ttfb
        if self.tts_ttfb is not None:
            members["tts_ttfb"] = self.tts_ttfb
        return members
