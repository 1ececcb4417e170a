# Generated from spec/components/errors.yaml by contralto generate. Do not edit.
"""The model `ErrorEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import take
from .error_code import ErrorCode


@define(kw_only=True)
class ErrorEvent:
    """The end of a stream or of a context by an error."""

    type: Literal["error"] = "error"
    """Kind of the event."""

    done: bool
    """True: nothing follows."""

    status_code: int
    """The HTTP status that would say the same."""

    title: str
    """Short summary."""

    message: str
    """Longer explanation; its text may change."""

    error_code: ErrorCode | str | None = None
    """Machine-readable code, null when none fits. Codes may be added."""

    request_id: str | None = None
    """Opaque id; on sockets not always a UUID."""

    doc_url: str | None = None
    """Page about the error; left out when there is none."""

    context_id: str | None = None
    """The context that ended; left out when the request could not be read."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            done=pop("done"),
            status_code=pop("status_code"),
            title=pop("title"),
            message=pop("message"),
            error_code=take(rest, "error_code"),
            request_id=take(rest, "request_id"),
            doc_url=take(rest, "doc_url"),
            context_id=take(rest, "context_id"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "done": self.done,
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
        if self.context_id is not None:
            members["context_id"] = self.context_id
        return members
