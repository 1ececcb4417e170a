# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `RawOutputFormat`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from .raw_encoding import RawEncoding
from .sample_rate import SampleRate


@define(kw_only=True)
class RawOutputFormat:
    """Headerless mono PCM."""

    container: Literal["raw"] = "raw"
    """No container."""

    encoding: RawEncoding
    """Encoding of a sample: 4, 2, 1 and 1 bytes, little-endian."""

    sample_rate: SampleRate
    """Samples per second."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            container=pop("container"),
            encoding=pop("encoding"),
            sample_rate=pop("sample_rate"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "container": self.container,
            "encoding": self.encoding,
            "sample_rate": self.sample_rate,
        }
        return members
