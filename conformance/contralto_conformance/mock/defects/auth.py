"""Defects of credentials: what opens that should not, and the other way round."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

from contralto_conformance.mock.auth import Credential, Identity
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event, Reply
from contralto_conformance.mock.hooks import Hooks, Session

from .registry import defect
from .rewriting import instead, with_json

_ALL = Identity("key")


class _Overrules(Hooks):
    """Comes to something else than the refusal of a caller where `applies` says so."""

    transport = "http"

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        raise AssertionError("a defect says where it applies")

    def overruled(self, refusal: Fault) -> Identity | Fault:
        raise AssertionError("a defect says what comes of it")

    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        is_here = isinstance(outcome, Fault) and call.transport == self.transport
        if is_here and isinstance(outcome, Fault) and self.applies(call, credential, outcome):
            return self.overruled(outcome)
        return outcome


class _Opens(_Overrules):
    """Lets a refused caller in."""

    def overruled(self, refusal: Fault) -> Identity | Fault:
        return _ALL


class _Refuses(Hooks):
    """Refuses a good credential that stands in one place, on one transport."""

    transport = "http"
    place = "authorization"
    kind = "key"

    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        good = isinstance(outcome, Identity) and outcome.kind == self.kind and credential is not None
        if good and credential is not None and credential.place == self.place and call.transport == self.transport:
            return Fault(401, None, f"a credential in `{self.place}` is not accepted")
        return outcome


class _Stripped(Hooks):
    """Never sees a credential that stands in one place, on one transport: something on the way keeps it."""

    transport = "http"
    place = "authorization"

    def credential(self, call: Call, found: Credential | None) -> Credential | None:
        kept = found is not None and found.place == self.place and call.transport == self.transport
        return None if kept and self.applies(found) else found

    def applies(self, found: Credential | None) -> bool:
        """Whether this one is kept."""
        return True


class _RefusesWith(_Overrules):
    """Says a refusal of a credential by another status."""

    status = 403

    def overruled(self, refusal: Fault) -> Identity | Fault:
        return Fault(self.status, None, refusal.message)


def _looks_like_token(credential: Credential | None) -> bool:
    return credential is not None and credential.value.startswith("ey")


def _lacks_grant(call: Call, credential: Credential | None, refusal: Fault) -> bool:
    return _looks_like_token(credential) and refusal.status == 403 and call.path.startswith("/tts")


@defect("auth.bearer-opens-http", "does not accept an API key as bearer on HTTP")
class BearerRefused(_Refuses):
    pass


@defect("auth.bearer-opens-http:stripped", "never sees `Authorization` of HTTP requests, which a proxy keeps")
class BearerStripped(_Stripped):
    def applies(self, found: Credential | None) -> bool:
        return not _looks_like_token(found)


@defect("auth.bearer-opens-socket", "does not accept an API key as bearer on sockets")
class BearerRefusedOnSocket(_Refuses):
    transport = "websocket"


@defect("auth.bearer-opens-socket:stripped", "never sees `Authorization` of upgrades, which a proxy keeps")
class BearerStrippedFromUpgrade(_Stripped):
    transport = "websocket"


@defect("auth.x-api-key-opens-http", "does not accept `X-API-Key` on HTTP")
class HeaderRefused(_Refuses):
    place = "x-api-key"


@defect("auth.x-api-key-opens-socket", "does not accept `X-API-Key` on sockets")
class HeaderRefusedOnSocket(_Refuses):
    transport = "websocket"
    place = "x-api-key"


@defect("auth.query-api-key-opens-socket", "does not accept `api_key` in the query")
class QueryKeyRefused(_Refuses):
    transport = "websocket"
    place = "api_key"


@defect("auth.query-api-key-opens-socket:as-token", "takes a key in the query for an access token")
class QueryKeyAsToken(Hooks):
    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        from_query = credential is not None and credential.place == "api_key"
        return Fault(403, None, "the access token cannot be read") if from_query else outcome


@defect("auth.query-access-token-opens-socket", "does not accept `access_token` in the query")
class QueryTokenRefused(_Refuses):
    transport = "websocket"
    place = "access_token"
    kind = "token"


@defect(
    "auth.query-access-token-opens-socket:stripped", "never sees `access_token`, which a proxy keeps out of its logs"
)
class QueryTokenStripped(_Stripped):
    transport = "websocket"
    place = "access_token"


@defect("auth.missing-credential-refused", "serves HTTP without a credential")
class OpenHttp(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return credential is None


@defect("auth.missing-credential-refused:status", "answers 403 instead of 401 without a credential")
class MissingIsForbidden(Hooks):
    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        if credential is None and call.transport == "http":
            return Fault(403, None, "no API key was sent")
        return outcome


@defect("auth.wrong-key-refused", "serves HTTP to any key")
class AnyKey(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return refusal.status == 401 and credential is not None and not _looks_like_token(credential)


@defect("auth.wrong-key-refused:status", "answers 403 to a key that it does not know")
class WrongIsForbidden(_RefusesWith):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return refusal.status == 401 and credential is not None and not _looks_like_token(credential)


@defect("auth.missing-credential-refused-at-upgrade", "opens sockets without a credential")
class OpenSockets(_Opens):
    transport = "websocket"

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return credential is None


@defect("auth.missing-credential-refused-at-upgrade:status", "refuses upgrades without a credential with 403")
class MissingForbiddenAtUpgrade(_RefusesWith):
    transport = "websocket"

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return credential is None


@defect("auth.wrong-key-refused-at-upgrade", "opens sockets to any key")
class AnyKeyOnSockets(_Opens):
    transport = "websocket"

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return credential is not None and not _looks_like_token(credential)


@defect("auth.wrong-key-refused-at-upgrade:status", "refuses upgrades with a key that it does not know with 403")
class WrongForbiddenAtUpgrade(_RefusesWith):
    transport = "websocket"

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return credential is not None and not _looks_like_token(credential)


@defect("auth.token-is-made", "names the token `access_token`")
class TokenUnderAnotherName(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path != "/access-token" or reply.status != 200:
            return reply
        return with_json(reply, lambda body: body.update(access_token=body.pop("token")))


@defect("auth.token-opens-granted-route", "refuses tokens on the operations that the grant `tts` names")
class TokenRefused(_Refuses):
    kind = "token"

    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        return super().admit(call, credential, outcome) if call.path.startswith("/tts") else outcome


@defect(
    "auth.token-opens-granted-route:stripped",
    "never sees access tokens of HTTP requests, which a proxy takes for its own",
)
class TokenStripped(_Stripped):
    def credential(self, call: Call, found: Credential | None) -> Credential | None:
        return super().credential(call, found) if call.path.startswith("/tts") else found

    def applies(self, found: Credential | None) -> bool:
        return _looks_like_token(found)


@defect("auth.token-without-grant-refused", "overlooks that a token lacks the grant")
class GrantOverlooked(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _lacks_grant(call, credential, refusal)


@defect("auth.token-without-grant-refused:hidden", "hides speech from tokens without the grant, as if there were none")
class HiddenWithoutGrant(_RefusesWith):
    status = 404

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _lacks_grant(call, credential, refusal)


@defect("auth.token-without-grant-refused-at-upgrade", "overlooks on sockets that a token lacks the grant")
class GrantOverlookedOnSockets(GrantOverlooked):
    transport = "websocket"


@defect(
    "auth.token-without-grant-refused-at-upgrade:status",
    "complains of the request when a token lacks the grant at an upgrade",
)
class BadUpgradeWithoutGrant(_RefusesWith):
    transport = "websocket"
    status = 400

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _lacks_grant(call, credential, refusal)


@defect("auth.token-refused-elsewhere", "lets tokens list voices")
class TokenListsVoices(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _looks_like_token(credential) and refusal.status == 403 and call.path.startswith("/voices")


@defect("auth.token-refused-elsewhere:hidden", "hides voices from tokens, as if there were none")
class VoicesHidden(_RefusesWith):
    status = 404

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _looks_like_token(credential) and refusal.status == 403 and call.path.startswith("/voices")


@defect("auth.token-life-at-most-3600-s", "makes tokens that live longer than an hour")
class LongLife(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return None if fault.message.startswith("`expires_in` must be at most") else fault


@defect("auth.token-life-at-most-3600-s:status", "refuses a long life with 422")
class LongLifeUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        too_long = fault.message.startswith("`expires_in` must be at most")
        return Fault(422, None, fault.message) if too_long else fault


@defect("auth.expired-token-refused", "accepts tokens whose life is over")
class ExpiredAccepted(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _looks_like_token(credential) and refusal.status == 401 and call.path.startswith("/tts")


@defect("auth.no-subprotocol-selected", "selects the first subprotocol that is offered")
class SelectsSubprotocol(Hooks):
    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        return subprotocols[0] if subprotocols else None


@defect("auth.token-is-made:status", "answers 201 to a request for a token")
class TokenCreated(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/access-token" and reply.status == 200:
            reply.status = 201
        return reply


def _is_over(token: str) -> bool:
    """Whether the life of an access token of this service has passed."""
    claims = token.split(".")[1]
    content = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return bool(content["exp"] <= time.time())


@defect("auth.open-socket-outlives-its-token", "refuses requests on a socket when its token has expired")
class SocketDiesWithToken(Hooks):
    def incoming(self, session: Session, message: Event) -> Iterable[Event]:
        token = dict(session.call.query).get("access_token")
        if token is not None and _is_over(token):
            raise Fault(401, None, "the access token has expired")
        return (message,)


@defect("auth.token-refused-on-voice-changer", "changes voices for tokens")
class TokenChangesVoices(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _looks_like_token(credential) and call.path.startswith("/voice-changer")


@defect("auth.token-refused-on-voice-changer:status", "complains of the form when a token asks to change a voice")
class ChangerComplains(_RefusesWith):
    status = 400

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _looks_like_token(credential) and call.path.startswith("/voice-changer")


@defect("auth.standard-key-refused-on-admin", "tells usage to any key")
class AnyKeyIsAdmin(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return refusal.status == 403 and call.path.startswith("/usage")


@defect(
    "auth.standard-key-refused-on-admin:status",
    "complains of the query when another than an administrator asks for usage",
)
class UsageComplains(_RefusesWith):
    status = 400

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return refusal.status == 403 and call.path.startswith("/usage")


@defect("auth.agent-sessions-need-a-key", "makes sessions of agents for tokens")
class TokenMakesSessions(_Opens):
    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _looks_like_token(credential) and call.path.startswith("/v1/agents/websocket")


@defect("auth.agent-sessions-need-a-key:status", "complains of the body when a token asks for a session")
class SessionsComplain(_RefusesWith):
    status = 400

    def applies(self, call: Call, credential: Credential | None, refusal: Fault) -> bool:
        return _looks_like_token(credential) and call.path.startswith("/v1/agents/websocket")


@defect("auth.grant-stt-opens-transcription", "transcribes for keys alone")
class TranscribesForKeys(Hooks):
    def admit(self, call: Call, credential: Credential | None, outcome: Identity | Fault) -> Identity | Fault:
        refused = call.path == "/stt" and _looks_like_token(credential)
        return Fault(403, None, "access tokens do not open this route; send an API key") if refused else outcome


@defect("auth.grant-stt-opens-transcription:lost", "forgets the grant `stt` when it makes a token")
class SttGrantLost(Hooks):
    def request(self, call: Call, asked: dict[str, Any]) -> dict[str, Any]:
        if call.path != "/access-token" or not isinstance(asked.get("grants"), dict):
            return asked
        return {**asked, "grants": {name: value for name, value in asked["grants"].items() if name != "stt"}}


@defect("auth.templates-need-no-credential", "shows templates of agents to callers with a credential only")
class TemplatesNeedKey(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        bare = not {"authorization", "x-api-key"} & call.headers.keys()
        return instead(call, reply, 401, "send an API key") if call.path == "/agents/templates" and bare else reply
