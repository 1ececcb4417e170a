"""Examples of how proxies open sockets."""

from __future__ import annotations

from dataclasses import replace

from contralto_conformance.trace import REDACTED_KEY, Exchange

from .builders import Socket
from .examples import Examples
from .legs import legs

E = Examples()
TOKEN = f"keypool-token.{REDACTED_KEY}"
DEFLATE = "permessage-deflate; client_max_window_bits"


def upgrade(
    status: int = 101,
    *,
    path: str = "/tts/websocket",
    auth: str = "bearer",
    offers: str = "",
    chosen: str | None = None,
    origin: str = "",
    extensions: tuple[str, str] = ("", ""),
) -> Exchange:
    """An upgrade. offers, chosen: subprotocols; extensions: those that were offered and those of the answer."""
    asked, given = extensions
    sent = {"sec-websocket-protocol": offers, "origin": origin, "sec-websocket-extensions": asked}
    got = {"sec-websocket-protocol": chosen, "sec-websocket-extensions": given or None}
    made = Socket(
        status=status,
        auth=auth,
        path=path,
        sent_headers=tuple((name, value) for name, value in sent.items() if value),
        headers=tuple((name, value) for name, value in got.items() if value is not None),
        body=b"" if status == 101 else b"{}",
    )
    return made.exchange()


def at_service(status: int = 101, **more: str) -> Exchange:
    """What arrived of it."""
    return upgrade(status, auth="none", **more)  # type: ignore[arg-type]


ID = "proxy.named-sockets-pass"
E.met(ID, "all arrive", legs((upgrade(), at_service()), (upgrade(path="/agents/stream/a"), at_service())))
E.met(ID, "refused by the service", legs((upgrade(429), at_service(429))))
E.violated(ID, "404", legs((upgrade(404, path="/stt/websocket"), ())))
E.violated(ID, "no place for upgrades", legs((upgrade(426, path="/agents/stream/a"), ())))
E.nothing(ID, "a socket that came later", legs((upgrade(404, path="/stt/turns/websocket"), ())))
E.nothing(ID, "no key is left", legs((upgrade(503), ())))
E.nothing(ID, "no credential", legs((upgrade(400, auth="none"), ())))
E.nothing(ID, "the service is not ours", upgrade(404))

ID = "proxy.newer-sockets-pass"
E.met(ID, "it arrives", legs((upgrade(path="/stt/turns/websocket"), at_service())))
E.met(ID, "404", legs((upgrade(404, path="/v1/agents/websocket/a"), ())))
E.violated(ID, "501", legs((upgrade(501, path="/stt/turns/websocket"), ())))
E.violated(ID, "open, and nobody behind", legs((upgrade(path="/v1/agents/websocket/a"), ())))
E.nothing(ID, "over the limit of the team", legs((upgrade(429, path="/stt/turns/websocket"), ())))

ID = "proxy.subprotocol-token-opens"
E.met(ID, "it arrives", legs((upgrade(auth="none", offers=TOKEN, chosen=TOKEN), at_service())))
E.violated(ID, "401", legs((upgrade(401, auth="none", offers=TOKEN), ())))
E.violated(ID, "403 beside another", legs((upgrade(403, auth="none", offers=f"{TOKEN}, speech.v1"), ())))
E.nothing(ID, "a header as well", legs((upgrade(401, offers=TOKEN), ())))
E.nothing(ID, "the service is down", legs((upgrade(502, auth="none", offers=TOKEN), ())))

ID = "proxy.browser-upgrades-work"
E.met(
    ID, "it opens", legs((upgrade(auth="none", offers=TOKEN, chosen=TOKEN, origin="https://a.example"), at_service()))
)
E.violated(ID, "403", legs((upgrade(403, auth="none", offers=TOKEN, origin="https://a.example"), ())))
E.nothing(ID, "no origin", legs((upgrade(403, auth="none", offers=TOKEN), ())))
E.nothing(ID, "no credential", legs((upgrade(403, auth="none", origin="https://a.example"), ())))

ID = "proxy.malformed-subprotocol-token-refused"
E.met(ID, "401", legs((upgrade(401, auth="none", offers="keypool-token."), ())))
E.violated(ID, "let in", legs((upgrade(auth="none", offers="keypool-token."), at_service())))
E.violated(ID, "400", legs((upgrade(400, auth="none", offers="keypool-token.nobody"), ())))
E.nothing(ID, "a token that is known", legs((upgrade(400, auth="none", offers=TOKEN), ())))
E.nothing(ID, "nothing was offered", legs((upgrade(400, auth="none"), ())))

ID = "proxy.accepted-subprotocol-selected"
E.met(ID, "the token's", legs((upgrade(auth="none", offers=TOKEN, chosen=TOKEN), at_service())))
E.met(ID, "the other", legs((upgrade(auth="none", offers=f"{TOKEN}, speech.v1", chosen="speech.v1"), at_service())))
E.violated(ID, "none", legs((upgrade(auth="none", offers=TOKEN), at_service())))
E.violated(ID, "one that nobody offered", legs((upgrade(auth="none", offers=TOKEN, chosen="other"), at_service())))
E.nothing(ID, "nothing was offered", legs((upgrade(), at_service())))

ID = "proxy.no-subprotocol-unasked"
E.met(ID, "none", legs((upgrade(), at_service())))
E.violated(ID, "one of its own", legs((upgrade(chosen="gateway"), at_service())))
E.violated(ID, "an empty one", legs((upgrade(chosen=""), at_service())))
E.nothing(ID, "one was offered", legs((upgrade(offers=TOKEN, chosen=TOKEN), at_service())))

ID = "proxy.token-subprotocol-not-forwarded"
E.met(ID, "nothing", legs((upgrade(auth="none", offers=TOKEN), at_service())))
E.met(ID, "the other one", legs((upgrade(auth="none", offers=f"{TOKEN}, a"), at_service(offers="a"))))
E.violated(ID, "its name", legs((upgrade(auth="none", offers=TOKEN), at_service(offers="keypool-token.hidden"))))
E.nothing(ID, "no token was offered", legs((upgrade(offers="a"), at_service(offers="keypool-token.a"))))

ID = "proxy.refused-upgrade-keeps-its-status"
E.met(ID, "the same", legs((upgrade(409), at_service(409))))
E.violated(ID, "another one", legs((upgrade(500), at_service(409))))
E.nothing(ID, "let in before", legs((upgrade(), at_service(409))))
E.nothing(ID, "the key of the proxy was refused", legs((upgrade(503), at_service(401))))

ID = "proxy.no-101-before-upstream"
E.met(ID, "refused", legs((upgrade(409), at_service(409))))
E.violated(ID, "let in", legs((upgrade(), at_service(409))))
E.nothing(ID, "both let in", legs((upgrade(), at_service())))

ID = "proxy.compression-per-hop"
E.met(ID, "none", legs((upgrade(), at_service())))
E.met(ID, "as offered", legs((upgrade(extensions=(DEFLATE, "permessage-deflate")), at_service())))
E.violated(ID, "without an offer", legs((upgrade(extensions=("", DEFLATE)), at_service())))
E.nothing(ID, "an upgrade that was refused", legs((upgrade(409), at_service(409))))
E.nothing(ID, "another transport", legs((replace(upgrade(), transport="http"), at_service())))
