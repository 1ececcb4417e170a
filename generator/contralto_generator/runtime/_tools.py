"""Client tools: what a function gave, or why it failed, as the agent is told. No network."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import _codec

MAX_RESULT_BYTES = 4096
"""The longest result that the service passes on to the model."""
MAX_ERROR_TYPE_BYTES = 256
MAX_RUNNING = 16
"""How many tools of one call run at a time."""


class ToolError(Exception):
    """Raised by a tool to tell the agent in words what went wrong. The text of any other exception stays here."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What the agent gets: a text for the model; if `is_error`, `error_type` goes into the logs of the service."""

    result: str
    is_error: bool = False
    error_type: str | None = None

    def message(self, tool_call_id: str) -> dict[str, Any]:
        """The message that answers a call."""
        members: dict[str, Any] = {
            "type": "client_tool_result",
            "tool_call_id": tool_call_id,
            "result": self.result,
        }
        if self.is_error:
            members["is_error"] = True
        if self.error_type is not None:
            members["error_type"] = cut(self.error_type, MAX_ERROR_TYPE_BYTES)
        return members


BUSY = ToolResult(f"{MAX_RUNNING} tools are running already; try again later", is_error=True, error_type="busy")


def arguments_failure(function: Callable[..., Any], parameters: Mapping[str, Any]) -> ToolResult | None:
    """The failure to report if `function` cannot be called with these parameters, as far as it tells what it takes."""
    try:
        signature = inspect.signature(function)
    except ValueError:  # some that are written in C tell nothing
        return None
    try:
        signature.bind(**parameters)
    except TypeError as exc:
        text = cut(f"the parameters do not fit: {exc}", MAX_RESULT_BYTES)
        return ToolResult(text, is_error=True, error_type="invalid_parameters")
    return None


def result_of(value: object) -> ToolResult:
    """What a tool returned: text as it is, None as the empty text, anything else as JSON.

    What is no JSON, or too long for the service, is an error.
    """
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    try:
        text = "" if value is None else value if isinstance(value, str) else _codec.dumps(value).decode()
        n_bytes = len(text.encode())
    except (TypeError, ValueError, RecursionError):
        kind = type(value).__name__
        return ToolResult(f"the tool gave a `{kind}`, which is no JSON", is_error=True, error_type="no_json")
    if n_bytes > MAX_RESULT_BYTES:
        return ToolResult(
            f"the result has {n_bytes} bytes, more than the {MAX_RESULT_BYTES} that are allowed; ask for less",
            is_error=True,
            error_type="result_too_large",
        )
    return ToolResult(text)


def failure_of(exc: Exception) -> ToolResult:
    """What a tool raised: the text of a ToolError, of another exception its class alone."""
    text = cut(str(exc), MAX_RESULT_BYTES) if isinstance(exc, ToolError) else ""
    return ToolResult(text or "the tool failed", is_error=True, error_type=type(exc).__name__)


def cut(text: str, n_bytes: int) -> str:
    """The beginning of `text`, at most `n_bytes` of UTF-8 long."""
    return text.encode("utf-8", "replace")[:n_bytes].decode("utf-8", "ignore")
