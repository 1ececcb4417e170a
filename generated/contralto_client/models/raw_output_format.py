# Generated from spec/components/speech.yaml by contralto generate. Do not edit.
"""The model `RawOutputFormat`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
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
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.container = data["container"]
        self.encoding = data["encoding"]
        self.sample_rate = data["sample_rate"]
        n_read = 3
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"container", "encoding", "sample_rate"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "container": self.container,
            "encoding": self.encoding,
            "sample_rate": self.sample_rate,
        }
        return members
