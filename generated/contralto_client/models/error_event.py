# Generated from spec/components/errors.yaml by contralto generate. Do not edit.
"""The model `ErrorEvent`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.done = data["done"]
        self.status_code = data["status_code"]
        self.title = data["title"]
        self.message = data["message"]
        self.error_code = get("error_code")
        self.request_id = get("request_id")
        self.doc_url = get("doc_url")
        self.context_id = get("context_id")
        n_read = (
            5
            + (self.error_code is not None)
            + (self.request_id is not None)
            + (self.doc_url is not None)
            + (self.context_id is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"type", "done", "status_code", "title", "message"},
                {"error_code", "request_id", "doc_url", "context_id"},
            )
        )
        return self

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
