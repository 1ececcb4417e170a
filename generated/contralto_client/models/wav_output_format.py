# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `WavOutputFormat`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .raw_encoding import RawEncoding
from .sample_rate import SampleRate


@define(kw_only=True)
class WavOutputFormat:
    """A RIFF WAVE file, mono."""

    container: Literal["wav"] = "wav"
    """RIFF WAVE."""

    encoding: RawEncoding | None = None
    """Encoding of a sample: 4, 2, 1 and 1 bytes, little-endian. Default `pcm_s16le`."""

    sample_rate: SampleRate | None = None
    """Samples per second. Default `44100`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.container = data["container"]
        self.encoding = get("encoding")
        self.sample_rate = get("sample_rate")
        n_read = 1 + (self.encoding is not None) + (self.sample_rate is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"container"}, {"encoding", "sample_rate"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "container": self.container,
        }
        if self.encoding is not None:
            members["encoding"] = self.encoding
        if self.sample_rate is not None:
            members["sample_rate"] = self.sample_rate
        return members
