# Generated from spec/asyncapi/stt.yaml by contralto generate. Do not edit.
"""The model `SttTranscript`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import list_of, optional, rest_of, to_wire
from .stt_word import SttWord

_words = optional(list_of(SttWord.from_dict))


@define(kw_only=True)
class SttTranscript:
    """A piece of transcript."""

    type: Literal["transcript"] = "transcript"
    """Kind of the event."""

    request_id: str
    """Id of the connection, the same in all of its messages."""

    text: str
    """What was said since the last final transcript. May be empty or begin with a blank; to be joined as it
    is.
    """

    is_final: bool
    """True: fixed. False: later transcripts may still change it."""

    duration: float | None = None
    """Seconds of audio behind this piece. At least 0."""

    words: list[SttWord] | None = None
    """The words with their times; null or absent when the model gives none."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.request_id = data["request_id"]
        self.text = data["text"]
        self.is_final = data["is_final"]
        self.duration = get("duration")
        self.words = _words(get("words"))
        n_read = 4 + (self.duration is not None) + (self.words is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"type", "request_id", "text", "is_final"}, {"duration", "words"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "request_id": self.request_id,
            "text": self.text,
            "is_final": self.is_final,
        }
        if self.duration is not None:
            members["duration"] = self.duration
        if self.words is not None:
            members["words"] = to_wire(self.words)
        return members
