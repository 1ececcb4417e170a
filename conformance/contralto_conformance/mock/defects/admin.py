"""Defects of what keys for administration open."""

from __future__ import annotations

import json
from typing import Any

from contralto_conformance.mock.auth import ADMIN_KEY_PREFIX, Credential, Identity
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect
from .rewriting import instead, with_json

_LISTS = frozenset({"/api-keys", "/organizations/users", "/organizations/invites"})


def _limit(call: Call) -> int:
    text = dict(call.query).get("limit", "")
    return int(text) if text.isdecimal() else 0


@defect("auth.admin-key-refused-elsewhere", "opens everything to keys for administration")
class AdminsOpenAll(Hooks):
    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        is_admin = credential is not None and credential.value.startswith(ADMIN_KEY_PREFIX)
        refused = isinstance(outcome, Fault) and outcome.status == 403
        return Identity("key") if is_admin and refused else outcome


@defect("resources.limit-capped", "refuses a `limit` above 100")
class LongPagesRefused(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path in _LISTS and _limit(call) > 100 and reply.status == 200:
            return instead(call, reply, 400, "`limit` must be 100 at most")
        return reply


@defect("resources.limit-capped:default", "takes a `limit` above 100 for none")
class LongPagesShort(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        def shorten(page: dict[str, Any]) -> None:
            page["has_more"] = len(page["data"]) > 1
            page["data"] = page["data"][:1]

        asked = call.path in _LISTS and _limit(call) > 100 and reply.status == 200
        return with_json(reply, shorten) if asked else reply


@defect("resources.both-cursors-refused", "ignores a cursor beside another one")
class BothCursors(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        names = {name for name, _ in call.query}
        both = call.path in _LISTS and {"starting_after", "ending_before"} <= names
        return None if both and "exclude each other" in fault.message else fault


@defect("resources.both-cursors-refused:status", "refuses two cursors with 422")
class BothCursorsOddly(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        if call.path in _LISTS and "exclude each other" in fault.message:
            return Fault(422, fault.title, fault.message)
        return fault


@defect("resources.usage-has-every-period", "leaves out the periods in which nothing was used")
class OnlyBusyPeriods(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        def drop(usage: dict[str, Any]) -> None:
            usage["data"] = [b for b in usage["data"] if any(b.get(n) for n in ("credits", "minutes", "calls"))][1:]

        is_usage = call.path.startswith("/usage/") and reply.status == 200 and "interval" in dict(call.query)
        return with_json(reply, drop) if is_usage else reply


@defect("resources.usage-has-every-period:twice", "says one period twice and another not at all")
class PeriodTwice(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        def repeat(usage: dict[str, Any]) -> None:
            usage["data"][-1] = usage["data"][-2]

        is_usage = call.path.startswith("/usage/") and reply.status == 200 and "interval" in dict(call.query)
        return with_json(reply, repeat) if is_usage else reply


@defect("resources.invites-all-or-nothing", "invites those whose addresses are right")
class SomeInvited(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        if call.path != "/organizations/invites" or call.method != "POST":
            return asked
        return {**asked, "emails": [email for email in asked["emails"] if "@" in email]}


@defect("resources.invites-all-or-nothing:silent", "refuses an invitation and sends its sound part")
class SomeInvitedAllTheSame(Hooks):
    def __init__(self) -> None:
        self._kept: list[str] = []

    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        if call.path == "/organizations/invites" and call.method == "POST":
            self._kept += [email for email in asked["emails"] if "@" in email]
        return asked

    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path != "/organizations/invites" or call.method != "GET" or reply.status != 200:
            return reply
        assert isinstance(reply.body, bytes)
        page = json.loads(reply.body)
        made = [{**entry, "email": email} for entry in page["data"][:1] for email in self._kept]
        reply.body = json.dumps({**page, "data": made + page["data"]}).encode()
        return reply
