"""What went wrong, and how each version says it.

A `Fault` is raised where the trouble is seen; it is rendered at the edge: as a JSON object from 2026-03-01 on, as
the text `Title: Message` before, and as an event where a stream or a socket is open already. The newer routes (`/v1`
and organizations) leave a code out that there is not, and tell what is wrong with a body line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

ErrorFormat = Literal["structured", "public", "legacy", "nested"]
"""How an error is said: an object, that of the newer routes, the text `Title: Message`, or (in a dialect) an object
inside of an object."""

TITLES = {
    400: "Invalid request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    413: "Request too large",
    500: "Unexpected error",
}


class Fault(Exception):
    """An error to be answered.

    `status` is the HTTP status, or the `status_code` of an event; `code` the machine-readable `error_code` or None;
    `headers` go onto an HTTP answer. `complaints` are the parts of `message` where it complains of several members.
    """

    def __init__(
        self,
        status: int,
        title: str | None,
        message: str,
        *,
        code: str | None = None,
        doc_url: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        complaints: tuple[str, ...] = (),
    ) -> None:
        self.status = status
        self.title = title or TITLES.get(status, "Error")
        self.message = message
        self.code = code
        self.doc_url = doc_url
        self.headers = headers
        self.complaints = complaints
        super().__init__(f"{status} {self.title}: {message}")


def invalid(complaints: Iterable[str]) -> Fault:
    """The fault (400) of a request in which something is not valid; each complaint begins with the member in
    backticks."""
    parts = tuple(dict.fromkeys(complaints))
    return Fault(400, None, "; ".join(parts), complaints=parts)


def error_body(fault: Fault, form: ErrorFormat, request_id: str) -> tuple[str, bytes]:
    """Media type and body of an HTTP error (docs-api-errors)."""
    if form == "legacy":
        return "text/plain; charset=utf-8", f"{fault.title}: {fault.message}".encode("utf-8", "replace")
    if form == "nested":
        members = _nested(fault)
    else:
        members = _public_members(fault, request_id) if form == "public" else _members(fault, request_id)
    return "application/json", json.dumps(members, ensure_ascii=False).encode("utf-8", "replace")


def error_event(fault: Fault, form: ErrorFormat, request_id: str, context_id: str | None) -> dict[str, object]:
    """The error event of a stream or a socket; it is the last message of `context_id`."""
    event: dict[str, object] = {"type": "error", "done": True, "status_code": fault.status}
    if form == "legacy":
        event["error"] = f"{fault.title}: {fault.message}"
    elif form == "nested":
        event |= _nested(fault)
    else:
        event |= _members(fault, request_id)
    if context_id is not None:
        event["context_id"] = context_id
    return event


def _nested(fault: Fault) -> dict[str, object]:
    """The error of the dialect `carter`."""
    kinds = {401: "authentication_error", 429: "rate_limit_error"}
    kind = kinds.get(fault.status, "invalid_request_error" if fault.status < 500 else "server_error")
    return {"error": {"message": fault.message, "type": kind, "code": fault.status}}


def _members(fault: Fault, request_id: str) -> dict[str, object]:
    members: dict[str, object] = {
        "error_code": fault.code,
        "title": fault.title,
        "message": fault.message,
        "request_id": request_id,
    }
    if fault.doc_url is not None:
        members["doc_url"] = fault.doc_url
    return members


def _public_members(fault: Fault, request_id: str) -> dict[str, object]:
    members = {name: value for name, value in _members(fault, request_id).items() if value is not None}
    if fault.complaints:
        members["message"] = "\n".join(_line_of(complaint) for complaint in fault.complaints)
    return members


def _line_of(complaint: str) -> str:
    named = complaint.split("`")[1] if complaint.startswith("`") else None
    return f"✖ {complaint}" + (f"\n  → at {named}" if named is not None else "")
