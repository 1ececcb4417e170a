# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""The model `PronunciationDictItem`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class PronunciationDictItem:
    """An entry: a text and how to speak it, as `pronunciation`, `alias` or both."""

    text: str
    """Text to find in the transcript."""

    pronunciation: str | None = None
    """How to speak it: phonemes, or words that sound like it."""

    alias: str | None = None
    """The same under the name that the SDKs use."""

    case_sensitive: bool | None = None
    """False: every capitalization of the text matches, with Sonic 3.6 and newer. True: a text in lower case
    also matches at the start of a sentence, any other text matches only as written. Default `false`.
    """

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.text = data["text"]
        self.pronunciation = get("pronunciation")
        self.alias = get("alias")
        self.case_sensitive = get("case_sensitive")
        n_read = 1 + (self.pronunciation is not None) + (self.alias is not None) + (self.case_sensitive is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"text"}, {"pronunciation", "alias", "case_sensitive"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "text": self.text,
        }
        if self.pronunciation is not None:
            members["pronunciation"] = self.pronunciation
        if self.alias is not None:
            members["alias"] = self.alias
        if self.case_sensitive is not None:
            members["case_sensitive"] = self.case_sensitive
        return members
