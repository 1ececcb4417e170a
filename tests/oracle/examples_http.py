"""Examples of status, versions, authentication, errors, HTTP and voices."""

from __future__ import annotations

from typing import Any

from contralto_conformance.trace import Exchange

from .builders import MISSING, NEW, OLD, VOICE, Json, Socket, error, http, refused, speech, structured, trace
from .examples import Examples

E = Examples()

# -- status ----------------------------------------------------------------------------------------------------------

STATUS = {"ok": True, "version": NEW}
E.met("status.answers-without-credential", "an object with both", http("GET", "/", auth="none", answer=STATUS))
E.met(
    "status.answers-without-credential",
    "an object with more members",
    http("GET", "/", auth="none", answer={**STATUS, "region": "eu"}),
)
E.violated("status.answers-without-credential", "a 401", http("GET", "/", auth="none", status=401))
E.violated("status.answers-without-credential", "no version", http("GET", "/", auth="none", answer={"ok": True}))
E.nothing("status.answers-without-credential", "a rate limit", http("GET", "/", auth="none", status=429))
E.nothing("status.answers-without-credential", "a request with a key", http("GET", "/", answer=STATUS))
E.met("status.version-is-a-date", "a date", http("GET", "/", auth="none", answer=STATUS))
for odd in ("latest", "2026-13-01", 20260814):
    E.violated("status.version-is-a-date", f"{odd}", http("GET", "/", answer={"ok": True, "version": odd}))

# -- versions --------------------------------------------------------------------------------------------------------

PAGE = {"data": [], "has_more": False}
E.met("version.header-accepted", "a page", http("GET", "/voices", answer=PAGE))
E.violated("version.header-accepted", "a 400", refused())
E.nothing("version.header-accepted", "a refused key", refused(status=401))
E.nothing("version.header-accepted", "a bad limit refused", refused(query=(("limit", "0"),)))
E.met("version.header-accepted-on-socket", "101", Socket())
E.violated("version.header-accepted-on-socket", "a 400", Socket(status=400))
E.nothing("version.header-accepted-on-socket", "a refused key", Socket(status=401))
E.nothing("version.header-accepted-on-socket", "a token refused", Socket(status=400, auth="token"))
E.nothing("version.header-accepted-on-socket", "an unknown parameter", Socket(status=400, query=(("model_id", "x"),)))

LEGACY = refused(version=OLD)
E.met("version.old-gives-legacy-errors", "plain text", LEGACY, version=OLD)
STRUCTURED_OF_OLD = http("GET", "/voices", status=401, version=OLD, answer=structured())
E.violated("version.old-gives-legacy-errors", "an object", STRUCTURED_OF_OLD, version=OLD)
E.violated(
    "version.old-gives-legacy-errors", "an object that is called text",
    http("GET", "/voices", status=401, version=OLD, body=b'{"title": "No"}', media="text/plain"), version=OLD,
)  # fmt: skip
E.nothing(
    "version.old-gives-legacy-errors", "an unknown path",
    http("GET", "/no-such-path", status=404, version=OLD, answer={"detail": "Not Found"}), version=OLD,
)  # fmt: skip
E.nothing(
    "version.old-gives-legacy-errors", "a gateway's fault",
    http("GET", "/voices", status=502, version=OLD, answer={}), version=OLD,
)  # fmt: skip
E.met("version.new-gives-structured-errors", "an object", refused())
E.violated(
    "version.new-gives-structured-errors", "plain text",
    http("GET", "/voices", status=400, body=b"Bad request: No.", media="text/plain"),
)  # fmt: skip
E.violated(
    "version.new-gives-structured-errors", "an object that is called text",
    http("GET", "/voices", status=400, body=b'{"title": "No"}', media="text/plain"),
)  # fmt: skip
E.nothing("version.new-gives-structured-errors", "an error under another version", refused(version=OLD))
E.nothing("version.new-gives-structured-errors", "an answer that was cut", refused(ending="truncated"))
E.met("version.invalid-gives-legacy-errors", "plain text", refused(version="banana"))
E.violated(
    "version.invalid-gives-legacy-errors", "an object",
    http("GET", "/voices", status=401, version="banana", answer=structured()),
)  # fmt: skip
E.nothing("version.invalid-gives-legacy-errors", "an error under a date", refused(version=OLD))
E.met("version.missing-gives-legacy-errors", "plain text", refused(version=None))
E.violated(
    "version.missing-gives-legacy-errors", "an object",
    http("GET", "/voices", status=401, version=None, answer=structured()),
)  # fmt: skip


def versioned(query: str, header: str | None, *, legacy: bool) -> Socket:
    socket = Socket(version=header, query=(("cartesia_version", query),))
    return socket.send("a", model_id="no-such-model").say(error("a", legacy=legacy))


E.met("version.query-selects-on-socket", "an error of the query's format", versioned(NEW, None, legacy=False))
E.met("version.query-selects-on-socket", "the older one", versioned(OLD, None, legacy=True), version=OLD)
E.violated("version.query-selects-on-socket", "an error of the other format", versioned(NEW, None, legacy=True))
E.violated(
    "version.query-selects-on-socket", "a 400", Socket(status=400, version=None, query=(("cartesia_version", NEW),))
)
E.nothing(
    "version.query-selects-on-socket", "no error at all", Socket(version=None, query=(("cartesia_version", NEW),))
)
E.met("version.query-wins-over-header", "the query's format", versioned(NEW, OLD, legacy=False))
E.violated("version.query-wins-over-header", "the header's format", versioned(NEW, OLD, legacy=True))
E.nothing("version.query-wins-over-header", "two versions of one format", versioned(NEW, "2026-03-01", legacy=True))

EMBEDDING = speech(voice={"mode": "embedding", "embedding": [0.1] * 192})
E.met("version.embedding-voice-refused", "a 400", refused("POST", "/tts/bytes", send=EMBEDDING))
E.violated("version.embedding-voice-refused", "audio", http("POST", "/tts/bytes", send=EMBEDDING, body=b"1234"))
E.violated("version.embedding-voice-refused", "a 404", refused("POST", "/tts/bytes", status=404, send=EMBEDDING))
E.nothing("version.embedding-voice-refused", "a 500", refused("POST", "/tts/bytes", status=500, send=EMBEDDING))
STRING = speech(voice=VOICE)
E.met("version.string-voice-accepted", "audio", http("POST", "/tts/bytes", send=STRING, body=b"1234"))
E.violated("version.string-voice-accepted", "a 400", refused("POST", "/tts/bytes", send=STRING))
E.nothing("version.string-voice-accepted", "another voice", refused("POST", "/tts/bytes", send=speech(voice="x")))
E.met(
    "version.string-voice-refused-before", "a 400", refused("POST", "/tts/bytes", send=STRING, version=OLD), version=OLD
)
E.violated(
    "version.string-voice-refused-before", "audio",
    http("POST", "/tts/bytes", send=STRING, body=b"1234", version=OLD), version=OLD,
)  # fmt: skip
E.nothing(
    "version.string-voice-accepted", "a language that is refused",
    refused("POST", "/tts/bytes", send=speech(voice=VOICE, language="xx")),
)  # fmt: skip
UNKNOWN = speech(x_unknown=1)
E.nothing(
    "version.unknown-member-ignored", "a language that is refused",
    refused("POST", "/tts/bytes", send=speech(x_unknown=1, language="xx")),
)  # fmt: skip
E.met("version.unknown-member-ignored", "audio", http("POST", "/tts/bytes", send=UNKNOWN, body=b"1234"))
E.violated("version.unknown-member-ignored", "a 422", refused("POST", "/tts/bytes", status=422, send=UNKNOWN))
E.nothing("version.unknown-member-ignored", "no credit", refused("POST", "/tts/bytes", status=402, send=UNKNOWN))

# -- authentication --------------------------------------------------------------------------------------------------

for kind, requirement in (("bearer", "auth.bearer-opens-http"), ("x-api-key", "auth.x-api-key-opens-http")):
    E.met(requirement, "a page", http("GET", "/voices", auth=kind, answer=PAGE))
    E.violated(requirement, "a 401", refused(status=401, auth=kind))
    E.violated(requirement, "a 403", refused(status=403, auth=kind))
    E.nothing(requirement, "a 400", refused(status=400, auth=kind))
    E.nothing(requirement, "another credential", refused(status=401, auth="wrong"))
for kind, requirement in (
    ("bearer", "auth.bearer-opens-socket"),
    ("x-api-key", "auth.x-api-key-opens-socket"),
    ("query-api-key", "auth.query-api-key-opens-socket"),
):
    E.met(requirement, "101", Socket(auth=kind))
    E.violated(requirement, "a 401", Socket(auth=kind, status=401))
    E.nothing(requirement, "a 404", Socket(auth=kind, status=404))
    E.nothing(requirement, "no answer", Socket(auth=kind, status=None, ending="unreachable"))
for requirement, auth in (("auth.missing-credential-refused", "none"), ("auth.wrong-key-refused", "wrong")):
    E.met(requirement, "a 401", refused(status=401, auth=auth))
    E.violated(requirement, "a page", http("GET", "/voices", auth=auth, answer=PAGE))
    E.violated(requirement, "a 403", refused(status=403, auth=auth))
    E.nothing(requirement, "a rate limit", refused(status=429, auth=auth))
    E.nothing(requirement, "a request with the key", http("GET", "/voices", answer=PAGE))
    E.met(f"{requirement}-at-upgrade", "a 401", Socket(auth=auth, status=401))
    E.violated(f"{requirement}-at-upgrade", "101", Socket(auth=auth).say(error()).end("closed", 1008))
    E.nothing(f"{requirement}-at-upgrade", "no answer", Socket(auth=auth, status=None, ending="unreachable"))


def token(status: int = 200, life_s: Any = 60, answer: Any = None, **grants: bool) -> Exchange:
    asked = {"grants": grants or {"tts": True}, "expires_in": life_s}
    made = {"token": "[redacted-token]"} if answer is None else answer
    return http("POST", "/access-token", status=status, send=asked, answer=made, label="token")


def spoken(status: int, started_s: float = 0.5) -> Exchange:
    if status == 200:
        return http("POST", "/tts/bytes", send=speech(), auth="token", body=bytes(8000), media="audio/pcm",
                    started_s=started_s)  # fmt: skip
    return refused("POST", "/tts/bytes", send=speech(), auth="token", status=status, started_s=started_s)


E.met("auth.token-is-made", "a token", token())
E.violated("auth.token-is-made", "a 404", token(404))
E.violated("auth.token-is-made", "no token", token(answer={}))
E.violated("auth.token-is-made", "an empty token", token(answer={"token": ""}))
E.nothing("auth.token-is-made", "a refused key", token(401))
E.nothing("auth.token-is-made", "a life that is refused", token(400, life_s=0))
E.met("auth.token-opens-granted-route", "audio", token(tts=True), spoken(200))
E.violated("auth.token-opens-granted-route", "a 403", token(tts=True), spoken(403))
E.nothing("auth.token-opens-granted-route", "a 400", token(tts=True), spoken(400))
E.nothing("auth.token-opens-granted-route", "another grant", token(stt=True), spoken(403))
E.nothing("auth.token-opens-granted-route", "no token made", token(500), spoken(401))
E.met("auth.token-without-grant-refused", "a 403", token(stt=True), spoken(403))
E.violated("auth.token-without-grant-refused", "audio", token(stt=True), spoken(200))
E.nothing("auth.token-without-grant-refused", "the right grant", token(tts=True), spoken(200))
BY_TOKEN = Socket(auth="query-access-token", started_s=0.5)
E.met("auth.query-access-token-opens-socket", "101", token(tts=True), BY_TOKEN)
E.violated(
    "auth.query-access-token-opens-socket", "a 401", token(tts=True),
    Socket(auth="query-access-token", started_s=0.5, status=401),
)  # fmt: skip
E.nothing("auth.query-access-token-opens-socket", "another grant", token(stt=True), BY_TOKEN)
E.met(
    "auth.token-without-grant-refused-at-upgrade", "a 403", token(stt=True),
    Socket(auth="query-access-token", started_s=0.5, status=403),
)  # fmt: skip
E.violated("auth.token-without-grant-refused-at-upgrade", "101", token(stt=True), BY_TOKEN)
LIST_BY_TOKEN = http("GET", "/voices", auth="token", answer=PAGE, started_s=0.5)
E.met("auth.token-refused-elsewhere", "a 401", token(tts=True), refused(status=401, auth="token", started_s=0.5))
E.violated("auth.token-refused-elsewhere", "a page", token(tts=True), LIST_BY_TOKEN)
E.met("auth.token-life-at-most-3600-s", "a 400", token(400, life_s=3601))
E.violated("auth.token-life-at-most-3600-s", "a token", token(life_s=3601))
E.nothing("auth.token-life-at-most-3600-s", "an hour", token(life_s=3600))
E.met("auth.expired-token-refused", "a 401", token(life_s=1), spoken(401, started_s=2.5))
E.violated("auth.expired-token-refused", "audio", token(life_s=1), spoken(200, started_s=2.5))
E.nothing("auth.expired-token-refused", "a token that lives", token(life_s=1), spoken(200, started_s=0.5))
OFFER = (("sec-websocket-protocol", "contralto-test"),)
E.met("auth.no-subprotocol-selected", "none", Socket(sent_headers=OFFER))
E.violated("auth.no-subprotocol-selected", "the one offered", Socket(sent_headers=OFFER, headers=OFFER))
E.nothing("auth.no-subprotocol-selected", "none offered", Socket())

# -- errors ----------------------------------------------------------------------------------------------------------


def envelope(**members: Any) -> Exchange:
    body = {name: value for name, value in structured(**members).items() if value != "ABSENT"}
    return http("GET", "/voices", status=400, answer=body)


LEGAL = envelope(error_code="brand_new_code", doc_url="https://docs.example/errors", hint={"more": 1})
for requirement in (
    "errors.structured-members",
    "errors.error-code-always-present",
    "errors.doc-url-absent-not-null",
    "errors.request-id-is-uuid",
    "errors.never-nested",
):
    E.met(requirement, "all members", envelope())
    E.met(requirement, "a new code, a page and an unknown member", LEGAL)
E.violated("errors.structured-members", "no title", envelope(title="ABSENT"))
E.violated("errors.structured-members", "an empty message", envelope(message=""))
E.violated("errors.structured-members", "a number as request id", envelope(request_id=5))
E.nothing("errors.structured-members", "an error under another version", refused(version=OLD))
E.violated("errors.error-code-always-present", "none", envelope(error_code="ABSENT"))
E.violated("errors.error-code-always-present", "a number", envelope(error_code=400))
E.violated("errors.doc-url-absent-not-null", "null", envelope(doc_url=None))
E.violated("errors.doc-url-absent-not-null", "empty", envelope(doc_url=""))
E.violated("errors.request-id-is-uuid", "a word", envelope(request_id="req_1"))
E.met("errors.legacy-title-and-message", "title and message", LEGACY, version=OLD)
E.met(
    "errors.legacy-title-and-message", "a message of two lines",
    http("GET", "/voices", status=400, version=OLD, body=b"Invalid request: limit\nis a word\n", media="text/plain"),
    version=OLD,
)  # fmt: skip
for text in (b"", b"Unauthorized", b"<html><p>Error: none</p></html>", b"\xff\xfe\x00"):
    E.violated(
        "errors.legacy-title-and-message", f"{text!r}",
        http("GET", "/voices", status=400, version=OLD, body=text, media="text/plain"), version=OLD,
    )  # fmt: skip
E.nothing("errors.legacy-title-and-message", "an object", STRUCTURED_OF_OLD, version=OLD)
NESTED = {"error": {"message": "no", "type": "rate_limit_error", "code": 429}}
E.violated("errors.never-nested", "an object under error", http("GET", "/voices", status=429, answer=NESTED))
E.violated("errors.never-nested", "on a socket", Socket().send("a").say(error("a", error={"message": "no"})))
E.nothing("errors.structured-members", "an object under error", http("GET", "/voices", status=429, answer=NESTED))
E.met("errors.request-id-header", "a header", http("GET", "/voices", answer=PAGE))
E.violated("errors.request-id-header", "none", http("GET", "/voices", answer=PAGE, headers=()))
E.nothing("errors.request-id-header", "a gateway's answer", http("GET", "/voices", status=502, headers=()))
E.met("errors.request-id-header-on-upgrade", "a header", Socket())
E.violated("errors.request-id-header-on-upgrade", "none", Socket(headers=()))
E.nothing("errors.request-id-header-on-upgrade", "a refusal", Socket(status=401, headers=()))
E.met("errors.refused-upgrade-has-envelope", "an object", Socket(status=401, body=b'{"title": "No", "message": "No."}'))
E.met(
    "errors.refused-upgrade-has-envelope", "a legacy text",
    Socket(status=401, version=OLD, body=b"Unauthorized: No key.", media="text/plain"), version=OLD,
)  # fmt: skip
E.violated("errors.refused-upgrade-has-envelope", "nothing", Socket(status=401))
E.violated(
    "errors.refused-upgrade-has-envelope", "a text", Socket(status=401, body=b"Unauthorized: No.", media="text/plain")
)
E.nothing("errors.refused-upgrade-has-envelope", "101", Socket())
E.nothing("errors.refused-upgrade-has-envelope", "a URL too long for the front end", Socket(status=414, body=b"No"))
E.met("errors.unknown-path-is-404", "a 404", http("GET", "/no-such-path", status=404, answer={"detail": "Not Found"}))
E.violated("errors.unknown-path-is-404", "a page of the web", http("GET", "/no-such-path", body=b"<html>"))
for path in ("/tts/bytes", "/tts/sse"):
    E.met("errors.empty-transcript-refused", f"400 of {path}", refused("POST", path, send=speech(transcript="")))
    E.violated("errors.empty-transcript-refused", f"200 of {path}", http("POST", path, send=speech(transcript="")))


def by_name(status: int, code: Any, send: Json, version: str = NEW) -> Exchange:
    if version == OLD:
        return refused("POST", "/tts/bytes", status=status, send=send, version=OLD)
    return http("POST", "/tts/bytes", status=status, send=send, answer=structured(error_code=code))


for requirement, asked, named in (
    ("errors.unknown-model-refused", speech(model_id="no-such-model"), "model_not_found"),
    ("errors.unknown-voice-refused", speech(voice={"mode": "id", "id": MISSING}), "voice_not_found"),
):
    E.met(requirement, "a 404 with its code", by_name(404, named, asked))
    E.met(requirement, "a 400 with its code", by_name(400, named, asked))
    E.met(requirement, "a legacy text", by_name(400, None, asked, OLD), version=OLD)
    E.violated(requirement, "another code", by_name(400, None, asked))
    E.violated(requirement, "audio", http("POST", "/tts/bytes", send=asked, body=b"1234"))
    E.nothing(requirement, "no credit", by_name(402, None, asked))
BOTH = speech(language="en", locale="en-GB")
E.met("errors.language-and-locale-refused", "a 400", refused("POST", "/tts/bytes", send=BOTH))
E.violated("errors.language-and-locale-refused", "audio", http("POST", "/tts/bytes", send=BOTH, body=b"1234"))
E.nothing(
    "errors.language-and-locale-refused",
    "one of them",
    http("POST", "/tts/bytes", send=speech(language="en"), body=b"1"),
)

# -- HTTP ------------------------------------------------------------------------------------------------------------


def voice(number: int, version: str = NEW, **members: Any) -> Json:
    made: Json = {
        "id": f"voice-{number}",
        "is_owner": False,
        "name": f"Voice {number}",
        "description": "A voice.",
        "gender": None,
        "created_at": "2026-01-01T00:00:00Z",
        "language": "en",
    }
    if version == OLD:
        made |= {"is_public": True, "gender": "feminine"}
    else:
        made |= {
            "access": "public",
            "visibility": "all",
            "tagline": "",
            "locales": [{"locale": "en-US", "is_native": True}],
        }
    return {**made, **members}


def page(
    *numbers: int, has_more: bool = False, version: str = NEW, next_page: Any = "ABSENT", label: str = "list",
    members: Json | None = None, **query: Any,
) -> Exchange:  # fmt: skip
    """A page of these voices, asked for with this query."""
    body: Json = {"data": [voice(n, version, **(members or {})) for n in numbers], "has_more": has_more}
    body |= {} if next_page == "ABSENT" else {"next_page": next_page}
    pairs = tuple((name.replace("expand", "expand[]"), str(value)) for name, value in query.items())
    return http("GET", "/voices", answer=body, query=pairs, version=version, label=label)


E.met("http.responses-match-schema", "a page", page(1, 2))
E.met("http.responses-match-schema", "a page of the older version", page(1, version=OLD), version=OLD)
E.met(
    "http.responses-match-schema", "unknown members and new values", page(1, members={"access": "unlisted", "new": [1]})
)
E.violated("http.responses-match-schema", "a number as name", page(1, members={"name": 5}))
E.violated("http.responses-match-schema", "a status without version", http("GET", "/", answer={"ok": True}))
E.nothing("http.responses-match-schema", "an error", refused())
FUZZ = "fuzz/listVoices"
E.met("http.status-documented", "a 400", trace(refused(), case=FUZZ))
E.violated("http.status-documented", "a 418", trace(refused(status=418), case=FUZZ))
E.nothing("http.status-documented", "a rate limit", trace(refused(status=429), case=FUZZ))
E.met("http.content-type-documented", "JSON", page(1))
E.met(
    "http.content-type-documented",
    "JSON with a charset",
    http("GET", "/voices", answer=PAGE, media="application/json; charset=utf-8"),
)
E.met("http.content-type-documented", "audio", http("POST", "/tts/bytes", send=speech(), body=b"1", media="audio/mpeg"))
E.violated("http.content-type-documented", "text", http("GET", "/voices", answer=PAGE, media="text/plain"))
ANSWERED = "http.every-request-is-answered"
E.met(ANSWERED, "a page", http("GET", "/voices", answer=PAGE))
E.met(ANSWERED, "a refusal", refused())
E.met(ANSWERED, "a 500, which is an answer", refused(status=500))
E.violated(ANSWERED, "a gateway's 502", refused(status=502))
E.violated(ANSWERED, "silence", http("GET", "/voices", status=None, ending="deadline"))
E.violated(ANSWERED, "a closed connection", http("GET", "/voices", status=None, ending="unreachable"))
E.violated(ANSWERED, "a body that was cut", http("POST", "/tts/bytes", send=speech(), body=b"12", ending="truncated"))
CUT_STREAM = http("POST", "/tts/sse", send=speech(), body=b"data: {}", media="text/event-stream", ending="truncated")
E.met(ANSWERED, "a stream that was cut, which another requirement owns", CUT_STREAM)
E.met("http.no-server-error", "a 400", refused())
E.met("http.no-server-error", "a gateway's 502", refused(status=502))
E.violated("http.no-server-error", "a 500", refused(status=500))
E.violated("http.no-server-error", "a 500 at an upgrade", Socket(status=500))
NO_MODEL = speech(model_id=None)
E.met("http.invalid-input-refused", "a 400", refused("POST", "/tts/bytes", send=NO_MODEL))
E.met("http.invalid-input-refused", "a 422", refused(status=422, query=(("limit", "many"),)))
E.violated("http.invalid-input-refused", "audio without a model", http("POST", "/tts/bytes", send=NO_MODEL, body=b"1"))
E.violated("http.invalid-input-refused", "a page of many", page(1, limit="many"))
E.nothing("http.invalid-input-refused", "a valid request", page(1, limit="5"))
E.nothing("http.invalid-input-refused", "an unknown parameter", page(1, flavour="sour"))
E.nothing("http.invalid-input-refused", "a 500", refused("POST", "/tts/bytes", status=500, send=NO_MODEL))
for status in (400, 422):
    E.met("http.malformed-json-refused", f"a {status}", refused("POST", "/tts/bytes", status=status, raw_request=b"{"))
E.violated("http.malformed-json-refused", "audio", http("POST", "/tts/bytes", raw_request=b"{", body=b"1234"))
E.nothing("http.malformed-json-refused", "JSON", refused("POST", "/tts/bytes", send=speech()))

# -- voices ----------------------------------------------------------------------------------------------------------

E.met("voices.list-is-a-page", "a page", page(1))
E.violated("voices.list-is-a-page", "an array", http("GET", "/voices", answer=[]))
E.violated("voices.list-is-a-page", "no has_more", http("GET", "/voices", answer={"data": []}))
E.nothing("voices.list-is-a-page", "an error", refused())
E.met("voices.shape-of-the-version", "access and visibility", page(1))
E.met("voices.shape-of-the-version", "a value nobody knows", page(1, members={"access": "unlisted"}))
E.met("voices.shape-of-the-version", "is_public", page(1, version=OLD), version=OLD)
E.violated("voices.shape-of-the-version", "an object as access", page(1, members={"access": {"type": "public"}}))
E.violated(
    "voices.shape-of-the-version", "no is_public", page(1, version=OLD, members={"is_public": None}), version=OLD
)
E.nothing("voices.shape-of-the-version", "no voice", page())
E.met("voices.limit-respected", "two of two", page(1, 2, limit=2))
E.met("voices.limit-respected", "one of two", page(1, limit=2))
E.violated("voices.limit-respected", "three of two", page(1, 2, 3, limit=2))
E.nothing("voices.limit-respected", "no limit", page(1, 2, 3))
E.met("voices.limit-out-of-range-refused", "a 400", refused(query=(("limit", "0"),)))
E.violated("voices.limit-out-of-range-refused", "a page", page(1, limit=101))
E.nothing("voices.limit-out-of-range-refused", "100", page(1, limit=100))
FOUR = page(1, 2, 3, 4, has_more=True, limit=4, label="four")
TWO = page(1, 2, has_more=True, limit=2, label="two")
NEXT = page(3, 4, has_more=True, limit=2, starting_after="voice-2", label="next")
E.met("voices.starting-after-goes-on", "the next two", FOUR, TWO, NEXT)
E.met("voices.starting-after-goes-on", "more than is known", FOUR, page(4, 5, limit=2, starting_after="voice-3"))
for name, wrong in (
    ("a gap", (4, 5)),
    ("a repeat", (2, 3)),
    ("another order", (4, 3)),
    ("too few", (3,)),
    ("none", ()),
):
    E.violated(
        "voices.starting-after-goes-on", name, FOUR, page(*wrong, limit=2, starting_after="voice-2", label="next")
    )
E.nothing("voices.starting-after-goes-on", "the page after the last", page(1, 2), page(starting_after="voice-2"))
E.met("voices.has-more-is-true-before-the-end", "true and more", TWO, NEXT)
E.met("voices.has-more-is-true-before-the-end", "false and no more", page(1, 2), page(starting_after="voice-2"))
E.violated("voices.has-more-is-true-before-the-end", "false and more", page(1, 2, limit=2), NEXT)
E.violated(
    "voices.has-more-is-true-before-the-end",
    "true and no more",
    page(1, 2, has_more=True),
    page(starting_after="voice-2"),
)
E.met("voices.has-more-is-true-before-the-end", "a repeat at the end", page(1, 2), page(2, starting_after="voice-2"))
E.nothing("voices.has-more-is-true-before-the-end", "other filters", TWO, page(3, starting_after="voice-2", q="calm"))
E.met("voices.ending-before-goes-back", "the two before", FOUR, page(1, 2, limit=2, ending_before="voice-3"))
E.met("voices.ending-before-goes-back", "the one just before", FOUR, page(2, limit=1, ending_before="voice-3"))
E.violated("voices.ending-before-goes-back", "the first", FOUR, page(1, limit=1, ending_before="voice-3"))
E.violated("voices.ending-before-goes-back", "reversed", FOUR, page(2, 1, limit=2, ending_before="voice-3"))
E.met("voices.page-after-the-last-is-empty", "empty", page(1, 2, limit=100), page(limit=100, starting_after="voice-2"))
E.violated("voices.page-after-the-last-is-empty", "the last one again", page(1, 2), page(2, starting_after="voice-2"))
E.violated("voices.page-after-the-last-is-empty", "more", page(1, 2), page(has_more=True, starting_after="voice-2"))
E.nothing("voices.page-after-the-last-is-empty", "a page in the middle", TWO, NEXT)
E.met("voices.next-page-is-the-last-id", "the last id", page(1, 2, has_more=True, next_page="voice-2"))
E.violated("voices.next-page-is-the-last-id", "the first id", page(1, 2, has_more=True, next_page="voice-1"))
E.nothing("voices.next-page-is-the-last-id", "null", page(1, 2, next_page=None))
PREVIEW = {"preview_file_url": "https://files.example/1"}
EXPANDED = page(1, members=PREVIEW, expand="preview_file_url")
E.met("voices.preview-only-when-expanded", "with and without", page(1), EXPANDED)
E.met(
    "voices.preview-only-when-expanded", "null", page(1, members={"preview_file_url": None}, expand="preview_file_url")
)
E.violated("voices.preview-only-when-expanded", "unasked", page(1, members=PREVIEW))
E.violated("voices.preview-only-when-expanded", "asked and absent", page(1, expand="preview_file_url"))
E.met("voices.get-agrees-with-list", "the same", page(1), http("GET", "/voices/voice-1", answer=voice(1)))
E.violated(
    "voices.get-agrees-with-list", "another name", page(1), http("GET", "/voices/voice-1", answer=voice(1, name="Else"))
)
E.violated("voices.get-agrees-with-list", "a 404", page(1), refused("GET", "/voices/voice-1", status=404))
E.nothing(
    "voices.get-agrees-with-list", "a refused query", page(1),
    refused("GET", "/voices/voice-1", query=(("expand[]", "x"),)),
)  # fmt: skip
E.nothing("voices.get-agrees-with-list", "a voice not listed", page(1), refused("GET", "/voices/voice-2", status=404))
E.met("voices.unknown-id-is-404", "a 404", refused("GET", f"/voices/{MISSING}", status=404))
E.violated("voices.unknown-id-is-404", "a voice", http("GET", f"/voices/{MISSING}", answer=voice(1)))
E.violated("voices.unknown-id-is-404", "a 400", refused("GET", f"/voices/{MISSING}", status=400))
