"""Examples of what proxies make of requests and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contralto_conformance.trace import REDACTED_KEY, Exchange, Frame, Trace, team_mark, upstream_mark

from .builders import Json, Socket, http, structured
from .examples import Examples
from .legs import legs

E = Examples()
KEY = f"Bearer {upstream_mark(1)}"
OTHER_KEY = f"Bearer {upstream_mark(2)}"
WRONG = "sk_car_wrong_0123456789abcdef"


def sent(path: str = "/voices", *, method: str = "GET", raw: str = "", **more: Any) -> Exchange:
    """A request of the client. raw: its query as written."""
    return _with_query(http(method, path, **more), raw)


def came(
    path: str = "/voices",
    *,
    method: str = "GET",
    raw: str = "",
    key: str = KEY,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Exchange:
    """The same at the service, with a key of the proxy. headers: of the answer, in place of the usual."""
    made = _with_query(http(method, path, auth="none", **more), raw)
    return replace(made, request_headers=(*made.request_headers, ("authorization", key)))


def _with_query(exchange: Exchange, raw: str) -> Exchange:
    pairs = tuple((name, value) for name, _, value in (part.partition("=") for part in raw.split("&") if part))
    return replace(exchange, url=exchange.url + ("?" + raw if raw else ""), query=pairs) if raw else exchange


def asking(exchange: Exchange, **headers: str) -> Exchange:
    """The exchange with these headers of the request; underscores stand for hyphens."""
    more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return replace(exchange, request_headers=(*exchange.request_headers, *more))


def said(exchange: Exchange, **headers: str) -> Exchange:
    """The exchange with these headers of the answer."""
    more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return replace(exchange, response_headers=(*exchange.response_headers, *more))


def own(status: int, *, body: Json | None = None, path: str = "/voices", auth: str = "bearer", **more: Any) -> Exchange:
    """An error, by default in the structured format."""
    return http("GET", path, status=status, answer=structured() if body is None else body, auth=auth, **more)


def of_team(kind: str, status: int) -> Exchange:
    """A request of another team, and its answer."""
    exchange = own(status, auth="none")
    return asking(exchange, authorization=f"Bearer {team_mark(kind)}")


def upgrade(status: int, *, auth: str = "bearer") -> Exchange:
    """An upgrade that got this status."""
    return Socket(status=status, auth=auth, body=b"" if status == 101 else b"{}").exchange()


ID = "proxy.base-path-stripped"
E.met(ID, "the same path", legs((sent(), came())))
E.violated(ID, "the base path", legs((sent(), came("/v1/cartesia/voices"))))
E.violated(ID, "a slash too many", legs((sent(), came("//voices"))))
E.nothing(ID, "a path with a version of its own", legs((sent("/v1/agents"), came("/agents"))))
E.nothing(ID, "nothing arrived", legs((sent(), ())))
E.nothing(ID, "the service is not ours", sent())

ID = "proxy.own-v1-is-kept"
E.met(ID, "the same path", legs((sent("/v1/agents"), came("/v1/agents"))))
E.violated(ID, "stripped twice", legs((sent("/v1/agents"), came("/agents"))))
E.nothing(ID, "another path", legs((sent(), came("//voices"))))

ID = "proxy.query-passes-unchanged"
E.met(ID, "as written", legs((sent(raw="a=%20b&a=2"), came(raw="a=%20b&a=2"))))
E.met(ID, "without credentials", legs((sent(raw="a=1&api_key=x"), came(raw="a=1"))))
E.met(ID, "with a credential", legs((sent(raw="a=1"), came(raw=f"a=1&api_key={upstream_mark(1)}"))))
E.violated(ID, "other escapes", legs((sent(raw="a=%20b"), came(raw="a=+b"))))
E.violated(ID, "another order", legs((sent(raw="a=1&b=2"), came(raw="b=2&a=1"))))
E.violated(ID, "one of two of a name", legs((sent(raw="a=1&a=2"), came(raw="a=2"))))
E.nothing(ID, "no query", legs((sent(), came())))

ID = "proxy.version-passes-unchanged"
E.met(ID, "the header", legs((sent(), came())))
E.met(ID, "none", legs((sent(version=None), came(version=None))))
E.violated(ID, "another one", legs((sent(), came(version="2024-06-10"))))
E.violated(ID, "one is added", legs((sent(version=None), came())))
E.violated(ID, "the one of the query is gone", legs((sent(raw="cartesia_version=2025-04-16"), came())))
E.nothing(ID, "nothing arrived", legs((sent(), ())))

ID = "proxy.team-token-stays-here"
E.met(ID, "the key in its place", legs((sent(), came())))
E.violated(ID, "under another name", legs((sent(), asking(came(), x_was=f"Bearer {REDACTED_KEY}"))))
E.violated(ID, "in the query", legs((sent(), came(raw=f"team={REDACTED_KEY}"))))
E.violated(ID, "in the subprotocol", legs((sent(), asking(came(), sec_websocket_protocol=f"t.{REDACTED_KEY}"))))
E.nothing(ID, "no token was shown", legs((sent(auth="none"), came())))

ID = "proxy.one-upstream-credential"
E.met(ID, "one", legs((sent(), came())))
E.violated(ID, "two headers", legs((sent(), asking(came(), x_api_key=upstream_mark(1)))))
E.violated(ID, "none", legs((sent(), http("GET", "/voices", auth="none"))))
E.nothing(ID, "no token was shown", legs((sent(auth="none"), http("GET", "/voices", auth="none"))))

ID = "proxy.upstream-key-stays-there"
E.met(ID, "nowhere", legs((sent(), came())))
E.violated(ID, "in a header", legs((said(sent(), x_key=upstream_mark(1)), came())))
E.violated(ID, "in a body", legs((sent(answer={"key": upstream_mark(2)}), ())))
E.violated(
    ID, "in the reason of a close", legs((replace(Socket().exchange(), close_reason=upstream_mark(1)), Socket()))
)
E.met(ID, "the service said it", legs((sent(answer=upstream_mark(1)), came(answer=upstream_mark(1)))))
E.nothing(ID, "the service is not ours", sent(answer=upstream_mark(1)))

ID = "proxy.client-credentials-removed"
OWN = "sk_car_of_the_client"
E.met(ID, "removed", legs((asking(sent(), x_api_key=OWN), came())))
E.violated(ID, "left", legs((asking(sent(), x_api_key=OWN), asking(came(), x_api_key=OWN))))
E.violated(ID, "left in the query", legs((sent(raw=f"api_key={OWN}"), came(raw=f"api_key={OWN}"))))
E.nothing(ID, "none", legs((sent(), came())))

ID = "proxy.hop-by-hop-headers-stay"
HOPS = asking(sent(), connection="x-hop", x_hop="1", te="trailers")
E.met(ID, "left out", legs((HOPS, came())))
E.violated(ID, "one that is always", legs((HOPS, asking(came(), te="trailers"))))
E.violated(ID, "one that is named", legs((HOPS, asking(came(), x_hop="1"))))
E.violated(ID, "on the way back", legs((said(sent(), keep_alive="timeout=7"), said(came(), keep_alive="timeout=7"))))
E.met(ID, "one of the next connection", legs((HOPS, asking(came(), connection="keep-alive", keep_alive="max=1"))))
E.nothing(ID, "none", legs((sent(), came())))

ID = "proxy.unknown-headers-pass"
E.met(ID, "both ways", legs((said(asking(sent(), x_a="1"), x_b="2"), said(asking(came(), x_a="1"), x_b="2"))))
E.met(ID, "others are added", legs((said(sent(), via="1.1 proxy", x_added="1"), came())))
E.violated(ID, "dropped on the way there", legs((asking(sent(), x_a="1"), came())))
E.violated(ID, "dropped on the way back", legs((sent(), said(came(), cartesia_file_id="2"))))
E.violated(ID, "changed", legs((asking(sent(), x_a="1"), asking(came(), x_a="2"))))
E.nothing(ID, "nothing arrived", legs((asking(sent(), x_a="1"), ())))

# -- whom it lets in -------------------------------------------------------------------------------------------------

ID = "proxy.team-token-opens"
E.met(ID, "a list", legs((sent(), came())))
E.met(ID, "a socket", legs((upgrade(101), upgrade(101))))
E.met(ID, "the service refuses it", legs((own(403), came(status=403))))
E.violated(ID, "the proxy refuses it", legs((own(401), ())))
E.violated(ID, "the service is not ours", upgrade(403))
E.nothing(ID, "another credential", legs((own(401, auth="wrong"), ())))
E.nothing(ID, "a failure", own(502))

ID = "proxy.unknown-team-token-refused"
E.met(ID, "none", own(401, auth="none"))
E.met(ID, "a wrong one", upgrade(401, auth="wrong"))
E.violated(ID, "another status", own(403, auth="wrong"))
E.violated(ID, "let in", upgrade(101, auth="none"))
E.nothing(ID, "the token of a team", own(403))
E.nothing(ID, "what is open to all", http("GET", "/", auth="none"))

for ID, kind, right, wrong in (
    ("proxy.team-without-permission-refused", "forbidden", 403, 401),
    ("proxy.team-rate-limit-says-429", "limited", 429, 503),
    ("proxy.empty-pool-says-503", "keyless", 503, 500),
):
    E.met(ID, "the status", of_team(kind, right))
    E.violated(ID, "another status", of_team(kind, wrong))
    E.violated(ID, "served", of_team(kind, 200))
    E.nothing(ID, "another team", own(right))

# -- errors ----------------------------------------------------------------------------------------------------------


def away(*exchanges: Exchange, case: str = "proxy/errors/down") -> Trace:
    """What a client got while the service was away."""
    return legs(*((exchange, ()) for exchange in exchanges), case=case)


ID = "proxy.failed-upstream-says-502"
E.met(ID, "502", away(own(502)))
E.violated(ID, "504", away(own(504)))
E.nothing(ID, "an open socket, which was answered too soon", away(upgrade(101)))
E.nothing(ID, "another case", away(own(504), case="proxy/http/x"))

ID = "proxy.own-errors-in-the-versions-format"
OLD = "2025-04-16"
E.met(ID, "an object", away(own(401)))
E.met(ID, "text", away(http("GET", "/voices", status=401, body=b"Unauthorized: no", media="text/plain", version=OLD)))
E.violated(ID, "text in a new version", away(http("GET", "/voices", status=401, body=b"Unauthorized: no")))
E.violated(ID, "an object in an old version", away(own(401, version=OLD)))
E.violated(ID, "no request id", away(own(401, body={"title": "A", "message": "b"})))
E.nothing(ID, "an error of the service", legs((own(404), came(status=404))))

ID = "proxy.own-errors-told-apart"
SERVICE = (own(404), came(status=404))
E.met(ID, "a header", legs(SERVICE, (said(own(401), x_gateway="1"), ())))
E.met(ID, "a code", legs(SERVICE, (own(401, body=structured(error_code="token_invalid")), ())))
E.violated(ID, "alike", legs(SERVICE, (own(401), ())))
E.violated(ID, "a header of both", legs((said(own(404), x_g="1"), SERVICE[1]), (said(own(401), x_g="1"), ())))
E.nothing(ID, "no error of the service", legs((own(401), ())))

ID = "proxy.upstream-errors-pass-unchanged"
E.met(ID, "the same", legs((own(404), came(status=404, answer=structured()))))
E.met(ID, "after another attempt", legs((own(404), (came(status=429), came(status=404, answer=structured())))))
E.violated(ID, "another status", legs((own(502), came(status=500, answer=structured()))))
E.violated(ID, "another body", legs((own(404, body={"a": 1}), came(status=404, answer=structured()))))
E.nothing(ID, "a refused key", legs((own(502), came(status=401))))

ID = "proxy.upstream-401-is-not-the-clients"
E.met(ID, "503", legs((own(503), came(status=401))))
E.met(ID, "another key", legs((sent(), (came(status=401), came(key=OTHER_KEY, started_s=1.0)))))
E.violated(ID, "passed on", legs((own(401), came(status=401))))
E.violated(
    ID,
    "used again",
    legs((own(503), came(status=401)), (sent(), came(key=OTHER_KEY, started_s=1.0)), (own(503), came(started_s=2.0))),
)
E.nothing(ID, "a token of the client", legs((own(401), http("GET", "/voices", status=401, auth="token"))))

ID = "proxy.other-key-before-the-stream"
E.met(ID, "one attempt", legs((own(429), came(status=429))))
E.met(ID, "another key", legs((sent(), (came(status=429), came(key=OTHER_KEY)))))
E.violated(ID, "the same key", legs((sent(), (came(status=429), came()))))
E.nothing(ID, "no such answer", legs((sent(), came())))

ID = "proxy.no-retry-after-first-byte"
CUT = came("/tts/sse", method="POST", body=b"data: {}\n\n", ending="truncated")
E.met(ID, "one request", legs((sent("/tts/sse", method="POST"), CUT)))
E.violated(ID, "two", legs((sent("/tts/sse", method="POST"), (CUT, CUT))))
E.nothing(ID, "nothing was sent", legs((sent(), replace(CUT, frames=()))))

# -- answers ---------------------------------------------------------------------------------------------------------

ID = "proxy.request-ids-pass-unchanged"
E.met(ID, "the same", legs((sent(answer={"request_id": "a"}), came(answer={"request_id": "a"}))))
E.violated(ID, "another header", legs((sent(headers=(("x-request-id", "other"),)), came())))
E.violated(ID, "another member", legs((sent(answer={"request_id": "b"}), came(answer={"request_id": "a"}))))
E.nothing(ID, "an answer of the proxy", legs((own(502), came(status=500))))

ID = "proxy.meaningful-headers-pass"
E.met(ID, "the same", legs((said(sent(), retry_after="7"), said(came(), retry_after="7"))))
E.violated(ID, "dropped", legs((sent(), said(came(), x_should_retry="false"))))
E.violated(ID, "changed", legs((asking(sent(), accept="audio/wav"), asking(came(), accept="*/*"))))
E.nothing(ID, "nothing arrived", legs((sent(), ())))

ID = "proxy.no-address-bypasses-the-base-path"


def redirected(location: str) -> Exchange:
    """A redirect as the client of a proxy with a base path got it."""
    return said(replace(sent(status=307), url="http://proxy/v1/cartesia/voices"), location=location)


MOVED = said(asking(came(status=307), host="service:9000"), location="http://service:9000/voices/a")
E.met(ID, "a path below the base path", legs((redirected("/v1/cartesia/voices/a"), MOVED)))
E.met(ID, "an address of the proxy", legs((redirected("http://proxy/v1/cartesia/voices/a"), MOVED)))
E.met(ID, "a relative path", legs((redirected("a"), MOVED)))
E.violated(ID, "the address of the service", legs((redirected("http://service:9000/voices/a"), MOVED)))
E.violated(ID, "beside the base path", legs((redirected("/voices/a"), MOVED)))
E.nothing(ID, "no redirect", legs((sent(), came())))

# -- streams ---------------------------------------------------------------------------------------------------------


def stream(*times_s: float, media: str = "text/event-stream", path: str = "/tts/sse", body: bytes = b"x") -> Exchange:
    """An answer whose pieces came at these times."""
    made = http("POST", path, body=b"x", media=media)
    frames = tuple(Frame(time_s, "received", "body", body) for time_s in times_s)
    return replace(made, frames=frames, elapsed_s=max(times_s))


PACE = (0.1, 0.4, 0.7, 1.0, 1.3)
for ID, media, path in (
    ("proxy.events-pass-as-they-come", "text/event-stream", "/tts/sse"),
    ("proxy.audio-streams-through", "audio/wav", "/tts/bytes"),
):
    SERVED = stream(*PACE, media=media, path=path)

    def got(*times_s: float, media: str = media, path: str = path) -> Exchange:
        return stream(*times_s, media=media, path=path)

    E.met(ID, "as it came", legs((got(*(time_s + 0.02 for time_s in PACE)), SERVED)))
    E.met(ID, "a little late", legs((got(*(time_s + 0.25 for time_s in PACE)), SERVED)))
    E.violated(ID, "all in the end", legs((got(1.31, 1.31, 1.31, 1.31, 1.31), SERVED)))
    E.violated(ID, "in two parts", legs((got(1.02, 1.02, 1.02, 1.02, 1.31), SERVED)))
    E.nothing(ID, "a stream without pauses", legs((got(0.1, 0.1), got(0.1, 0.1))))

ID = "proxy.event-bytes-identical"
E.met(ID, "the same", legs((stream(0.1, body=b"data: 1\r\n\r\n"), stream(0.1, body=b"data: 1\r\n\r\n"))))
E.met(ID, "in other pieces", legs((stream(0.1, 0.2, body=b"ab"), stream(0.1, body=b"abab"))))
E.violated(ID, "other ends of lines", legs((stream(0.1, body=b"a\n\n"), stream(0.1, body=b"a\r\n\r\n"))))
E.nothing(ID, "no stream", legs((sent(), came())))

ID = "proxy.disconnect-reaches-upstream"
LEFT = replace(stream(0.1), ending="deadline", elapsed_s=0.2)


def served(elapsed_s: float, ending: Any = "closed") -> Exchange:
    return replace(stream(0.1), ending=ending, elapsed_s=elapsed_s)


LEAVING = "proxy/streams/leaving"
E.met(ID, "soon", legs((LEFT, served(0.4)), case=LEAVING))
E.violated(ID, "late", legs((LEFT, served(3.0, "complete")), case=LEAVING))
E.violated(ID, "never", legs((LEFT, served(1.0, "deadline")), case=LEAVING))
E.nothing(ID, "the client stays", legs((stream(0.1), served(0.4)), case=LEAVING))

ID = "proxy.slow-client-slows-upstream"
PIECE = b"x" * 16384


def taken(pieces: int) -> Exchange:
    return replace(stream(0.1), frames=(Frame(0.1, "received", "body", PIECE),) * pieces)


E.met(ID, "little is taken", legs((LEFT, taken(500))))
E.violated(ID, "all is taken", legs((LEFT, taken(4000))))
E.nothing(ID, "a client that reads", legs((stream(0.1), taken(4000))))

UPLOAD = http("POST", "/stt", raw_request=b"x" * 100)
BIG = replace(UPLOAD, request_body=b"x" * (40 * 2**20))


def uploaded(exchange: Exchange, time_s: float) -> Exchange:
    """The upload with the time at which it was sent, or began to be read."""
    return replace(exchange, frames=(Frame(time_s, "sent", "body"), *exchange.frames))


ID = "proxy.uploads-stream-through"
SLOW = "proxy/streams/slow-upload"
FORM = replace(UPLOAD, request_headers=(("content-type", "multipart/form-data; boundary=x"),))
E.met(ID, "it begins before the end", legs((uploaded(UPLOAD, 1.0), uploaded(UPLOAD, 0.1)), case=SLOW))
E.met(ID, "the same form", legs((FORM, FORM)))
E.violated(ID, "it begins after the end", legs((uploaded(UPLOAD, 1.0), uploaded(UPLOAD, 1.1)), case=SLOW))
E.violated(ID, "another form", legs((FORM, replace(FORM, request_body=b"y"))))
E.nothing(ID, "no upload", legs((sent(), came())))

ID = "proxy.slow-upstream-slows-client"
SERVICE_WAITS = replace(UPLOAD, request_body=b"", elapsed_s=2.0)
WAITING = "proxy/streams/slow-service"
E.met(ID, "the client waits", legs((BIG, SERVICE_WAITS), case=WAITING))
E.violated(ID, "all is sent", legs((uploaded(BIG, 0.5), SERVICE_WAITS), case=WAITING))
E.nothing(ID, "a small upload", legs((uploaded(UPLOAD, 0.5), SERVICE_WAITS), case=WAITING))

ID = "proxy.own-upload-limit-says-413"
E.met(ID, "served", legs((BIG, UPLOAD)))
E.met(ID, "413", legs((replace(BIG, status=413, frames=own(413).frames), ())))
E.violated(ID, "another status", legs((replace(BIG, status=400), ())))
E.violated(ID, "413 without a body", legs((replace(BIG, status=413, frames=()), ())))
E.nothing(ID, "a small upload", legs((UPLOAD, ())))

ID = "proxy.expect-continue-handled"
EXPECTS = asking(UPLOAD, expect="100-continue")
E.met(ID, "asked for", legs((uploaded(EXPECTS, 0.1), UPLOAD)))
E.met(ID, "refused at once", legs((replace(EXPECTS, status=417), ())))
E.violated(ID, "never asked for", legs((uploaded(EXPECTS, 3.0), UPLOAD)))
E.violated(ID, "no answer", legs((replace(EXPECTS, status=None), ())))
E.violated(ID, "the body is lost", legs((uploaded(EXPECTS, 0.1), replace(UPLOAD, request_body=b""))))
E.nothing(ID, "no such request", legs((UPLOAD, UPLOAD)))

ID = "proxy.made-tokens-work-or-are-refused"
MADE = http("POST", "/access-token", answer={"token": "[redacted-token]"})
E.met(ID, "it works", MADE, http("POST", "/tts/bytes", auth="token"))
E.met(ID, "refused", http("POST", "/access-token", status=403, answer=structured()))
E.violated(ID, "it does not", MADE, http("POST", "/tts/bytes", status=401, auth="token", answer=structured()))
E.nothing(ID, "none is used", MADE)
E.nothing(ID, "none is made", sent())

# -- what is known of the proxy --------------------------------------------------------------------------------------


def knowing(trace: Trace, **values: str) -> Trace:
    """The trace with these values."""
    return replace(trace, values={**trace.values, **values})


ID = "proxy.tokens-never-logged"
SHOWN = legs((sent(raw=f"api_key={REDACTED_KEY}"), came()))
E.met(ID, "a log without", knowing(SHOWN, proxy_log="GET /voices 200"))
E.violated(ID, "a log with one", knowing(SHOWN, proxy_log=f"GET /voices?api_key={REDACTED_KEY} 200"))
E.nothing(ID, "no log", SHOWN)
E.nothing(ID, "no token that could be logged", knowing(legs((sent(), came())), proxy_log="GET /voices"))

ID = "proxy.account-resources-stay-reachable"
TWICE = legs((sent(), came()), (sent(), came(key=OTHER_KEY)))
E.met(ID, "one account", knowing(TWICE, key_accounts="1,1,2"))
E.violated(ID, "two", knowing(TWICE, key_accounts="1,2,2"))
E.nothing(ID, "nothing is known", TWICE)

ID = "proxy.key-concurrency-respected"
E.met(ID, "one after the other", knowing(legs((sent(), came()), (sent(), came(started_s=1.0))), key_concurrency="1"))
E.met(ID, "two keys", knowing(TWICE, key_concurrency="1"))
E.violated(ID, "two at once", knowing(legs((sent(), came()), (sent(), came(started_s=0.05))), key_concurrency="1"))
E.nothing(ID, "nothing is known", TWICE)
