"""What a pure operation gives and takes: Request and Response. No I/O, no HTTP library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from . import _codec
from ._forms import FormPart
from .errors import DecodeError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One call of an operation, without host, credential and version, which the transport adds.

    `path` begins with `/` and is percent-encoded already (see `path_segment`); `query` holds plain text. `json` is
    sent as the JSON body unless it is None, `form` as a form with files unless it has no parts. `base_url`: the
    operation lives on this host of its own. `paid`: each execution costs credits, so it is not repeated if it may have
    been executed. `authenticated`: the operation needs a credential; `admin`: one for administration. `deprecated`
    says since when, until when and what takes its place, if it is. `operation` is the operationId.
    """

    operation: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    json: object | None = None
    form: tuple[FormPart, ...] = ()
    base_url: str | None = None
    accept: str = "application/json"
    authenticated: bool = True
    paid: bool = False
    admin: bool = False
    deprecated: str = ""

    def with_query(self, name: str, value: str) -> Request:
        """The same request with one query parameter set, replacing every earlier value of it."""
        return replace(self, query=(*(pair for pair in self.query if pair[0] != name), (name, value)))

    def without_query(self, name: str) -> Request:
        """The same request without one query parameter."""
        return replace(self, query=tuple(pair for pair in self.query if pair[0] != name))

    def query_value(self, name: str) -> str | None:
        """The first value of a query parameter, None if absent."""
        return next((value for key, value in self.query if key == name), None)


@dataclass(frozen=True, slots=True)
class Response:
    """A complete successful answer. `headers` is looked up by lower-case names.

    It came after `n_retries`, `elapsed_s` seconds after the call began.
    """

    status_code: int
    headers: Mapping[str, str]
    content: bytes
    n_retries: int = 0
    elapsed_s: float = 0.0

    @property
    def content_type(self) -> str:
        """Media type without parameters, lower case; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def request_id(self) -> str | None:
        """Value of the header `x-request-id`."""
        return self.headers.get("x-request-id")

    def json(self) -> Any:
        """The body as JSON. Raises DecodeError if it is none."""
        try:
            return _codec.loads(self.content)
        except ValueError as exc:
            kind = self.content_type or "no content type"
            raise DecodeError(
                f"expected a JSON body, got {len(self.content)} bytes of {kind}",
                raw=self.content,
                request_id=self.request_id,
            ) from exc

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object. Raises DecodeError if it is none."""
        value = self.json()
        if not isinstance(value, dict):
            raise DecodeError(
                f"expected a JSON object, got {type(value).__name__}",
                raw=self.content,
                request_id=self.request_id,
            )
        return value

    def text(self) -> str:
        """The body as UTF-8 text; bytes that are none are replaced."""
        return self.content.decode("utf-8", "replace")

    def text_page(self) -> TextPage:
        """The body as `text`, with the cursor that a header names."""
        page = TextPage(self.text())
        page.next_cursor = self.headers.get("x-next-cursor") or self.headers.get("x-next-page") or None
        return page


class TextPage(str):
    """A text that may come in pages.

    `next_cursor`, passed as `starting_after`, asks for the next one; None if the text is whole or this is the last.
    """

    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ApiResponse(Generic[T]):
    """The result of a call beside the answer that it was made of."""

    value: T
    response: Response

    @property
    def status_code(self) -> int:
        """HTTP status."""
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers, looked up by lower-case names."""
        return self.response.headers

    @property
    def request_id(self) -> str | None:
        """The service's id of the request."""
        return self.response.request_id

    @property
    def content(self) -> bytes:
        """The body as received, unpacked."""
        return self.response.content


def path_segment(value: object) -> str:
    """A path parameter, percent-encoded so that it stays one segment.

    Raises ValueError for an empty one and for `.` and `..`, which would name another resource.
    """
    text = str(value)
    if text in ("", ".", ".."):
        raise ValueError(f"`{text}` cannot be a part of a path; pass the id of the resource")
    return quote(text, safe="")


def query_pairs(**parameters: object) -> tuple[tuple[str, str], ...]:
    """Query parameters as text: None left out, booleans as `true` and `false`, lists repeated.

    For a name that is no Python word (`expand[]`) use `query_items`.
    """
    return query_items(parameters.items())


def query_items(items: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """As `query_pairs`, from pairs of name and value."""
    pairs: list[tuple[str, str]] = []
    for name, value in items:
        values = value if isinstance(value, list | tuple) else (value,)
        pairs.extend((name, _query_text(single)) for single in values if single is not None)
    return tuple(pairs)


def _query_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
