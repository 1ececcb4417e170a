"""Answers in JSON, shown as the documents of the request's version say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .exchange import Call, Reply

JSON = "application/json"

_T = TypeVar("_T")
_U = TypeVar("_U")


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """A part of a list: whether more follows in the direction of paging, and the cursor that continues there."""

    items: Sequence[_T]
    has_more: bool = False
    next_page: str | None = None

    def of(self, items: Sequence[_U]) -> Page[_U]:
        """The same place in the list with other items."""
        return Page(items, self.has_more, self.next_page)


def json_reply(content: object, status: int = 200) -> Reply:
    """A reply with exactly this JSON body."""
    return Reply(status, JSON, json.dumps(content, separators=(",", ":")).encode())


def answer(call: Call, record: Any = None) -> Reply:
    """The success of the call's operation: `record` in the view of the version, with the documented status.

    Empty where the version documents no body.
    """
    operation = call.documented
    if JSON not in operation.media_types:
        return Reply(operation.status, None)
    return json_reply(operation.view(record), operation.status)


def answer_page(call: Call, page: Page[Any]) -> Reply:
    """A list in the envelope of the version: a bare array, or an object that names it, with what the version knows of
    `has_more` and `next_page`."""
    member = call.documented.list_member
    if member is None:
        return answer(call, list(page.items))
    return answer(call, {member: list(page.items), "has_more": page.has_more, "next_page": page.next_page})
