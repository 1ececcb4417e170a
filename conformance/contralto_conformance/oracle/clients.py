"""What a client keeps, judged by what it sent and how it read: the other side of the contract.

The trace is of a server that watched a client: one trace holds all its traffic, in the order in which it began. `sent`
is what the client sent, as everywhere. A check answers None when the client did nothing that it could judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from contralto_conformance.oracle.events import events, streams
from contralto_conformance.oracle.exchanges import asks, query, stated_version
from contralto_conformance.oracle.reading import as_object, show
from contralto_conformance.oracle.registry import MAX_FINDINGS, Finding, Verdict, registering
from contralto_conformance.oracle.sockets import KNOWN, Context, sessions
from contralto_conformance.trace import Exchange, Trace

ClientJudge = Callable[[Trace], Verdict]

CLIENT_CHECKS: dict[str, ClientJudge] = {}
"""Every check of a client by its requirement id."""

IN_FLIGHT_S = 0.5
"""A message this young may have crossed with the one that it should have obeyed."""

EARLY_S = 0.02
"""Clocks of two processes do not agree to the millisecond; a retry this much too early is in time."""

_FIXED_MEMBERS = ("voice", "model_id", "output_format", "language")
_KNOWN_MEMBERS = frozenset(
    {"type", "data", "done", "status_code", "step_time", "context_id", "flush_id", "flush_done", "error", "error_code"}
    | {"title", "message", "request_id", "doc_url", "word_timestamps", "phoneme_timestamps"}
)
_STREAMS = ("/tts/sse", "/voice-changer/sse")
_CHANGER_PATHS = ("/voice-changer/bytes", "/voice-changer/sse")
_FIELD_NAME = re.compile(rb'content-disposition:[^\r\n]*?[; ]name="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_BARE_WORDS = frozenset({b"finalize", b"close", b"done"})


def client_check(requirement: str) -> Callable[[ClientJudge], ClientJudge]:
    """Registers a function as the check of a requirement on clients; raises ValueError if it has one already."""
    return registering(CLIENT_CHECKS, requirement)


def judge_client(trace: Trace) -> dict[str, Verdict]:
    """The verdict of every check on this traffic; of each at most ten findings are kept."""
    verdicts = {requirement: judged(trace) for requirement, judged in CLIENT_CHECKS.items()}
    return {name: verdict if verdict is None else verdict[:MAX_FINDINGS] for name, verdict in verdicts.items()}


# Every request.


@client_check("client.version-on-every-request")
def version_on_every_request(trace: Trace) -> Verdict:
    requests = [e for e in trace.exchanges if not _is_preflight(e) and not asks(e, "GET", "/")]
    if not requests:
        return None
    return [
        Finding("the header `Cartesia-Version`, or on a socket `cartesia_version` in the query", "neither", _where(e))
        for e in requests
        if stated_version(e) is None
    ]


@client_check("client.key-not-in-http-query")
def key_not_in_http_query(trace: Trace) -> Verdict:
    requests = [e for e in trace.exchanges if e.transport != "websocket"]
    if not requests:
        return None
    return [
        Finding("the credential in the header `Authorization`", f"`{name}` in the query", _where(e))
        for e in requests
        for name in ("api_key", "access_token")
        if query(e, name) is not None
    ]


@client_check("client.browser-uses-tokens")
def browser_uses_tokens(trace: Trace) -> Verdict:
    upgrades = [
        e
        for e in trace.sockets
        # Programs send a header; a browser cannot, and names the page that it comes from.
        if e.request_header("origin") and (query(e, "api_key") or query(e, "access_token"))
    ]
    if not upgrades:
        return None
    return [
        Finding("`access_token` in the query", "an API key, which everybody who sees the page can read", _where(e))
        for e in upgrades
        if query(e, "api_key") is not None
    ]


@client_check("client.sse-accept-header")
def sse_accept_header(trace: Trace) -> Verdict:
    requests = [e for e in trace.exchanges if e.method == "POST" and e.path in _STREAMS]
    if not requests:
        return None
    return [
        Finding("`Accept: text/event-stream`", show(e.request_header("accept")), _where(e))
        for e in requests
        if "text/event-stream" not in (e.request_header("accept") or "")
    ]


@client_check("client.changer-bracket-names")
def changer_bracket_names(trace: Trace) -> Verdict:
    requests = [e for e in trace.exchanges if e.method == "POST" and e.path in _CHANGER_PATHS and e.request_body]
    if not requests:
        return None
    findings = []
    for exchange in requests:
        names = {name.decode("utf-8", "replace") for name in _FIELD_NAME.findall(exchange.request_body)}
        missing = [name for name in ("voice[id]", "output_format[container]") if name not in names]
        if missing:
            shown = ", ".join(f"`{name}`" for name in sorted(names)) or "no field"
            findings.append(Finding(f"the field `{missing[0]}`", shown, _where(exchange)))
    return findings


# Trying again.


@client_check("client.retry-after-honoured")
def retry_after_honoured(trace: Trace) -> Verdict:
    judged = False
    findings = []
    for refused, again in _repetitions(trace):
        wait_s = _asked_wait_s(refused)
        if wait_s is None:
            continue
        judged = True
        waited_s = again.started_s - refused.started_s - refused.elapsed_s
        if waited_s < wait_s - EARLY_S:
            findings.append(
                Finding(f"a pause of {wait_s:g} s, as the answer asked", f"{max(0.0, waited_s):.3f} s", _where(again))
            )
    return findings if judged else None


@client_check("client.concurrency-retried-quota-not")
def quota_not_retried(trace: Trace) -> Verdict:
    refused = [e for e in trace.exchanges if _code(e) == "quota_exceeded"]
    if not refused:
        return None
    return [
        Finding("no further attempt after `quota_exceeded`", "the same request again", _where(again))
        for before, again in _repetitions(trace)
        if before in refused
    ]


@client_check("client.no-retry-after-stream-began")
def no_retry_after_stream_began(trace: Trace) -> Verdict:
    begun = [e for e in trace.exchanges if e.transport == "sse" and e.status == 200 and e.body and _is_cut(e)]
    if not begun:
        return None
    return [
        Finding("no further attempt once the stream has begun", "the same request again", _where(again))
        for before, again in _repetitions(trace)
        if before in begun
    ]


@client_check("client.sse-break-ends-request")
def break_ends_request(trace: Trace) -> Verdict:
    # A client that reads on to the end of a stream nobody wants looks like one that wants it: only leaving is seen.
    left = [e for e in trace.exchanges if e.transport == "sse" and e.status == 200 and e.ending == "closed"]
    return [] if left else None


# Lists.


@client_check("client.paging-ends")
def paging_ends(trace: Trace) -> Verdict:
    judged = False
    findings = []
    for before, after in pairwise(e for e in trace.exchanges if _is_page(e)):
        if before.path != after.path or before.query == after.query == ():
            continue
        cursor = query(after, "starting_after") or query(after, "ending_before")
        if cursor is None:
            continue
        judged = True
        items = _items(before)
        if items == []:
            findings.append(
                Finding("an end after an empty page", f"a request for what follows `{cursor}`", _where(after))
            )
        elif before.query == after.query:
            findings.append(Finding("each page asked for once", f"`{cursor}` again", _where(after)))
    return findings if judged else None


# The TTS socket.


@client_check("client.inputs-repeat-the-fixed-members")
def inputs_repeat_the_fixed_members(trace: Trace) -> Verdict:
    judged = False
    findings = []
    for context in _contexts(trace):
        for request in context.requests[1:]:
            judged = True
            for name in _FIXED_MEMBERS:
                first, now = context.first.value.get(name), request.value.get(name)
                if first != now:
                    findings.append(
                        Finding(
                            f"`{name}` {show(first)}, as in the first input of `{context.id}`", show(now), request.where
                        )
                    )
    return findings if judged else None


@client_check("client.no-input-after-done")
def no_input_after_done(trace: Trace) -> Verdict:
    judged = False
    findings = []
    for context in _contexts(trace):
        done = context.done
        if done is None:
            continue
        judged = True
        for request in context.requests:
            # From the last input on the client knew that nothing may follow; only the time of `done` tells of others.
            is_fresh = request.value.get("continue") is not True and request.value.get("transcript")
            if request.index > done.index and request.time_s > done.time_s + IN_FLIGHT_S and not is_fresh:
                findings.append(
                    Finding(f"nothing on `{context.id}` after its `done`", show(request.value), request.where)
                )
    return findings if judged else None


@client_check("client.fresh-context-ids")
def fresh_context_ids(trace: Trace) -> Verdict:
    judged = False
    findings = []
    for context in _contexts(trace):
        judged = True
        last, done = context.last_input, context.done
        if last is None or done is None:
            continue
        again = [r for r in context.requests if r.index > done.index and r.index > last.index]
        if again:
            findings.append(Finding("an id that was not used before", f"`{context.id}` again", again[0].where))
    return findings if judged else None


# What a service may add.


@client_check("client.unknown-events-survived")
def unknown_events_survived(trace: Trace) -> Verdict:
    return _survived(trace, lambda value: isinstance(value.get("type"), str) and value["type"] not in KNOWN, "event")


@client_check("client.unknown-members-ignored")
def unknown_members_ignored(trace: Trace) -> Verdict:
    return _survived(trace, lambda value: not value.keys() <= _KNOWN_MEMBERS, "member")


@client_check("client.sse-comments-ignored")
def sse_comments_ignored(trace: Trace) -> Verdict:
    commented = [e for e in streams(trace) if re.search(rb"(?:^|[\r\n]):", e.body)]
    return _all_left([(e.ending == "complete", _where(e)) for e in commented], "a comment")


# Speech to text.


@client_check("stt.manual.audio-is-binary")
def audio_is_binary(trace: Trace) -> Verdict:
    judged = False
    findings = []
    for socket in _opened(trace, "/stt/websocket"):
        audio = [(index, frame) for index, frame in enumerate(socket.frames) if _is_sent(frame.direction, frame.kind)]
        if audio:
            judged = True
        for index, frame in audio:
            where = f"`{socket.label}`, frame {index}, +{frame.time_s:.3f} s"
            if frame.kind == "text" and frame.payload not in _BARE_WORDS and len(frame.payload) > 64:
                findings.append(Finding("audio in binary frames", "a long text frame", where))
            elif frame.kind == "binary" and frame.payload[:4] == b"RIFF":
                findings.append(Finding("raw samples without a header", "the header of a WAV file", where))
    return findings if judged else None


@client_check("stt.manual.finalize-is-a-bare-word")
def finalize_is_a_bare_word(trace: Trace) -> Verdict:
    judged = False
    findings = []
    for socket in _opened(trace, "/stt/websocket"):
        for index, frame in enumerate(socket.frames):
            if frame.direction != "sent" or frame.kind not in ("text", "binary") or len(frame.payload) > 64:
                continue
            if b"finalize" in frame.payload.lower():
                judged = True
                if frame.kind != "text" or frame.payload != b"finalize":
                    where = f"`{socket.label}`, frame {index}, +{frame.time_s:.3f} s"
                    findings.append(Finding("the text `finalize`", f"{frame.kind} {show(frame.text)}", where))
    return findings if judged else None


@client_check("stt.manual.keyterms-repeat-and-escape")
def keyterms_repeat_and_escape(trace: Trace) -> Verdict:
    upgrades = [e for e in trace.sockets if e.path.startswith("/stt/") and "keyterm" in e.url]
    if not upgrades:
        return None
    findings = []
    for upgrade in upgrades:
        for part in urlsplit(upgrade.url).query.split("&"):
            name, _, value = part.partition("=")
            if name.startswith("keyterm") and (name != "keyterm" or "+" in value or "," in value):
                expected = "`keyterm` once for each term, with blanks as `%20`"
                findings.append(Finding(expected, f"`{part}`", _where(upgrade)))
    return findings


# The Line socket.


@client_check("agents.line.reconnect-starts-anew")
def reconnect_starts_anew(trace: Trace) -> Verdict:
    sockets = [e for e in trace.sockets if e.path.startswith("/agents/stream/") and e.status == 101]
    later = [again for before, again in pairwise(sockets) if before.path == again.path]
    if not later:
        return None
    findings = []
    for socket in later:
        first = next(iter(socket.sent()), None)
        message = as_object(first.payload) if first is not None else None
        if first is not None and (message is None or message.get("event") != "start"):
            findings.append(Finding("`start` as the first message of the new socket", show(first.text), _where(socket)))
    return findings


def _survived(trace: Trace, is_new: Callable[[dict[str, Any]], bool], what: str) -> Verdict:
    """Whether streams that held something new were read to their end."""
    read: list[tuple[bool, str]] = []
    for stream in streams(trace):
        if any(is_new(event.value) for event in events(stream)):
            read.append((stream.ending == "complete", _where(stream)))
    for context in _contexts(trace):
        if any(is_new(message.value) for message in context.messages) and not context.cancels:
            read.append((context.done is not None, context.first.where))
    return _all_left(read, f"an {what} that it does not know")


def _all_left(read: list[tuple[bool, str]], what: str) -> Verdict:
    """Violated when not one of the streams was read to its end: that a client leaves a single one may be its wish."""
    if not read:
        return None
    if any(is_read for is_read, _ in read):
        return []
    return [Finding(f"a client that reads on after {what}", "it left before the end", where) for _, where in read]


def _where(exchange: Exchange) -> str:
    return f"{exchange.method} {exchange.path} (`{exchange.label}`, +{exchange.started_s:.3f} s)"


def _is_preflight(exchange: Exchange) -> bool:
    return exchange.method == "OPTIONS"


def _is_sent(direction: str, kind: str) -> bool:
    return direction == "sent" and kind in ("text", "binary")


def _opened(trace: Trace, path: str) -> list[Exchange]:
    return [e for e in trace.sockets if e.path == path and e.status == 101]


def _contexts(trace: Trace) -> Iterator[Context]:
    for session in sessions(trace):
        if session.is_open and session.exchange.path == "/tts/websocket":
            yield from session.contexts


def _repetitions(trace: Trace) -> Iterator[tuple[Exchange, Exchange]]:
    """Each HTTP request that failed with the next one that asks exactly the same."""
    http = [e for e in trace.exchanges if e.transport != "websocket"]
    for place, before in enumerate(http):
        if before.status is not None and before.status < 400 and not _is_cut(before):
            continue
        for again in http[place + 1 :]:
            if _same(before, again):
                yield before, again
                break


def _same(one: Exchange, other: Exchange) -> bool:
    return (one.method, one.path, one.query, one.request_body) == (
        other.method,
        other.path,
        other.query,
        other.request_body,
    )


def _is_cut(exchange: Exchange) -> bool:
    return exchange.ending == "truncated"


def _asked_wait_s(refused: Exchange) -> float | None:
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = refused.header(name)
        if value is not None and re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value):
            return float(value) * scale
    return None


def _code(exchange: Exchange) -> str | None:
    answer = as_object(exchange.body) if exchange.status is not None and exchange.status >= 400 else None
    code = None if answer is None else answer.get("error_code")
    return code if isinstance(code, str) else None


def _is_page(exchange: Exchange) -> bool:
    return exchange.method == "GET" and exchange.status == 200 and _items(exchange) is not None


def _items(exchange: Exchange) -> list[Any] | None:
    page = as_object(exchange.body)
    items = None if page is None else page.get("data")
    return items if isinstance(items, list) else None
