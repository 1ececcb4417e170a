"""Examples of the resources beside speech: what they show, and what is made, changed and deleted."""

from __future__ import annotations

import dataclasses
from typing import Any

from contralto_conformance.trace import Exchange

from .builders import MISSING, Json, http, mp3, refused, speech, wav
from .examples import Examples

E = Examples()
PAGE: Json = {"data": [], "has_more": False, "next_page": None}


def get(path: str, answer: Any = None, **more: Any) -> Exchange:
    return http("GET", path, answer=answer, **more)


# -- lists -----------------------------------------------------------------------------------------------------------

E.met("resources.lists-are-pages", "a page", get("/datasets/", PAGE))
E.met("resources.lists-are-pages", "a page with more members", get("/datasets", {**PAGE, "total": 0}))
E.violated("resources.lists-are-pages", "a bare array", get("/datasets/", []))
E.violated("resources.lists-are-pages", "no `has_more`", get("/agents/metrics", {"data": []}))
E.nothing("resources.lists-are-pages", "the list of voices", get("/voices", []))
E.nothing("resources.lists-are-pages", "a list that is no page", get("/accents", {"accents": []}))
E.nothing("resources.lists-are-pages", "a plan without datasets", refused("GET", "/datasets/", status=403))

WITH = get("/datasets/", PAGE, label="with")
E.met("resources.trailing-slash-tolerated", "both", WITH, get("/datasets", PAGE))
E.met("resources.trailing-slash-tolerated", "a redirection", WITH, get("/datasets", status=307, body=b""))
E.violated("resources.trailing-slash-tolerated", "one alone", WITH, refused("GET", "/datasets", status=404))
E.violated("resources.trailing-slash-tolerated", "a refused method", WITH, refused("GET", "/datasets", status=405))
E.nothing("resources.trailing-slash-tolerated", "one way asked", WITH)
E.nothing(
    "resources.trailing-slash-tolerated", "neither served",
    refused("GET", "/datasets", status=404), refused("GET", "/datasets/", status=404, label="with"),
)  # fmt: skip

E.met("resources.fixed-paths-before-ids", "templates", get("/agents/templates", {"templates": []}))
E.violated("resources.fixed-paths-before-ids", "a 404", refused("GET", "/agents/templates", status=404))
E.violated("resources.fixed-paths-before-ids", "an agent", get("/agents/templates", {"id": "templates"}))
E.nothing("resources.fixed-paths-before-ids", "a refused key", refused("GET", "/agents/templates", status=401))

UNKNOWN = f"/agents/agent_{MISSING}"
E.met("resources.unknown-id-is-404", "a 404", refused("GET", UNKNOWN, status=404))
E.violated("resources.unknown-id-is-404", "an agent", get(UNKNOWN, {"id": MISSING}))
E.violated("resources.unknown-id-is-404", "a 400 that is not documented", refused("GET", UNKNOWN))
E.nothing("resources.unknown-id-is-404", "a 400 that is", refused("GET", f"/datasets/{MISSING}"))
E.nothing("resources.unknown-id-is-404", "another id", refused("GET", "/agents/agent_7Qk2mPz4Rt", status=404))
E.nothing("resources.unknown-id-is-404", "a voice", refused("GET", f"/voices/{MISSING}", status=404))

# -- accents ---------------------------------------------------------------------------------------------------------


def accents(*ids: str, locale: str = "en-US", default: tuple[str, ...] = ()) -> Exchange:
    listed = [{"id": name, "locale": locale, "is_locale_default": name in default} for name in ids]
    return get("/accents", {"accents": listed})


E.met("resources.accents-sorted", "by code points", accents("us-english", "usage"))
E.met("resources.accents-sorted", "without looking at hyphens", accents("usage", "us-english"))
E.violated("resources.accents-sorted", "backwards", accents("mexican", "andean", "abruzzo-italian"))
E.nothing("resources.accents-sorted", "a single one", accents("mexican"))
E.met("resources.one-default-accent-per-locale", "one of two", accents("a", "b", default=("b",)))
E.violated("resources.one-default-accent-per-locale", "none", accents("a", "b"))
E.violated("resources.one-default-accent-per-locale", "two", accents("a", "b", default=("a", "b")))
FILTERED = (("language", "en"),)
ONE = {"accents": [{"locale": "en-US", "is_locale_default": False}]}
E.nothing("resources.one-default-accent-per-locale", "a filtered list", get("/accents", ONE, query=FILTERED))

MIX = {"voices": [{"id": "x", "weight": 1}]}
E.met("resources.removed-operations-refused", "a 404", refused("POST", "/voices/mix", status=404, send=MIX))
E.met("resources.removed-operations-refused", "a 405", refused("POST", "/voices/mix", status=405, send=MIX))
E.violated(
    "resources.removed-operations-refused",
    "an embedding",
    http("POST", "/voices/mix", send=MIX, answer={"embedding": []}),
)
E.nothing("resources.removed-operations-refused", "a refused key", refused("POST", "/voices/mix", status=401, send=MIX))

# -- Line agents -----------------------------------------------------------------------------------------------------

E.met("resources.agents-are-summaries", "none", get("/agents", {"summaries": []}))
E.violated("resources.agents-are-summaries", "a page", get("/agents", PAGE))
E.violated("resources.agents-are-summaries", "an array", get("/agents", []))
E.nothing("resources.agents-are-summaries", "no agents in the plan", refused("GET", "/agents", status=403))

E.met("resources.calls-need-a-filter", "a 400", refused("GET", "/agents/calls"))
E.violated("resources.calls-need-a-filter", "a page", get("/agents/calls", PAGE))
E.violated("resources.calls-need-a-filter", "a 404", refused("GET", "/agents/calls", status=404))
E.nothing("resources.calls-need-a-filter", "a filter", get("/agents/calls", PAGE, query=(("agent_id", "a"),)))


def calls(*times: str | None) -> Exchange:
    listed = [{"id": f"call-{number}", "start_time": time} for number, time in enumerate(times)]
    return get("/agents/calls", {**PAGE, "data": listed}, query=(("agent_id", "a"),))


E.met("resources.calls-newest-first", "the newest first", calls("2026-10-19T08:15:44Z", "2026-10-08T12:00:03Z"))
E.met("resources.calls-newest-first", "other zones", calls("2026-10-19T08:15:44+02:00", "2026-10-19T06:15:43Z"))
E.met("resources.calls-newest-first", "one not begun", calls("2026-10-19T08:15:44Z", None, "2026-10-19T08:15:44Z"))
E.violated("resources.calls-newest-first", "the oldest first", calls("2026-10-08T12:00:03Z", "2026-10-19T08:15:44Z"))
E.nothing("resources.calls-newest-first", "a single call", calls("2026-10-08T12:00:03Z"))
E.nothing("resources.calls-newest-first", "times that are none", calls("yesterday", "today"))

EXPORT = "/agents/metrics/results/export"


def export(*headers: tuple[str, str], media: str = "text/csv", limit: str = "1") -> Exchange:
    return http("GET", EXPORT, body=b"id\n1\n", media=media, headers=headers, query=(("limit", limit),))


E.met("resources.export-is-csv", "CSV", export(media="text/csv; charset=utf-8"))
E.met("resources.export-is-csv", "no results", refused("GET", EXPORT, status=404))
E.violated("resources.export-is-csv", "JSON", get(EXPORT, PAGE))
E.nothing("resources.export-is-csv", "a refused key", refused("GET", EXPORT, status=401))
LAST, MORE = ("x-has-more", "false"), ("x-has-more", "True")
CURSOR = ("x-next-cursor", "bWV0")
E.met("resources.export-pages-by-headers", "the last page", export(LAST))
E.met("resources.export-pages-by-headers", "one before it", export(MORE, CURSOR))
E.violated("resources.export-pages-by-headers", "no headers", export())
E.violated("resources.export-pages-by-headers", "no cursor", export(MORE))
E.violated("resources.export-pages-by-headers", "a cursor at the end", export(LAST, CURSOR))
E.nothing("resources.export-pages-by-headers", "a whole export", http("GET", EXPORT, body=b"id\n", media="text/csv"))

# -- made, changed, deleted ------------------------------------------------------------------------------------------

DICTS, DICT = "/pronunciation-dicts/", "/pronunciation-dicts/dict_1"
MADE = http("POST", DICTS, send={"name": "A"}, answer={"id": "dict_1", "name": "A"}, label="made")
DELETED = http("DELETE", DICT, status=204, label="deleted")


def fetched(name: str = "A", path: str = DICT, label: str = "fetched", **members: Any) -> Exchange:
    return get(path, {"id": path.rpartition("/")[2], "name": name, "items": [], **members}, label=label)


def gone(status: int = 404) -> Exchange:
    return refused("GET", DICT, status=status, label="gone")


def updated(path: str = DICT, **sent: Any) -> Exchange:
    return http("PATCH", path, send=sent, answer={"id": "x"}, label="updated")


E.met("resources.created-can-be-fetched", "as it was sent", MADE, fetched(pinned=True))
E.violated("resources.created-can-be-fetched", "another name", MADE, fetched("B"))
E.violated("resources.created-can-be-fetched", "a 404", MADE, gone())
E.nothing("resources.created-can-be-fetched", "deleted before", MADE, DELETED, gone())
E.nothing("resources.created-can-be-fetched", "a rate limit", MADE, gone(429))
E.nothing("resources.created-can-be-fetched", "what was there before", fetched("B"), MADE)
E.met("resources.deletes-are-empty", "a 204", DELETED)
E.violated("resources.deletes-are-empty", "an object", http("DELETE", DICT, answer={}))
E.violated("resources.deletes-are-empty", "a 202", http("DELETE", DICT, status=202))
E.nothing("resources.deletes-are-empty", "a 404", refused("DELETE", DICT, status=404))
E.nothing("resources.deletes-are-empty", "one that answers the id", http("DELETE", "/agents/webhooks/w", answer="w"))
E.met("resources.deleted-is-gone", "a 404", DELETED, gone())
E.violated("resources.deleted-is-gone", "still there", DELETED, fetched())
E.violated("resources.deleted-is-gone", "a 410", DELETED, gone(410))
E.nothing("resources.deleted-is-gone", "fetched before", fetched(), DELETED)
E.nothing("resources.deleted-is-gone", "not deleted", refused("DELETE", DICT, status=403, label="deleted"), fetched())
E.nothing("resources.deleted-is-gone", "a call, whose record stays", http(
    "DELETE", "/agents/calls/c", answer={"id": "c"}, label="deleted"), fetched(path="/agents/calls/c"),
)  # fmt: skip

AFTER = "fetched-again"
E.met("resources.update-keeps-the-rest", "the name alone", fetched(), updated(name="B"), fetched("B", label=AFTER))
E.met(
    "resources.update-keeps-the-rest", "its time too",
    fetched(updated_at="1"), updated(name="B"), fetched("B", updated_at="2", label=AFTER),
)  # fmt: skip
E.violated("resources.update-keeps-the-rest", "not the name", fetched(), updated(name="B"), fetched(label=AFTER))
E.violated(
    "resources.update-keeps-the-rest", "entries that were not named",
    fetched(), updated(name="B"), fetched("B", items=[{"text": "x"}], label=AFTER),
)  # fmt: skip
E.nothing(
    "resources.update-keeps-the-rest", "a refused update",
    fetched(), refused("PATCH", DICT, send={"name": "B"}, label="updated"), fetched(label=AFTER),
)  # fmt: skip
E.nothing("resources.update-keeps-the-rest", "no look before", updated(name="B"), fetched("B"))

VOICE = "/voices/v"


def voice(gender: str | None, label: str = "fetched") -> Exchange:
    return fetched(path=VOICE, gender=gender, label=label)


RESET, RENAMED = updated(VOICE, gender=None), updated(VOICE, name="B")
E.met("resources.null-resets-absence-keeps", "reset", voice("feminine"), RESET, voice(None, AFTER))
E.met("resources.null-resets-absence-keeps", "kept", voice("feminine"), RENAMED, voice("feminine", AFTER))
E.violated("resources.null-resets-absence-keeps", "kept by null", voice("feminine"), RESET, voice("feminine", AFTER))
E.violated("resources.null-resets-absence-keeps", "lost by absence", voice("feminine"), RENAMED, voice(None, AFTER))
E.nothing("resources.null-resets-absence-keeps", "none before", voice(None), RESET, voice(None, AFTER))


def delete_as_json(status: int) -> Exchange:
    plain = refused("DELETE", DICT, status=status) if status >= 400 else http("DELETE", DICT, status=status)
    return Exchange(
        **{**vars(plain), "request_headers": (*plain.request_headers, ("content-type", "application/json"))}
    )


E.met("resources.empty-json-body-tolerated", "a 204", delete_as_json(204))
E.violated("resources.empty-json-body-tolerated", "a 400", delete_as_json(400))
E.nothing("resources.empty-json-body-tolerated", "what is gone", delete_as_json(404))
E.nothing("resources.empty-json-body-tolerated", "without the header", refused("DELETE", DICT))

CLONE = "/voices/clone"
NO_CLIP = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nA\r\n--x--\r\n'
E.met("resources.clone-needs-a-clip", "a 400", refused("POST", CLONE, raw_request=NO_CLIP))
E.violated("resources.clone-needs-a-clip", "a voice", http("POST", CLONE, raw_request=NO_CLIP, answer={"id": "v"}))
E.nothing("resources.clone-needs-a-clip", "no credit", refused("POST", CLONE, status=402, raw_request=NO_CLIP))
E.nothing(
    "resources.clone-needs-a-clip", "a clip",
    http("POST", CLONE, raw_request=NO_CLIP.replace(b'"name"', b'"clip"'), answer={"id": "v"}),
)  # fmt: skip

ODD = {"accent": "Mexican Spanish"}
E.met("resources.unknown-accent-refused", "a 400", refused("PATCH", VOICE, send=ODD))
E.violated("resources.unknown-accent-refused", "a voice", http("PATCH", VOICE, send=ODD, answer={"id": "v"}))
E.nothing("resources.unknown-accent-refused", "an id", http("PATCH", VOICE, send={"accent": "mexican"}, answer={}))
E.nothing("resources.unknown-accent-refused", "no such voice", refused("PATCH", VOICE, status=404, send=ODD))

TOOLS, SECRET = "/v1/agents/tools", "not-to-be-told"
TOOL = {"request_headers": {"X": {"type": "secret", "secret_value": SECRET}}}
TOOL_MADE = http("POST", TOOLS, send=TOOL, answer={"id": "t"}, label="made")
E.met("resources.secrets-never-echoed", "kept", TOOL_MADE, get(f"{TOOLS}/t", {"id": "t"}))
E.violated("resources.secrets-never-echoed", "told later", TOOL_MADE, get(f"{TOOLS}/t", {"id": "t", **TOOL}))
E.violated("resources.secrets-never-echoed", "told at once", http("POST", TOOLS, send=TOOL, answer=TOOL))
E.nothing("resources.secrets-never-echoed", "no secret", http("POST", TOOLS, send={"name": "a"}, answer={"id": "t"}))
E.nothing("resources.secrets-never-echoed", "a refused one", refused("POST", TOOLS, send=TOOL))

HOOKS = "/agents/webhooks"
SENT = {"url": "https://x.example", "secret": SECRET}
HOOK_MADE = http("POST", HOOKS, send=SENT, answer={"id": "w", **SENT}, label="made")
E.met("resources.webhook-secret-once", "told once", HOOK_MADE, get(f"{HOOKS}/w", {"id": "w"}))
E.violated("resources.webhook-secret-once", "told twice", HOOK_MADE, get(f"{HOOKS}/w", {"id": "w", **SENT}))
E.violated("resources.webhook-secret-once", "told in a list", HOOK_MADE, get(HOOKS, {**PAGE, "data": [SENT]}))
E.violated(
    "resources.webhook-secret-once", "never told",
    http("POST", HOOKS, send=SENT, answer={"id": "w"}, label="made"), get(f"{HOOKS}/w", {"id": "w"}),
)  # fmt: skip
ODD = {"secret": "\x18secret \U000243dc of a hook"}
E.met(
    "resources.webhook-secret-once", "told with escapes",
    http("POST", HOOKS, send=ODD, answer={"id": "w", **ODD}, label="made"), get(f"{HOOKS}/w", {"id": "w"}),
)  # fmt: skip
E.met(
    "resources.webhook-secret-once", "one that is too short to look for, beside another",
    HOOK_MADE, http("POST", HOOKS, send={"secret": "abc"}, answer={"id": "v"}, label="short"),
    get(f"{HOOKS}/w", {"id": "w"}),
)  # fmt: skip
E.nothing("resources.webhook-secret-once", "not looked at again", HOOK_MADE)

AGENT = "/v1/agents/a"


def agent(version: str, label: str = "fetched", **config: Any) -> Exchange:
    return get(AGENT, {"id": "a", "version": {"id": version}, "config": {"instructions": "x", **config}}, label=label)


TOLD, NAMED = updated(AGENT, config={"instructions": "y"}), updated(AGENT, name="B")
E.met("resources.config-change-makes-a-version", "a version of the change", agent("1"), TOLD, agent("2", AFTER))
E.met("resources.config-change-makes-a-version", "none of a name", agent("1"), NAMED, agent("1", AFTER))
E.violated("resources.config-change-makes-a-version", "none of the change", agent("1"), TOLD, agent("1", AFTER))
E.violated("resources.config-change-makes-a-version", "one of a name", agent("1"), NAMED, agent("2", AFTER))
E.nothing(
    "resources.config-change-makes-a-version", "what was there already",
    agent("1"), updated(AGENT, config={"instructions": "x"}), agent("1", AFTER),
)  # fmt: skip

# -- files -----------------------------------------------------------------------------------------------------------

INFILL = "/infill/bytes"


def part(name: str, value: str) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value.encode())


FORM = part("output_format[container]", "wav") + part("transcript", "in between")
SIDED = FORM + part("left_audio", "RIFF") + b"--x--\r\n"
E.met("resources.infill-needs-a-side", "a 400", refused("POST", INFILL, raw_request=FORM))
E.violated("resources.infill-needs-a-side", "audio", http("POST", INFILL, raw_request=FORM, body=wav(b"12")))
E.nothing("resources.infill-needs-a-side", "a side", http("POST", INFILL, raw_request=SIDED, body=wav(b"12")))
E.nothing("resources.infill-needs-a-side", "no credit", refused("POST", INFILL, status=402, raw_request=FORM))
E.met("resources.infill-answers-audio", "a WAV file", http("POST", INFILL, raw_request=SIDED, body=wav(b"12")))
E.violated("resources.infill-answers-audio", "samples", http("POST", INFILL, raw_request=SIDED, body=bytes(99)))
E.nothing("resources.infill-answers-audio", "a 404", refused("POST", INFILL, status=404, raw_request=SIDED))


def wishing(exchange: Exchange, accept: str = "audio/wav") -> Exchange:
    return dataclasses.replace(exchange, request_headers=(*exchange.request_headers, ("accept", accept)))


MP3 = speech(output_format={"container": "mp3", "sample_rate": 44100, "bit_rate": 128000})
E.met("resources.accept-not-negotiated", "an mp3", wishing(http("POST", "/tts/bytes", send=MP3, body=mp3())))
E.violated("resources.accept-not-negotiated", "a WAV", wishing(http("POST", "/tts/bytes", send=MP3, body=wav(b"12"))))
E.violated("resources.accept-not-negotiated", "a 406", wishing(refused("POST", "/tts/bytes", status=406, send=MP3)))
E.nothing("resources.accept-not-negotiated", "a 402", wishing(refused("POST", "/tts/bytes", status=402, send=MP3)))
E.nothing("resources.accept-not-negotiated", "no wish", http("POST", "/tts/bytes", send=MP3, body=mp3()))
