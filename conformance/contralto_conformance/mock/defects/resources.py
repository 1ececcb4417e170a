"""Defects of what the resources beside speech show to a reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect
from .rewriting import instead, with_json


def _is(call: Call, reply: Reply, operation: str, status: int = 200) -> bool:
    """Whether this is an answer of that operation (`GET /agents`) with that status."""
    return f"{call.method} {call.path}" == operation and reply.status == status


def _with_header(reply: Reply, name: str, change: Callable[[str | None], str | None]) -> Reply:
    """The reply with another value of a header; None removes it."""
    value = change(reply.header(name))
    reply.headers = [pair for pair in reply.headers if pair[0] != name]
    if value is not None:
        reply.headers.append((name, value))
    return reply


def _saying(reply: Reply, value: Any) -> Reply:
    """The reply as a success that says another value."""
    reply.status, reply.media_type, reply.body = 200, "application/json", json.dumps(value).encode()
    return reply


def _is_page(call: Call, reply: Reply) -> bool:
    return call.method == "GET" and call.path != "/voices" and reply.status == 200


@defect("resources.lists-are-pages", "answers a bare array in place of a page")
class BareArrays(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _is_page(call, reply) and reply.media_type == "application/json" and isinstance(reply.body, bytes):
            page = json.loads(reply.body)
            if isinstance(page, dict) and {"data", "has_more"} <= set(page):
                return _saying(reply, page["data"])
        return reply


@defect("resources.lists-are-pages:has-more", "leaves `has_more` out of pages")
class NoHasMore(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return with_json(reply, lambda page: page.pop("has_more", None)) if _is_page(call, reply) else reply


@defect("resources.trailing-slash-tolerated", "has no datasets without a slash at the end")
class SlashOrNothing(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        bare = _is(call, reply, "GET /datasets") and not call.has_final_slash
        return instead(call, reply, 404, "there is nothing here") if bare else reply


@defect("resources.trailing-slash-tolerated:slash", "refuses the method at collections with a slash at the end")
class NoSlash(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        named = call.has_final_slash and _is(call, reply, "GET /pronunciation-dicts")
        return instead(call, reply, 405, "not allowed here") if named else reply


@defect("resources.fixed-paths-before-ids", "looks for an agent with the id `templates`")
class TemplatesAsId(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        asked = _is(call, reply, "GET /agents/templates")
        return instead(call, reply, 404, "no agent has the id `templates`") if asked else reply


@defect("resources.fixed-paths-before-ids:agent", "answers with one agent in place of the templates")
class AgentForTemplates(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if not _is(call, reply, "GET /agents/templates"):
            return reply
        return _saying(reply, {"id": "templates", "name": "Templates"})


def _is_made_up(call: Call) -> bool:
    """Whether a single thing is asked for by an id that ends in a UUID; those of the mock do not, save voices'."""
    return call.method == "GET" and call.path.count("-") >= 4 and not call.path.startswith("/voices")


@defect("resources.unknown-id-is-404", "answers 400 to an id that names nothing")
class UnknownIs400(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        unknown = fault.status == 404 and _is_made_up(call)
        return Fault(400, fault.title, fault.message) if unknown else fault


@defect("resources.unknown-id-is-404:no-content", "answers 204 to an id that names nothing")
class UnknownIs204(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if reply.status == 404 and _is_made_up(call):
            reply.status, reply.media_type, reply.body = 204, None, b""
        return reply


@defect("resources.accents-sorted", "lists accents backwards")
class AccentsBackwards(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        listed = _is(call, reply, "GET /accents")
        return with_json(reply, lambda body: body["accents"].reverse()) if listed else reply


def _set_defaults(reply: Reply, is_default: bool) -> Reply:
    def change(body: dict[str, Any]) -> None:
        for accent in body["accents"]:
            accent["is_locale_default"] = is_default

    return with_json(reply, change)


@defect("resources.one-default-accent-per-locale", "marks every accent as the default of its locale")
class AllDefaults(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return _set_defaults(reply, True) if _is(call, reply, "GET /accents") else reply


@defect("resources.one-default-accent-per-locale:none", "marks no accent as the default of its locale")
class NoDefaults(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return _set_defaults(reply, False) if _is(call, reply, "GET /accents") else reply


@defect("resources.removed-operations-refused", "still mixes embeddings")
class StillMixes(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return _saying(reply, {"embedding": [0.0] * 192}) if call.path == "/voices/mix" else reply


@defect("resources.agents-are-summaries", "lists agents under `data`")
class AgentsAsData(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        listed = _is(call, reply, "GET /agents")
        return with_json(reply, lambda body: body.update(data=body.pop("summaries"))) if listed else reply


@defect("resources.agents-are-summaries:by-id", "answers agents by their ids in place of an array")
class AgentsById(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        def change(body: dict[str, Any]) -> None:
            body["summaries"] = {agent["id"]: agent for agent in body["summaries"]}

        return with_json(reply, change) if _is(call, reply, "GET /agents") else reply


@defect("resources.calls-need-a-filter", "answers no calls when no filter is given")
class NoFilterNoCalls(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        bare = _is(call, reply, "GET /agents/calls", 400)
        return _saying(reply, {"data": [], "has_more": False, "next_page": None}) if bare else reply


@defect("resources.calls-need-a-filter:404", "answers 404 when no filter is given")
class NoFilterIs404(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        bare = call.path == "/agents/calls" and fault.status == 400
        return Fault(404, None, fault.message) if bare else fault


@defect("resources.calls-newest-first", "lists calls with the oldest first")
class OldestFirst(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        listed = _is(call, reply, "GET /agents/calls")
        return with_json(reply, lambda body: body["data"].reverse()) if listed else reply


_EXPORT = "GET /agents/metrics/results/export"


@defect("resources.export-is-csv", "sends an export as plain text")
class PlainExport(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _is(call, reply, _EXPORT):
            reply.media_type = "text/plain; charset=utf-8"
        return reply


@defect("resources.export-is-csv:object", "sends an export as an object of JSON")
class ExportAsObject(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if _is(call, reply, _EXPORT):
            reply.media_type, reply.body = "application/json", b'{"rows":[]}'
        return reply


@defect("resources.export-pages-by-headers", "keeps the cursor of an export to itself")
class NoCursor(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return _with_header(reply, "x-next-cursor", lambda cursor: None) if _is(call, reply, _EXPORT) else reply


@defect("resources.export-pages-by-headers:more", "does not say whether rows of an export remain")
class NoWordOfMore(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        return _with_header(reply, "x-has-more", lambda more: None) if _is(call, reply, _EXPORT) else reply
