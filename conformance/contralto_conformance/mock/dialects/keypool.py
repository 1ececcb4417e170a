"""KeyPool: a proxy that holds the keys of a team; a client shows the token of the team and nothing else.

The keys that the mock takes are the tokens of the team here. A browser, which cannot set headers of an upgrade, offers
the subprotocol `keypool-token.<token>`; the proxy selects it, since a browser fails a connection whose offer goes
without an answer (keypool, whatwg-websockets). Credentials of the service itself open nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from contralto_conformance.mock.auth import Credential
from contralto_conformance.mock.exchange import Call
from contralto_conformance.mock.hooks import Hooks
from contralto_conformance.mock.service import Service

_SUBPROTOCOL = "keypool-token."


class KeyPool(Hooks):
    """The service behind such a proxy."""

    def __init__(self, service: Service) -> None:
        pass

    def credential(self, call: Call, found: Credential | None) -> Credential | None:
        """The token of the team, in `Authorization` or, for an upgrade, in the subprotocol."""
        if found is not None and found.place == "authorization":
            return found
        if call.transport == "websocket":
            for offer in call.headers.get("sec-websocket-protocol", "").split(","):
                if offer.strip().startswith(_SUBPROTOCOL):
                    return Credential("authorization", offer.strip()[len(_SUBPROTOCOL) :])
        return None

    def accept(self, call: Call, subprotocols: Sequence[str]) -> str | None:
        """The subprotocol that carried the token."""
        return next((offered for offered in subprotocols if offered.startswith(_SUBPROTOCOL)), None)
