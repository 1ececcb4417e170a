# Generated from spec/asyncapi/stt.yaml by contralto generate. Do not edit.
"""The model `SttError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import take
from .error_code import ErrorCode


@define(kw_only=True)
class SttError:
    """An error of a socket of speech to text."""

    type: Literal["error"] = "error"
    """Kind of the event."""

    status_code: int
    """The HTTP status that would say the same."""

    title: str
    """Short summary."""

    message: str
    """Longer explanation; its text may change."""

    error_code: ErrorCode | str | None = None
    """Machine-readable code, null when none fits. Codes may be added."""

    request_id: str | None = None
    """Id of the connection."""

    doc_url: str | None = None
    """Page about the error; left out when there is none."""

    done: bool | None = None
    """True: nothing follows. The page on errors shows it, the schema of the socket does not."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            status_code=pop("status_code"),
            title=pop("title"),
            message=pop("message"),
            error_code=take(rest, "error_code"),
            request_id=take(rest, "request_id"),
            doc_url=take(rest, "doc_url"),
            done=take(rest, "done"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "status_code": self.status_code,
            "title": self.title,
            "message": self.message,
        }
        if self.error_code is not None:
            members["error_code"] = self.error_code
        if self.request_id is not None:
            members["request_id"] = self.request_id
        if self.doc_url is not None:
            members["doc_url"] = self.doc_url
        if self.done is not None:
            members["done"] = self.done
        return members
