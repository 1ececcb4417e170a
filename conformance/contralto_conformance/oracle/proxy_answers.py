"""Checks of what a proxy makes of answers, and of how it passes bodies on (spec/requirements/proxy.yaml)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from statistics import median
from urllib.parse import urlsplit

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import answered, body_object, collect, credential, where
from contralto_conformance.oracle.legs import arrived, at, is_socket, pairs, single
from contralto_conformance.oracle.reading import show, show_bytes
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import REDACTED_UPSTREAM, Exchange, Frame, Trace

_PIECES = 4
"""Pieces that a stream must have been sent in before its pace is judged."""

_LONG_S = 0.5
"""Seconds from the first to the last piece of such a stream, at least."""

_KEPT_BYTES = 32 * 1024 * 1024
"""Bytes that both connections and the systems of all three may hold between the service and a client that does not
read; what is more must be in the memory of the proxy."""

_LARGE_BYTES = 4 * 1024 * 1024
"""What an upload of the size of an ordinary recording has."""

_ENDED_S = 1.5
"""Within how long a client's going away has to be known at the service: a second, and what a busy machine takes."""

_ASKED_S = 2.0
"""Within how long a client that waits for `100 Continue` has sent its body; the driver waits for 3 s."""

_UP = ("content-type", "accept")
_DOWN = ("content-type", "retry-after", "retry-after-ms", "x-should-retry")


@check("proxy.upstream-key-stays-there", cases="proxy/*")
def upstream_key_stays_there(trace: Trace, contract: Contract) -> Verdict:
    """Of what the service itself says the proxy is no judge: a key in its answer is passed over."""
    if trace.upstream is None or not trace.exchanges:
        return None
    findings: list[Finding] = []
    for exchange, found in pairs(trace):
        if not any(REDACTED_UPSTREAM in text for each in found for _, text in _received(each)):
            findings += [
                Finding("no key of the service", f"a key in {place}", where(exchange))
                for place, text in _received(exchange)
                if REDACTED_UPSTREAM in text
            ]
    return findings


def _received(exchange: Exchange) -> Iterator[tuple[str, str]]:
    for name, value in exchange.response_headers:
        yield f"the header `{name}`", value
    yield "the body", exchange.text
    for frame in exchange.received():
        yield "a message", frame.text
    yield "the reason of the close", exchange.close_reason


@check("proxy.request-ids-pass-unchanged", cases="proxy/http/headers")
def request_ids_pass_unchanged(trace: Trace, contract: Contract) -> Verdict:
    found = [(what, *pair) for pair in _answered(trace) for what in _ids(pair[1])]
    if not found:
        return None
    return [
        Finding(f"{what}: {value}", f"{show(dict(_ids(sent)).get(what))}", where(sent))
        for (what, value), sent, _ in found
        if dict(_ids(sent)).get(what) != value
    ]


def _answered(trace: Trace) -> Iterator[tuple[Exchange, Exchange]]:
    """Pairs of HTTP exchanges where the answer of the service is the one that the client got."""
    return ((sent, came) for sent, came in single(trace) if not is_socket(sent) and sent.status == came.status)


def _ids(exchange: Exchange) -> list[tuple[str, str]]:
    body = body_object(exchange) or {}
    shown = [("the header `x-request-id`", exchange.header("x-request-id")), ("`request_id`", body.get("request_id"))]
    return [(what, value) for what, value in shown if isinstance(value, str)]


@check("proxy.meaningful-headers-pass", cases="proxy/http/headers")
def meaningful_headers_pass(trace: Trace, contract: Contract) -> Verdict:
    found = list(_answered(trace))
    if not found:
        return None
    findings: list[Finding] = []
    for sent, upstream in found:
        for name in _UP:
            findings += _changed(name, sent.request_header(name), upstream.request_header(name), at(upstream))
        for name in _DOWN:
            findings += _changed(name, upstream.header(name), sent.header(name), where(sent))
    return findings


def _changed(name: str, before: str | None, after: str | None, place: str) -> list[Finding]:
    return [Finding(f"`{name}: {before}`", show(after), place)] if before is not None and before != after else []


@check("proxy.no-address-bypasses-the-base-path", cases="proxy/http/redirects")
def no_address_bypasses_the_base_path(trace: Trace, contract: Contract) -> Verdict:
    found = [(sent, came) for sent, came in single(trace) if came.header("location") is not None]
    if not found:
        return None
    return [
        Finding("an address at the proxy, below its base path", f"`{location}`", where(sent))
        for sent, came in found
        if (location := sent.header("location")) is not None and not _is_here(location, sent, came)
    ]


def _is_here(location: str, sent: Exchange, came: Exchange) -> bool:
    target, own = urlsplit(location), urlsplit(sent.url)
    service = {came.request_header("host"), urlsplit(came.header("location") or "").netloc}
    if target.netloc not in ("", own.netloc):
        return target.netloc not in service
    base = own.path.removesuffix(sent.path)
    return not target.path.startswith("/") or target.path.startswith(base + "/")


# -- streams ---------------------------------------------------------------------------------------------------------


@check("proxy.event-bytes-identical", cases=("proxy/streams/framing", "proxy/streams/events"))
def event_bytes_identical(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (sent, came)
        for sent, came in _answered(trace)
        if came.media_type == "text/event-stream" and sent.ending == came.ending == "complete"
    ]
    if not found:
        return None
    return [
        Finding(show_bytes(came.body[_same(sent, came) :]), show_bytes(sent.body[_same(sent, came) :]), where(sent))
        for sent, came in found
        if sent.body != came.body
    ]


def _same(sent: Exchange, came: Exchange) -> int:
    """Number of bytes at the beginning that are the same."""
    pairs_of_bytes = zip(sent.body, came.body, strict=False)
    return next((n for n, (a, b) in enumerate(pairs_of_bytes) if a != b), min(len(sent.body), len(came.body)))


@check("proxy.events-pass-as-they-come", cases="proxy/streams/events")
def events_pass_as_they_come(trace: Trace, contract: Contract) -> Verdict:
    return _paced(trace, of_events=True)


@check("proxy.audio-streams-through", cases="proxy/streams/audio")
def audio_streams_through(trace: Trace, contract: Contract) -> Verdict:
    return _paced(trace, of_events=False)


def _paced(trace: Trace, *, of_events: bool) -> Verdict:
    return collect(
        _held(sent, came)
        for sent, came in _answered(trace)
        if (came.media_type == "text/event-stream") is of_events and (of_events or came.media_type.startswith("audio/"))
    )


def _held(sent: Exchange, came: Exchange) -> Verdict:
    """Judges how long pieces were held back between the service and the client.

    A piece counts as held if it arrived only after the service had sent the one after the next. Two pauses of the
    stream is what a busy machine may add; a proxy that collects adds more, and to many pieces.
    """
    emitted = [(came.started_s + f.time_s, f) for f in came.received("body") if f.payload]
    if len(emitted) < _PIECES or emitted[-1][0] - emitted[0][0] < _LONG_S:
        return None
    times = [time_s for time_s, _ in emitted]
    arrivals = list(_arrivals(sent, [frame for _, frame in emitted]))
    if not arrivals:
        return None
    if arrivals[0] >= times[-1]:
        kind = "full buffering: the first piece came after the service had sent the last one"
    elif sum(came_s > times[n + 2] for n, came_s in enumerate(arrivals[: len(times) - 2])) * 2 >= len(times) - 2:
        kind = "coalescing: pieces came together that were sent apart"
    else:
        return []
    lags = [came_s - sent_s for came_s, sent_s in zip(arrivals, times, strict=False)]
    got = f"{kind}; added latency: median {median(lags):.3f} s, longest {max(lags):.3f} s"
    return [Finding("pieces pass as they come", got, where(sent))]


def _arrivals(sent: Exchange, emitted: list[Frame]) -> Iterator[float]:
    """When the client had the whole of each piece; shorter than the pieces if not all arrived."""
    frames = [frame for frame in sent.received("body") if frame.payload]
    have = list(accumulate(len(frame.payload) for frame in frames))
    for end in accumulate(len(frame.payload) for frame in emitted):
        index = bisect_left(have, end)
        if index == len(frames):
            return
        yield sent.started_s + frames[index].time_s


@check("proxy.disconnect-reaches-upstream", cases="proxy/streams/leaving")
def disconnect_reaches_upstream(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (sent, came)
        for sent, came in single(trace)
        if sent.ending == "deadline" and not is_socket(sent) and came.received("body") and came.status == 200
    ]
    if not found or trace.case != "proxy/streams/leaving":
        return None  # elsewhere the client may have ended for reasons of its own
    findings = []
    for sent, came in found:
        late_s = came.started_s + came.elapsed_s - sent.started_s - sent.elapsed_s
        if came.ending == "deadline" or late_s > _ENDED_S:
            findings.append(Finding("the request ended within a second", f"it went on for {late_s:.1f} s", at(came)))
    return findings


@check("proxy.slow-client-slows-upstream", cases="proxy/streams/slow-client")
def slow_client_slows_upstream(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (came, size)
        for sent, came in single(trace)
        if sent.ending == "deadline" and len(sent.body) < _KEPT_BYTES // 8
        for frames in (came.received("body"),)
        # Of a long answer only the beginning is recorded; its pieces are all of one length.
        if (size := len(frames) * len(frames[0].payload) if frames else 0) > _KEPT_BYTES // 64
    ]
    if not found:
        return None
    return [
        Finding(f"at most {_KEPT_BYTES // 2**20} MiB taken from the service", f"{size // 2**20} MiB", at(came))
        for came, size in found
        if size > _KEPT_BYTES
    ]


# -- uploads ---------------------------------------------------------------------------------------------------------


def _sent_all_s(sent: Exchange) -> float | None:
    """When the client had sent all of an upload; None if it had not, or nobody noted it."""
    return next((sent.started_s + frame.time_s for frame in sent.sent("body")), None)


def _began_s(came: Exchange) -> float | None:
    """When the first byte of an upload was read at the service."""
    return next((came.started_s + frame.time_s for frame in came.sent("body")), None)


@check("proxy.uploads-stream-through", cases=("proxy/streams/slow-upload", "proxy/streams/form"))
def uploads_stream_through(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    is_judged = False
    for sent, came in single(trace):
        if (sent.request_header("content-type") or "").startswith("multipart/") and came.request_body:
            is_judged = True
            if sent.request_body != came.request_body:
                findings.append(Finding("the same form, byte for byte", show_bytes(came.request_body), at(came)))
    if trace.case == "proxy/streams/slow-upload":
        for sent, came in single(trace):
            sent_all_s, began_s = _sent_all_s(sent), _began_s(came)
            if sent_all_s is None or began_s is None:
                continue
            is_judged = True
            if began_s >= sent_all_s:
                expected = "the beginning, while the client was still sending"
                findings.append(Finding(expected, f"nothing until {began_s - sent_all_s:.3f} s after it", at(came)))
    return findings if is_judged else None


@check("proxy.slow-upstream-slows-client", cases="proxy/streams/slow-service")
def slow_upstream_slows_client(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (sent, came) for sent, came in single(trace) if len(sent.request_body) > _KEPT_BYTES and not came.request_body
    ]
    if not found or trace.case != "proxy/streams/slow-service":
        return None
    expected = "a client that waits for the service to read"
    return [
        Finding(
            expected, f"it had sent all {len(sent.request_body) // 2**20} MiB before the service read any", where(sent)
        )
        for sent, came in found
        if (sent_all_s := _sent_all_s(sent)) is not None and sent_all_s < came.started_s + came.elapsed_s
    ]


@check("proxy.own-upload-limit-says-413", cases="proxy/streams/large-upload")
def own_upload_limit_says_413(trace: Trace, contract: Contract) -> Verdict:
    found = [
        exchange
        for exchange in trace.exchanges
        if not is_socket(exchange) and len(exchange.request_body) > _LARGE_BYTES and trace.upstream is not None
    ]
    if not found or trace.case == "proxy/streams/slow-service":
        return None
    findings = []
    for exchange in found:
        is_served = any(each.status == exchange.status for each in arrived(trace, exchange))
        if not is_served and (exchange.status != 413 or not exchange.body):
            findings.append(
                Finding("the answer of the service, or 413 with a body", answered(exchange), where(exchange))
            )
    return findings


@check("proxy.expect-continue-handled", cases="proxy/streams/expects")
def expect_continue_handled(trace: Trace, contract: Contract) -> Verdict:
    found = [(exchange, came) for exchange, came in pairs(trace) if exchange.request_header("expect") == "100-continue"]
    if not found:
        return None
    findings = []
    for exchange, came in found:
        if exchange.status is None:
            findings.append(Finding("an answer", answered(exchange), where(exchange)))
            continue
        sent_s = [frame.time_s for frame in exchange.sent("body")]
        if sent_s and sent_s[0] > _ASKED_S:
            findings.append(Finding("`100 Continue`, or an answer", f"nothing for {sent_s[0]:.1f} s", where(exchange)))
        if came and exchange.status == 200 and came[-1].request_body != exchange.request_body:
            findings.append(Finding("the body", show_bytes(came[-1].request_body), at(came[-1])))
    return findings


@check("proxy.made-tokens-work-or-are-refused", cases="proxy/http/own-account")
def made_tokens_work_or_are_refused(trace: Trace, contract: Contract) -> Verdict:
    made = [e for e in trace.exchanges if (e.method, e.path) == ("POST", "/access-token") and e.status is not None]
    if not made:
        return None
    if all(400 <= (exchange.status or 0) < 500 for exchange in made):
        return []
    used = [e for e in trace.exchanges if credential(e).startswith("token-") and e.path == "/tts/bytes"]
    if not used or any(exchange.status != 200 for exchange in made):
        return None
    return [
        Finding("a token that was made here opens it", answered(exchange), where(exchange))
        for exchange in used
        if exchange.status in (401, 403) or (exchange.status or 500) >= 500
    ]
