"""Small documents to compare, and one case for every kind of change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contralto_spec.diff import Contract

Json = Any
NOBODY, CLIENT, SERVER, BOTH = "", "client", "server", "both"


def openapi(paths: Json, **components: Json) -> dict[str, Json]:
    return {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths, "components": components}


def operation(**members: Json) -> dict[str, Json]:
    return openapi({"/tts": {"post": {"operationId": "speak", **members}}})


def asyncapi(channel: Json, **components: Json) -> dict[str, Json]:
    keys = channel.get("messages", {})
    client = [{"$ref": f"#/channels/tts/messages/{key}"} for key in keys if key.startswith("c_")]
    server = [{"$ref": f"#/channels/tts/messages/{key}"} for key in keys if key.startswith("s_")]
    return {
        "asyncapi": "3.0.0",
        "channels": {"tts": {"address": "/tts", **channel}},
        "operations": {
            "send": {"action": "send", "channel": {"$ref": "#/channels/tts"}, "messages": client},
            "receive": {"action": "receive", "channel": {"$ref": "#/channels/tts"}, "messages": server},
        },
        "components": components,
    }


def contract(document: Json, name: str = "x") -> Contract:
    return Contract(name, **{"openapi" if "openapi" in document else "asyncapi": document})


def with_schema(schema: Json, flow: str) -> dict[str, Json]:
    """A document in which one named schema is a request or an answer."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    part = {"requestBody": {"content": content}} if flow == "request" else {"responses": {"200": {"content": content}}}
    return openapi({"/tts": {"post": part}}, schemas={"Thing": schema})


@dataclass(frozen=True)
class SchemaCase:
    """request, answer: whom it breaks there."""

    kind: str
    before: Json
    after: Json
    request: str
    answer: str
    trail: str = ""


def members(*required: str, closed: bool = False, **properties: Json) -> dict[str, Json]:
    schema: dict[str, Json] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    return {**schema, "additionalProperties": False} if closed else schema


TEXT = {"type": "string"}
A = members("a", a=TEXT)
LEFT, RIGHT = ({"type": "object", "properties": {"kind": {"const": tag}}} for tag in ("left", "right"))
TAGGED = {"propertyName": "kind", "mapping": {"one": "#/components/schemas/One"}}

SCHEMAS = [
    SchemaCase("optional-member-added", A, members("a", a=TEXT, b={"type": "integer"}), NOBODY, NOBODY, "b"),
    SchemaCase("required-member-added", A, members("a", "b", a=TEXT, b={"type": "integer"}), CLIENT, SERVER, "b"),
    SchemaCase("optional-member-removed", members("a", a=TEXT, b={"type": "integer"}), A, CLIENT, CLIENT, "b"),
    SchemaCase("required-member-removed", members("a", "b", a=TEXT, b={"type": "integer"}), A, SERVER, CLIENT, "b"),
    SchemaCase(
        "optional-member-added-to-closed", members(closed=True), members(a=TEXT, closed=True), SERVER, CLIENT, "a"
    ),
    SchemaCase(
        "required-member-added-to-closed", members(closed=True), members("a", a=TEXT, closed=True), BOTH, BOTH, "a"
    ),
    SchemaCase(
        "optional-member-removed-from-closed", members(a=TEXT, closed=True), members(closed=True), CLIENT, BOTH, "a"
    ),
    SchemaCase(
        "required-member-removed-from-closed", members("a", a=TEXT, closed=True), members(closed=True), BOTH, BOTH, "a"
    ),
    SchemaCase(
        "member-renamed", members(speed={"type": "number"}), members(speeds={"type": "number"}), BOTH, BOTH, "speeds"
    ),
    SchemaCase("member-made-required", members(a=TEXT), A, CLIENT, SERVER, "a"),
    SchemaCase("member-made-optional", A, members(a=TEXT), SERVER, CLIENT, "a"),
    SchemaCase("null-allowed", members(a=TEXT), members(a={"type": ["string", "null"]}), SERVER, CLIENT, "a"),
    SchemaCase("null-forbidden", members(a={"anyOf": [TEXT, {"type": "null"}]}), members(a=TEXT), CLIENT, SERVER, "a"),
    SchemaCase("type-widened", {"type": "integer"}, {"type": "number"}, SERVER, CLIENT),
    SchemaCase("type-narrowed", {"type": ["string", "integer"]}, {"type": "integer"}, CLIENT, SERVER),
    SchemaCase("type-changed", {"type": "string"}, {"type": "integer"}, BOTH, BOTH),
    SchemaCase("const-changed", {"const": "a"}, {"const": "b"}, BOTH, BOTH),
    SchemaCase("values-added", {"enum": ["a"]}, {"enum": ["a", "b"]}, SERVER, CLIENT),
    SchemaCase("values-removed", {"enum": ["a", "b"]}, {"const": "a"}, CLIENT, SERVER),
    SchemaCase("values-opened", {"enum": ["a"]}, {"type": "string", "x-known-values": ["a"]}, SERVER, CLIENT),
    SchemaCase("values-closed", TEXT, {"type": "string", "enum": ["a"]}, CLIENT, SERVER),
    SchemaCase(
        "known-values-added", {**TEXT, "x-known-values": ["a"]}, {**TEXT, "x-known-values": ["a", "b"]}, NOBODY, NOBODY
    ),
    SchemaCase("known-values-removed", {**TEXT, "x-known-values": ["a"]}, TEXT, NOBODY, NOBODY),
    SchemaCase("constraint-tightened", {"type": "integer"}, {"type": "integer", "maximum": 5}, CLIENT, SERVER),
    SchemaCase("constraint-tightened", {"minLength": 1}, {"minLength": 2}, CLIENT, SERVER),
    SchemaCase("constraint-tightened", TEXT, {**TEXT, "if": {}, "then": {"minLength": 1}}, CLIENT, SERVER),
    SchemaCase("constraint-tightened", TEXT, {**TEXT, "allOf": [{"minLength": 1}]}, CLIENT, SERVER),
    SchemaCase("constraint-tightened", TEXT, {**TEXT, "not": {"const": "a"}}, CLIENT, SERVER),
    SchemaCase("constraint-tightened", {"type": "array"}, {"type": "array", "uniqueItems": True}, CLIENT, SERVER),
    SchemaCase("constraint-loosened", {"maxItems": 1}, {"maxItems": 2}, SERVER, CLIENT),
    SchemaCase("constraint-loosened", {**TEXT, "pattern": "^a"}, TEXT, SERVER, CLIENT),
    SchemaCase("constraint-changed", {**TEXT, "format": "uri"}, {**TEXT, "format": "date"}, BOTH, BOTH),
    SchemaCase("branch-added", {"oneOf": [LEFT]}, {"oneOf": [LEFT, RIGHT]}, SERVER, CLIENT),
    SchemaCase("branch-added", LEFT, {"anyOf": [LEFT, TEXT]}, SERVER, CLIENT),
    SchemaCase("branch-removed", {"oneOf": [LEFT, RIGHT]}, {"oneOf": [RIGHT]}, CLIENT, SERVER),
    SchemaCase(
        "discriminator-added", {"oneOf": [LEFT, TEXT]}, {"oneOf": [LEFT, TEXT], "discriminator": TAGGED}, NOBODY, NOBODY
    ),
    SchemaCase(
        "discriminator-removed",
        {"oneOf": [LEFT, TEXT], "discriminator": TAGGED},
        {"oneOf": [LEFT, TEXT]},
        NOBODY,
        NOBODY,
    ),
    SchemaCase(
        "discriminator-changed",
        {"oneOf": [LEFT, TEXT], "discriminator": TAGGED},
        {"oneOf": [LEFT, TEXT], "discriminator": {**TAGGED, "propertyName": "type"}},
        BOTH,
        BOTH,
    ),
    SchemaCase("members-opened", members(closed=True), members(), SERVER, CLIENT),
    SchemaCase("members-closed", members(), members(closed=True), CLIENT, SERVER),
    SchemaCase("default-changed", {"default": 1}, {"default": 2}, BOTH, NOBODY),
    SchemaCase("default-added", {"default": None}, {"default": 2}, NOBODY, NOBODY),
    SchemaCase("default-removed", {"default": 1}, {}, CLIENT, NOBODY),
    SchemaCase("deprecated", members(a=TEXT), members(a={**TEXT, "deprecated": True}), NOBODY, NOBODY, "a"),
    SchemaCase("no-longer-deprecated", members(a={**TEXT, "deprecated": True}), members(a=TEXT), NOBODY, NOBODY, "a"),
    SchemaCase("reference-changed", {"$ref": "one.yaml"}, {"$ref": "two.yaml"}, BOTH, BOTH),
    SchemaCase("values-added", {"items": {"enum": [1]}}, {"items": {"enum": [1, 2]}}, SERVER, CLIENT, "[]"),
    SchemaCase(
        "type-changed", members(a=members(b=TEXT)), members(a=members(b={"type": "boolean"})), BOTH, BOTH, "a.b"
    ),
]


@dataclass(frozen=True)
class Case:
    kind: str
    text: str
    before: Json
    after: Json
    breaks: str


def parameter(name: str = "limit", **more: Json) -> dict[str, Json]:
    return {"parameters": [{"name": name, "in": "query", "schema": {"type": "integer"}, **more}]}


def body(**more: Json) -> dict[str, Json]:
    return {"requestBody": {"content": {"application/json": {"schema": TEXT}}, **more}}


def answer(status: str = "200", **more: Json) -> dict[str, Json]:
    return {"responses": {status: {"description": "d", **more}}}


OK = answer()
PLACE = "POST /tts"
Members = Mapping[str, Json]


def _operation(kind: str, trail: str, before: Members, after: Members, breaks: str) -> Case:
    text = f"{PLACE} \u203a {trail}" if trail else PLACE
    return Case(kind, text, operation(**before), operation(**after), breaks)


JSON: dict[str, Json] = {"application/json": {}}
CSV: dict[str, Json] = {"text/csv": {}}
OPERATIONS = [
    Case("operation-added", PLACE, openapi({}), operation(), SERVER),
    Case("operation-removed", PLACE, operation(), openapi({}), CLIENT),
    Case("operation-moved", "PUT /say", operation(), openapi({"/say": {"put": {"operationId": "speak"}}}), BOTH),
    _operation("operation-renamed", "", {}, {"operationId": "say"}, NOBODY),
    Case(
        "path-parameter-renamed",
        "GET /v/{b}",
        openapi({"/v/{a}": {"get": {}}}),
        openapi({"/v/{b}": {"get": {}}}),
        NOBODY,
    ),
    _operation("call-changed", "", {"x-call": "tts.speak"}, {"x-call": "tts.say"}, NOBODY),
    _operation("deprecated", "", {}, {"deprecated": True}, NOBODY),
    _operation("switched-off", "", {}, {"x-removed": {"on": "2026-01-01"}}, CLIENT),
    _operation("switched-on", "", {"x-removed": {"on": "2026-01-01"}}, {}, SERVER),
    _operation("credential-added", "", {"security": [{"Key": []}]}, {"security": [{"Key": []}, {"Token": []}]}, SERVER),
    _operation("credential-removed", "", {"security": [{"Key": []}, {}]}, {"security": [{"Key": []}]}, CLIENT),
    _operation("grant-added", "", {}, {"x-grants": ["tts"]}, SERVER),
    _operation("grant-removed", "", {"x-grants": ["tts"]}, {"x-grants": []}, CLIENT),
    _operation("host-changed", "", {}, {"servers": [{"url": "https://files.example"}]}, BOTH),
    _operation("optional-parameter-added", "query limit", {}, parameter(), NOBODY),
    _operation("optional-parameter-removed", "query limit", parameter(), {}, CLIENT),
    _operation("required-parameter-added", "query limit", {}, parameter(required=True), CLIENT),
    _operation("required-parameter-removed", "query limit", parameter(required=True), {}, SERVER),
    _operation("parameter-renamed", "query limits", parameter(), parameter("limits"), BOTH),
    _operation("parameter-encoding-changed", "query limit", parameter(), parameter(explode=True), BOTH),
    _operation("parameter-made-required", "query limit", parameter(), parameter(required=True), CLIENT),
    _operation("parameter-made-optional", "query limit", parameter(required=True), parameter(), SERVER),
    _operation("type-changed", "query limit", parameter(), parameter(schema=TEXT), BOTH),
    _operation("optional-body-added", "request", {}, body(), NOBODY),
    _operation("optional-body-removed", "request", body(), {}, CLIENT),
    _operation("required-body-added", "request", {}, body(required=True), CLIENT),
    _operation("required-body-removed", "request", body(required=True), {}, SERVER),
    _operation("body-made-required", "request", body(), body(required=True), CLIENT),
    _operation("body-made-optional", "request", body(required=True), body(), SERVER),
    _operation(
        "body-encoding-changed",
        "request",
        body(),
        body(content={"application/json": {"schema": TEXT, "encoding": {"a": {}}}}),
        BOTH,
    ),
    _operation("media-type-added", "request", body(content=JSON), body(content={**JSON, **CSV}), SERVER),
    _operation("media-type-removed", "request", body(content={**JSON, **CSV}), body(content=JSON), CLIENT),
    _operation("media-type-added", "answer 200", answer(content=JSON), answer(content={**JSON, **CSV}), CLIENT),
    _operation("media-type-removed", "answer 200", answer(content={**JSON, **CSV}), answer(content=JSON), BOTH),
    _operation("success-added", "answer 202", OK, {"responses": {**OK["responses"], "202": {}}}, CLIENT),
    _operation("success-removed", "answer 202", {"responses": {**OK["responses"], "202": {}}}, OK, BOTH),
    _operation("error-added", "answer 409", OK, {"responses": {**OK["responses"], "409": {}}}, NOBODY),
    _operation("error-removed", "answer 409", {"responses": {**OK["responses"], "409": {}}}, OK, NOBODY),
    _operation("header-added", "answer 200 \u203a X-Id", OK, answer(headers={"X-Id": {}}), SERVER),
    _operation("header-removed", "answer 200 \u203a X-Id", answer(headers={"X-Id": {}}), OK, CLIENT),
    _operation(
        "header-made-required",
        "answer 200 \u203a X-Id",
        answer(headers={"x-id": {}}),
        answer(headers={"X-Id": {"required": True}}),
        SERVER,
    ),
    _operation(
        "header-made-optional",
        "answer 200 \u203a X-Id",
        answer(headers={"X-Id": {"required": True}}),
        answer(headers={"X-Id": {}}),
        CLIENT,
    ),
    Case("server-added", "servers", openapi({}), {**openapi({}), "servers": [{"url": "https://a.example"}]}, NOBODY),
    Case("server-removed", "servers", {**openapi({}), "servers": [{"url": "https://a.example"}]}, openapi({}), CLIENT),
    Case("scheme-added", "security scheme Key", openapi({}), openapi({}, securitySchemes={"Key": {}}), NOBODY),
    Case("scheme-removed", "security scheme Key", openapi({}, securitySchemes={"Key": {}}), openapi({}), NOBODY),
    Case(
        "scheme-changed",
        "security scheme Key",
        openapi({}, securitySchemes={"Key": {"type": "http"}}),
        openapi({}, securitySchemes={"Key": {"type": "apiKey"}}),
        BOTH,
    ),
    Case("schema-added", "Thing", openapi({}), openapi({}, schemas={"Thing": TEXT}), NOBODY),
    Case("schema-removed", "Thing", openapi({}, schemas={"Thing": TEXT}), openapi({}), NOBODY),
    Case("schema-renamed", "Voices", openapi({}, schemas={"Voice": A}), openapi({}, schemas={"Voices": A}), NOBODY),
]

STATES: dict[str, Json] = {
    "initial": "open",
    "instance": "context_id",
    "states": {"open": {}, "done": {"terminal": True}},
    "symbols": {"client": [{"name": "input", "message": "c_input", "where": {}}], "server": []},
    "steps": [{"by": "client", "step": "input", "from": ["open"], "to": "same"}],
}


def table(**more: Json) -> dict[str, Json]:
    return asyncapi({"x-protocol": {**STATES, **more}})


def _step(by: str, states: list[str], to: str) -> dict[str, Json]:
    return {"by": by, "step": "input", "from": states, "to": to}


def ws(**members: Json) -> dict[str, Json]:
    return asyncapi({"bindings": {"ws": {"query": {"type": "object", "properties": members}}}})


IDLE = {"idle": {"after_s": 300, "note": "n", "sources": ["s"]}}
CLOSE = [{"code": 1000, "by": "server", "when": "idle", "reason": "idle"}]
EMPTY = asyncapi({})
CHANNELS = [
    Case("channel-added", "tts", {**EMPTY, "channels": {}}, EMPTY, SERVER),
    Case("channel-removed", "tts", EMPTY, {**EMPTY, "channels": {}}, CLIENT),
    Case("channel-moved", "tts", EMPTY, asyncapi({"address": "/speak"}), BOTH),
    Case("optional-parameter-added", "tts \u203a query key", ws(), ws(key=TEXT), NOBODY),
    Case("message-added", "tts \u203a c_in, from the client", EMPTY, asyncapi({"messages": {"c_in": {}}}), SERVER),
    Case("message-removed", "tts \u203a c_in, from the client", asyncapi({"messages": {"c_in": {}}}), EMPTY, CLIENT),
    Case("message-added", "tts \u203a s_out, from the server", EMPTY, asyncapi({"messages": {"s_out": {}}}), SERVER),
    Case("message-removed", "tts \u203a s_out, from the server", asyncapi({"messages": {"s_out": {}}}), EMPTY, CLIENT),
    Case(
        "content-type-changed",
        "tts \u203a s_out",
        asyncapi({"messages": {"s_out": {}}}),
        asyncapi({"messages": {"s_out": {"contentType": "text/plain"}}}),
        BOTH,
    ),
    Case(
        "required-member-added",
        "tts \u203a s_out \u203a a",
        asyncapi({"messages": {"s_out": {"payload": members()}}}),
        asyncapi({"messages": {"s_out": {"payload": A}}}),
        SERVER,
    ),
    Case(
        "required-member-added",
        "tts \u203a c_in \u203a a",
        asyncapi({"messages": {"c_in": {"payload": members()}}}),
        asyncapi({"messages": {"c_in": {"payload": A}}}),
        CLIENT,
    ),
    Case("close-code-added", "tts \u203a 1000 by the server", EMPTY, asyncapi({"x-close": CLOSE}), NOBODY),
    Case("close-code-removed", "tts \u203a 1000 by the server", asyncapi({"x-close": CLOSE}), EMPTY, CLIENT),
    Case(
        "close-code-changed",
        "tts \u203a 1000 by the server",
        asyncapi({"x-close": CLOSE}),
        asyncapi({"x-close": [{"code": 1000, "reason": "bye"}]}),
        BOTH,
    ),
    Case("refusal-added", "tts \u203a 402", EMPTY, asyncapi({"x-handshake": [{"status": 402}]}), NOBODY),
    Case("refusal-removed", "tts \u203a 402", asyncapi({"x-handshake": [{"status": 402}]}), EMPTY, NOBODY),
    Case("limit-added", "tts \u203a idle", EMPTY, asyncapi({"x-limits": IDLE}), CLIENT),
    Case("limit-removed", "tts \u203a idle", asyncapi({"x-limits": IDLE}), EMPTY, SERVER),
    Case(
        "limit-changed",
        "tts \u203a idle",
        asyncapi({"x-limits": IDLE}),
        asyncapi({"x-limits": {"idle": {"after_s": 20}}}),
        BOTH,
    ),
    Case("table-added", "tts", EMPTY, table(), NOBODY),
    Case("table-removed", "tts", table(), EMPTY, NOBODY),
    Case("table-changed", "tts \u203a initial", table(), table(initial="done"), BOTH),
    Case("state-added", "tts \u203a closing", table(), table(states={**STATES["states"], "closing": {}}), NOBODY),
    Case("state-removed", "tts \u203a done", table(), table(states={"open": {}}), NOBODY),
    Case("state-changed", "tts \u203a done", table(), table(states={"open": {}, "done": {}}), BOTH),
    Case(
        "symbol-added",
        "tts \u203a stop of the client",
        table(),
        table(symbols={"client": [*STATES["symbols"]["client"], {"name": "stop"}]}),
        NOBODY,
    ),
    Case("symbol-removed", "tts \u203a input of the client", table(), table(symbols={}), NOBODY),
    Case(
        "symbol-changed",
        "tts \u203a input of the client",
        table(),
        table(symbols={"client": [{"name": "input", "text": "go"}]}),
        BOTH,
    ),
    Case(
        "step-allowed",
        "tts \u203a input of the client",
        table(),
        table(steps=[_step("client", ["open", "done"], "same")]),
        SERVER,
    ),
    Case("step-forbidden", "tts \u203a input of the client", table(), table(steps=[]), CLIENT),
    Case(
        "step-allowed",
        "tts \u203a input of the server",
        table(),
        table(steps=[*STATES["steps"], _step("server", ["open"], "done")]),
        CLIENT,
    ),
    Case(
        "step-leads-elsewhere",
        "tts \u203a input of the client",
        table(),
        table(steps=[_step("client", ["open"], "done")]),
        BOTH,
    ),
]
