"""Defects of the list of voices, and of a single one."""

from __future__ import annotations

from typing import cast

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect
from .rewriting import with_json


def _data(page: Event) -> list[Event]:
    return cast("list[Event]", page["data"])


def _with(page: Event, voices: list[Event]) -> Event:
    """The page with these voices, and with `next_page` as it should be for them."""
    cursor = {"next_page": voices[-1]["id"]} if page.get("next_page") else {}
    return {**page, "data": voices, **cursor}


@defect("voices.list-is-a-page", "answers a bare array of voices")
class BareArray(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/voices" and reply.status == 200 and isinstance(reply.body, bytes):
            reply.body = reply.body[reply.body.index(b"[") : reply.body.rindex(b"]") + 1]
        return reply


@defect("voices.list-is-a-page:has-more", "leaves `has_more` out of pages")
class NoHasMore(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        return {name: value for name, value in page.items() if name != "has_more"}


@defect("voices.shape-of-the-version", "sends `access` as an object")
class AccessAsObject(Hooks):
    def voice(self, call: Call, voice: Event) -> Event:
        return {**voice, "access": {"type": voice.get("access")}} if "access" in voice else voice


@defect("voices.shape-of-the-version:member", "leaves `visibility` out")
class NoVisibility(Hooks):
    def voice(self, call: Call, voice: Event) -> Event:
        return {name: value for name, value in voice.items() if name != "visibility"}


@defect("voices.limit-respected", "overlooks `limit`")
class LimitOverlooked(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        if "limit" not in dict(call.query) or not _data(page):
            return page
        return _with(page, [*_data(page), {**_data(page)[-1], "id": call.new_id()}])


@defect("voices.limit-out-of-range-refused", "takes any `limit`")
class AnyLimit(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.message.startswith("`limit`") else fault


@defect("voices.has-more-is-true-before-the-end", "says on every page that none follows")
class NeverMore(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        return {**page, "has_more": False}


@defect("voices.has-more-is-true-before-the-end:always", "says on every page with voices that more follow")
class AlwaysMore(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        return {**page, "has_more": True} if _data(page) else page


@defect("voices.starting-after-goes-on", "repeats on the next page the voice that `starting_after` names")
class RepeatsTheLast(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        cursor = dict(call.query).get("starting_after")
        if cursor is None or not _data(page):
            return page
        return _with(page, [{**_data(page)[0], "id": cursor}, *_data(page)[:-1]])


@defect("voices.starting-after-goes-on:gap", "skips the voice that follows the one that `starting_after` names")
class SkipsOne(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        skips = "starting_after" in dict(call.query) and len(_data(page)) > 1
        return _with(page, _data(page)[1:]) if skips else page


@defect("voices.ending-before-goes-back", "turns the order of a page before a voice around")
class TurnedAround(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        back = "ending_before" in dict(call.query)
        return {**page, "data": _data(page)[::-1]} if back else page


@defect("voices.ending-before-goes-back:inclusive", "ends a page before a voice with that voice")
class EndsWithIt(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        cursor = dict(call.query).get("ending_before")
        if cursor is None or not _data(page):
            return page
        return {**page, "data": [*_data(page)[1:], {**_data(page)[-1], "id": cursor}]}


@defect("voices.page-after-the-last-is-empty", "repeats the last voice for ever")
class LastForEver(Hooks):
    def __init__(self) -> None:
        self._shown: dict[object, Event] = {}

    def page(self, call: Call, page: Event) -> Event:
        self._shown |= {voice["id"]: voice for voice in _data(page)}
        last = self._shown.get(dict(call.query).get("starting_after"))
        return page if _data(page) or last is None else {**page, "data": [last]}


@defect("voices.page-after-the-last-is-empty:more", "says on an empty page that more follows")
class MoreAfterNothing(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        return page if _data(page) else {**page, "has_more": True}


@defect("voices.next-page-is-the-last-id", "gives a page number as `next_page`")
class NumberedPages(Hooks):
    def page(self, call: Call, page: Event) -> Event:
        return {**page, "next_page": "2"} if page.get("next_page") else page


@defect("voices.preview-only-when-expanded", "always sends `preview_file_url`")
class AlwaysPreview(Hooks):
    def voice(self, call: Call, voice: Event) -> Event:
        return {"preview_file_url": None, **voice}


@defect("voices.get-agrees-with-list", "gives a single voice another name")
class OtherName(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        single = call.path.startswith("/voices/") and reply.status == 200
        return with_json(reply, lambda body: body.update(name="Somebody else")) if single else reply


@defect("voices.get-agrees-with-list:id", "gives a single voice another id")
class OtherId(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        single = call.path.startswith("/voices/") and reply.status == 200 and call.method == "GET"
        return with_json(reply, lambda body: body.update(id=call.new_id())) if single else reply


@defect("voices.unknown-id-is-404", "answers 400 to an id that is no voice")
class UnknownIs400(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        unknown = fault.status == 404 and call.path.startswith("/voices/")
        return Fault(400, fault.title, fault.message, code=fault.code) if unknown else fault


@defect("voices.unknown-id-is-404:nothing", "answers nothing to an id that is no voice")
class UnknownIsNothing(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.method == "GET" and call.path.startswith("/voices/") and reply.status == 404:
            reply.status, reply.media_type, reply.body = 204, None, b""
        return reply
