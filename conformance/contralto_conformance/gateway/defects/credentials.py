"""Defects of tokens and keys: whom the gateway lets in, and which credentials go where."""

from __future__ import annotations

from contralto_conformance.gateway.exchange import Call, Headers, Refusal, no_key, refused_token
from contralto_conformance.gateway.hooks import Hooks
from contralto_conformance.gateway.settings import Key, Team

from .registry import defect


@defect("proxy.team-token-opens", "does not let requests in that are about nothing")
class RefusesEmpty(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        is_refused = call.path == "/tts/bytes" and call.header("content-length") == "2"
        return refused_token() if is_refused and call.team is not None else refusal


@defect("proxy.team-token-opens:socket", "answers 403 to an upgrade with the token in `Authorization`")
class RefusesUpgrades(Hooks):
    def key(self, call: Call, key: Key | None) -> Key | None:
        if key is not None and call.is_socket and call.header("authorization") is not None:
            raise Refusal(403, "not_permitted", "Forbidden", "sockets are not for teams")
        return key


@defect("proxy.team-token-stays-here", "passes the header of the client on under another name")
class PassesTokenOn(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        return [*headers, ("x-forwarded-authorization", call.header("authorization") or "")]


@defect("proxy.team-token-stays-here:query", "names the team to the service by its token")
class TokenInQuery(Hooks):
    def query(self, call: Call, query: str) -> str:
        return "&".join(part for part in (query, f"team={call.token}" if call.team is not None else "") if part)


@defect("proxy.one-upstream-credential", "sends its key in two headers")
class TwoHeaders(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        return [*headers, ("x-api-key", call.key.value)] if call.key is not None else headers


@defect("proxy.one-upstream-credential:query", "sends its key in the query too")
class KeyInQuery(Hooks):
    def query(self, call: Call, query: str) -> str:
        return "&".join(part for part in (query, f"api_key={call.key.value}" if call.key is not None else "") if part)


@defect("proxy.upstream-key-stays-there", "says in a header which key it used")
class TellsKey(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        return status, [*headers, ("x-key-used", call.key.value)] if call.key is not None else headers


@defect("proxy.upstream-key-stays-there:error", "names the key in the error when the service is away")
class KeyInError(Hooks):
    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        if call.key is None:
            return refusal
        return Refusal(refusal.status, refusal.code, refusal.title, f"{refusal.message} ({call.key.value})")


@defect("proxy.client-credentials-removed", "leaves `X-API-Key` of the client in place")
class LeavesKeyHeader(Hooks):
    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        own = call.header("x-api-key")
        return headers if own is None or own == call.token else [*headers, ("x-api-key", own)]


@defect("proxy.client-credentials-removed:query", "leaves credentials of the client in the query")
class LeavesCredentialInQuery(Hooks):
    def query(self, call: Call, query: str) -> str:
        return call.query if call.team is not None and not call.is_socket else query


@defect("proxy.unknown-team-token-refused", "answers 403 to a token that nobody has")
class ForbidsUnknown(Hooks):
    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        if refusal.status == 401 and call.token is not None:
            return Refusal(403, refusal.code, "Forbidden", refusal.message)
        return refusal


@defect("proxy.unknown-team-token-refused:missing", "lets upgrades without any token in")
class OpenSockets(Hooks):
    def __init__(self) -> None:
        self._last: Team | None = None

    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        if refusal is None and call.team is not None and call.team.account == "main":
            self._last = call.team
        is_bare = call.is_socket and call.token is None and call.header("sec-websocket-protocol") is None
        if not is_bare or self._last is None:
            return refusal
        call.team = self._last
        return None


@defect("proxy.team-without-permission-refused", "answers 401 to a team that may not use the service")
class UnknownTeam(Hooks):
    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        return refused_token() if refusal.status == 403 else refusal


class _LetsSocketsIn(Hooks):
    """Overlooks on sockets what it refuses with one status."""

    status = 403

    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        return None if refusal is not None and refusal.status == self.status and call.is_socket else refusal


@defect("proxy.team-without-permission-refused:socket", "lets every team open sockets")
class SocketsForAll(_LetsSocketsIn):
    pass


@defect("proxy.team-rate-limit-says-429", "answers 503 to a team over its limit")
class BusyTeam(Hooks):
    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        return no_key() if refusal.status == 429 else refusal


@defect("proxy.team-rate-limit-says-429:socket", "does not count upgrades")
class UncountedSockets(_LetsSocketsIn):
    status = 429


class _WithoutKey(Hooks):
    """Answers another status when no key is left."""

    status = 500

    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        if refusal.code == "no_available_keys" and call.key is None:
            return Refusal(self.status, refusal.code, refusal.title, refusal.message)
        return refusal


@defect("proxy.empty-pool-says-503", "answers 500 without a key")
class FailsWithoutKey(_WithoutKey):
    pass


@defect("proxy.empty-pool-says-503:limited", "answers 429 without a key")
class LimitedWithoutKey(_WithoutKey):
    status = 429


@defect("proxy.made-tokens-work-or-are-refused", "lets nobody in by a token that the service made")
class ForgetsMadeTokens(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        return refused_token() if call.is_made else refusal


@defect("proxy.tokens-never-logged", "writes the query into its log")
class LogsQuery(Hooks):
    def log(self, call: Call, line: str) -> str:
        return f"{line} {call.query}"


@defect("proxy.tokens-never-logged:subprotocol", "writes the offered subprotocols into its log")
class LogsSubprotocols(Hooks):
    def log(self, call: Call, line: str) -> str:
        return f"{line} {call.subprotocols}"


@defect("proxy.account-resources-stay-reachable", "takes the keys of all accounts in turn")
class AnyAccount(Hooks):
    def __init__(self) -> None:
        self._lent = 0

    def key(self, call: Call, key: Key | None) -> Key | None:
        if key is None or not call.path.startswith("/pronunciation-dicts"):
            return key
        self._lent += 1
        keys: tuple[Key, ...] = call.memo["keys"]
        return keys[self._lent % len(keys)]


@defect("proxy.key-concurrency-respected", "opens all sockets with its first key")
class FirstKeyForSockets(Hooks):
    def key(self, call: Call, key: Key | None) -> Key | None:
        keys: tuple[Key, ...] = call.memo["keys"]
        return keys[0] if key is not None and call.is_socket else key
