"""Examples of what tokens and kinds of keys open, of single errors, and of what a version takes."""

from __future__ import annotations

from contralto_conformance.trace import Exchange

from .builders import (
    MISSING,
    OLD,
    RAW,
    Json,
    Socket,
    audio,
    chunk,
    done,
    error,
    http,
    refused,
    speech,
    structured,
)
from .examples import Examples

E = Examples()


def token(*grants: str, life_s: int = 60) -> Exchange:
    """A token that was made 0.1 s after the beginning."""
    request: Json = {"grants": dict.fromkeys(grants or ("tts",), True), "expires_in": life_s}
    return http("POST", "/access-token", send=request, answer={"token": "[redacted-token]"}, label="token")


def used(method: str, path: str, *, status: int, auth: str = "token", started_s: float = 0.2) -> Exchange:
    """A later request."""
    if status < 400:
        return http(method, path, status=status, answer={}, auth=auth, started_s=started_s)
    return refused(method, path, status=status, auth=auth, started_s=started_s)


# -- tokens ----------------------------------------------------------------------------------------------------------

ID = "auth.open-socket-outlives-its-token"


def late(auth: str = "query-access-token", wait_s: float = 2.2) -> Socket:
    """A socket that a token opened, and a request after a while."""
    return Socket(auth=auth, started_s=0.2).wait(wait_s).send("a")


SHORT = token(life_s=1)
E.met(ID, "speech", SHORT, late().say(chunk("a"), done("a")))
E.violated(ID, "an error about the credential", SHORT, late().say(error("a", status_code=401)))
E.violated(ID, "a closed socket", SHORT, late().end("closed", 1008))
E.violated(ID, "a socket that is closed before", SHORT, Socket(auth="query-access-token").wait(3).end("closed", 1008))
E.nothing(ID, "another error", SHORT, late().say(error("a")))
E.nothing(ID, "a token that lives on", token(), late().say(error("a", status_code=401)))
E.nothing(ID, "a request while it lives", SHORT, late(wait_s=0.1).say(error("a", status_code=401)))
E.nothing(ID, "a key", SHORT, late("query-api-key").end("closed", 1008))
E.nothing(ID, "a token that nobody saw made", late().end("closed", 1008))

for name, path, grant in (
    ("auth.token-refused-on-voice-changer", "/voice-changer/sse", "tts"),
    ("auth.agent-sessions-need-a-key", "/v1/agents/websocket/agent_1/sessions", "agent"),
):
    E.met(name, "a 403", token(grant), used("POST", path, status=403))
    E.met(name, "a 401", token(grant), used("POST", path, status=401))
    E.violated(name, "a 200", token(grant), used("POST", path, status=200))
    E.violated(name, "a 400, for which the request was read", token(grant), used("POST", path, status=400))
    E.nothing(name, "no such operation", token(grant), used("POST", path, status=404))
    E.nothing(name, "no credit", token(grant), used("POST", path, status=402))
    E.nothing(name, "a key", used("POST", path, status=200, auth="bearer"))
    E.nothing(name, "a token that may be over", token(life_s=1), used("POST", path, status=401, started_s=9))

ID = "auth.grant-stt-opens-transcription"
E.met(ID, "a 200", token("stt"), used("POST", "/stt", status=200))
E.violated(ID, "a 403", token("stt"), used("POST", "/stt", status=403))
E.violated(ID, "a 401", token("stt"), used("POST", "/stt", status=401))
E.nothing(ID, "a token without the grant", token("tts"), used("POST", "/stt", status=403))
E.nothing(ID, "another refusal", token("stt"), used("POST", "/stt", status=400))
E.nothing(ID, "a key", used("POST", "/stt", status=403, auth="bearer"))

# -- kinds of keys ---------------------------------------------------------------------------------------------------

ID = "auth.standard-key-refused-on-admin"
E.met(ID, "a 403", used("GET", "/usage/credits", status=403, auth="bearer"))
E.met(ID, "a 401", used("GET", "/usage/credits", status=401, auth="x-api-key"))
E.violated(ID, "a 200", used("GET", "/usage/credits", status=200, auth="bearer"))
E.nothing(ID, "no such operation", used("GET", "/usage/credits", status=404, auth="bearer"))
E.nothing(ID, "no credential", used("GET", "/usage/credits", status=401, auth="none"))

ID = "auth.templates-need-no-credential"
E.met(ID, "a 200", used("GET", "/agents/templates", status=200, auth="none"))
E.violated(ID, "a 401", used("GET", "/agents/templates", status=401, auth="none"))
E.nothing(ID, "no such operation", used("GET", "/agents/templates", status=404, auth="none"))
E.nothing(ID, "a key", used("GET", "/agents/templates", status=401, auth="bearer"))

# -- errors ----------------------------------------------------------------------------------------------------------

ID = "errors.sunset-model-named"
RETIRED = speech(model_id="sonic-english")


def failed(body: Json, send: Json, status: int = 400, path: str = "/tts/bytes") -> Exchange:
    return http("POST", path, status=status, send=send, answer=body)


E.met(ID, "the code", failed(structured(error_code="model_sunsetted"), RETIRED))
E.met(ID, "the code with 404", failed(structured(error_code="model_sunsetted"), RETIRED, 404))
E.violated(ID, "another code", failed(structured(error_code="model_not_found"), RETIRED))
E.violated(ID, "no code", failed(structured(), RETIRED))
E.violated(ID, "audio", http("POST", "/tts/bytes", send=RETIRED, body=audio(), media="audio/pcm"))
E.nothing(ID, "a model of today", failed(structured(error_code="model_not_found"), speech(model_id="x")))
E.nothing(ID, "no credit", failed(structured(), RETIRED, 402))

ID = "errors.validation-names-the-field"
MUTE = speech(transcript=None)
E.met(ID, "the name of the member", failed(structured(message="`transcript` is missing"), MUTE))
E.met(ID, "the name in another case", failed(structured(message="Transcript is required"), MUTE, 422))
E.violated(ID, "no name", failed(structured(message="the body is not valid"), MUTE))
E.nothing(ID, "audio", http("POST", "/tts/bytes", send=MUTE, body=audio(), media="audio/pcm"))
E.nothing(ID, "a member more that is wrong", failed(structured(), speech(transcript=None, voice=None)))
E.nothing(ID, "a fault of the service", failed(structured(), MUTE, 500))
E.nothing(ID, "an empty transcript", failed(structured(), speech(transcript="")))

ID = "errors.call-logs-404-has-a-message"
LOGS = f"/agents/calls/{MISSING}/logs"
E.met(ID, "a message", http("GET", LOGS, status=404, answer={"message": "Call not found", "description": "It is not."}))
E.met(ID, "a structured error", http("GET", LOGS, status=404, answer=structured()))
E.violated(ID, "an object without it", http("GET", LOGS, status=404, answer={"description": "It is not."}))
E.violated(ID, "bare text", http("GET", LOGS, status=404, body=b"Not found", media="text/plain"))
E.nothing(ID, "logs", http("GET", LOGS, answer={"call_id": "c", "logs": []}))
E.nothing(ID, "another refusal", http("GET", LOGS, status=403, answer={}))
E.nothing(ID, "another operation", http("GET", f"/agents/calls/{MISSING}", status=404, answer={}))

# The few errors that have a documented shape of their own are not held to that of the others.
for name in ("errors.structured-members", "errors.error-code-always-present"):
    E.nothing(name, "an error of its own shape", http("GET", LOGS, status=404, answer={"message": "Call not found"}))
    E.violated(name, "another error of that operation", http("GET", LOGS, status=403, answer={"message": "No."}))
    E.nothing(name, "an error of the agents", http("GET", "/v1/agents/x", status=404, answer={"message": "No."}))

# -- versions --------------------------------------------------------------------------------------------------------

ID = "version.status-names-the-newest"
E.met(ID, "a published version", http("GET", "/", answer={"ok": True, "version": OLD}))
E.met(ID, "a version of the future", http("GET", "/", answer={"ok": True, "version": "2031-01-01"}))
E.violated(ID, "a version that never was", http("GET", "/", answer={"ok": True, "version": "2025-01-01"}))
E.nothing(ID, "no date", http("GET", "/", answer={"ok": True, "version": "latest"}))
E.nothing(ID, "a refusal", refused("GET", "/", status=401))

ID = "version.embedding-voice-accepted"
OLDEST = "2024-11-13"
EMBEDDING = speech(voice={"mode": "embedding", "embedding": [0.1] * 192}, output_format=RAW)
SPOKEN = http("POST", "/tts/bytes", send=EMBEDDING, body=audio(), media="audio/pcm", version=OLDEST)
E.met(ID, "audio", SPOKEN, version=OLDEST)
E.violated(ID, "a refusal", refused("POST", "/tts/bytes", send=EMBEDDING, version=OLDEST), version=OLDEST)
E.nothing(ID, "no credit", refused("POST", "/tts/bytes", send=EMBEDDING, version=OLDEST, status=402), version=OLDEST)
E.nothing(ID, "the id of a voice", refused("POST", "/tts/bytes", send=speech(), version=OLDEST), version=OLDEST)
