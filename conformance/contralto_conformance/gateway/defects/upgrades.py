"""Defects of how sockets are opened."""

from __future__ import annotations

from collections.abc import Sequence

from contralto_conformance.gateway.exchange import Call, Headers, Refusal, refused_token
from contralto_conformance.gateway.hooks import Hooks
from contralto_conformance.gateway.settings import TOKEN_SUBPROTOCOL, Team

from .registry import defect


def _unknown(status: int) -> Refusal:
    return Refusal(status, "unknown_socket", "Not found", "there is no such socket")


@defect("proxy.named-sockets-pass", "does not know the socket of speech to text")
class NoHearing(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        return _unknown(404) if call.is_socket and call.path == "/stt/websocket" else refusal


@defect("proxy.named-sockets-pass:agents", "takes the socket of agents for a plain request")
class NoAgents(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        return _unknown(426) if call.is_socket and call.path.startswith("/agents/stream/") else refusal


@defect("proxy.newer-sockets-pass", "says 501 to the sockets that it does not know")
class NothingNewer(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        is_newer = call.path == "/stt/turns/websocket" or call.path.startswith("/v1/agents/websocket/")
        return _unknown(501) if call.is_socket and is_newer else refusal


@defect("proxy.subprotocol-token-opens", "looks for the token in headers and queries alone")
class IgnoresSubprotocol(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        is_alone = call.header("authorization") is None and call.header("origin") is None
        return refused_token() if _shows_token(call) and is_alone else refusal


@defect("proxy.subprotocol-token-opens:beside-another", "takes the token for good only if nothing else is offered")
class OnlyAlone(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        return refused_token() if _shows_token(call) and len(call.subprotocols) > 1 else refusal


def _shows_token(call: Call) -> bool:
    return any(offer.startswith(TOKEN_SUBPROTOCOL) for offer in call.subprotocols)


@defect("proxy.browser-upgrades-work", "answers 403 to upgrades of other origins")
class ChecksOrigin(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        if call.is_socket and call.header("origin") is not None:
            return Refusal(403, "origin_refused", "Forbidden", "the origin is not allowed")
        return refusal


@defect("proxy.malformed-subprotocol-token-refused", "lets an empty token in")
class TakesEmptyToken(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        if refusal is not None and TOKEN_SUBPROTOCOL in call.subprotocols:
            call.team = Team()
            return None
        return refusal


@defect("proxy.malformed-subprotocol-token-refused:400", "calls an upgrade without a good token malformed")
class SaysMalformed(Hooks):
    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        if refusal is not None and refusal.status == 401 and call.subprotocols:
            return Refusal(400, "bad_subprotocol", "Invalid request", "the subprotocol holds no token")
        return refusal


@defect("proxy.accepted-subprotocol-selected", "selects none of the subprotocols")
class SelectsNone(Hooks):
    def subprotocol(self, call: Call, chosen: str | None) -> str | None:
        return None


@defect("proxy.accepted-subprotocol-selected:without-the-token", "selects the subprotocol by its beginning alone")
class SelectsPrefix(Hooks):
    def subprotocol(self, call: Call, chosen: str | None) -> str | None:
        return TOKEN_SUBPROTOCOL.rstrip(".") if chosen is not None else None


@defect("proxy.no-subprotocol-unasked", "selects a subprotocol of its own on every socket")
class SelectsOwn(Hooks):
    def subprotocol(self, call: Call, chosen: str | None) -> str | None:
        return chosen or ("gateway.v1" if not call.subprotocols else None)


@defect("proxy.no-subprotocol-unasked:empty", "answers with an empty subprotocol where none was offered")
class SelectsEmpty(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        if call.is_socket and status == 101 and not call.subprotocols:
            headers = [*headers, ("sec-websocket-protocol", "")]
        return status, headers


@defect("proxy.token-subprotocol-not-forwarded", "offers the service a subprotocol with the token blotted out")
class OffersBlot(Hooks):
    def offered(self, call: Call, subprotocols: Sequence[str]) -> Sequence[str]:
        return [*subprotocols, f"{TOKEN_SUBPROTOCOL}hidden"] if _shows_token(call) else subprotocols


@defect("proxy.refused-upgrade-keeps-its-status", "answers 500 to an upgrade that the service refuses")
class OtherRefusal(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        return (500 if call.is_socket and status != 101 else status), headers


@defect("proxy.no-101-before-upstream", "answers an upgrade before the service has answered")
class AcceptsFirst(Hooks):
    def accepts_first(self, call: Call) -> bool:
        return True


@defect("proxy.compression-per-hop", "passes on an extension that it has agreed with the service")
class SharesExtension(Hooks):
    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        if call.is_socket and status == 101 and call.header("sec-websocket-extensions") is None:
            headers = [*headers, ("sec-websocket-extensions", "permessage-deflate")]
        return status, headers
