"""Checks of the socket of Line agents (spec/requirements/line-agents.yaml).

An agent may say anything at any time, or nothing: nothing is owed but the answers to what the client does.
"""

from __future__ import annotations

from typing import Any

from contralto_conformance.oracle.auth import lacks_grant, refuses
from contralto_conformance.oracle.calls import (
    DIGITS,
    INPUT_FORMATS,
    LINE,
    Call,
    Message,
    agent_of,
    calls,
    opens,
    upgrades,
)
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    KEYS,
    answered,
    body_object,
    collect,
    credential,
    is_withheld,
    requests,
    under_test,
    where,
)
from contralto_conformance.oracle.reading import as_base64, is_text, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Trace

ECHO = "contralto_echo"
"""Member of `metadata` of a `custom` that is sent to be echoed."""

_WITH_STREAM_ID = ("media_output", "clear", "dtmf", "custom", "transfer_call")
"""The documented messages after `ack`; of the others no document says what they carry."""

_IDLE_S = 150.0
"""A socket that lay silent for so long may be closed as idle; the limit is 180 s."""

_HANG_UP = "call ended by agent"


def _lines(trace: Trace, contract: Contract) -> list[Call]:
    return calls(LINE, trace, contract)


def _start(call: Call) -> Message | None:
    """The fair `start` that begins a call, if it is the only one."""
    starts = [m for m in call.sent if m.kind == "start"]
    if len(starts) != 1 or call.first is not starts[0] or not call.is_fair(starts[0]):
        return None
    return starts[0] if _config(starts[0]) or "config" not in starts[0].value else None


def _config(message: Message) -> dict[str, Any]:
    config = message.value.get("config")
    return config if isinstance(config, dict) else {}


def _acked(call: Call) -> tuple[Message, Message] | None:
    """A fair start and its first `ack`."""
    start, acks = _start(call), call.of("ack")
    return (start, acks[0]) if start is not None and acks else None


# -- the upgrade -----------------------------------------------------------------------------------------------------


@check("agents.line.opens-at-its-path", cases="agents/line/opens")
def opens_at_its_path(trace: Trace, contract: Contract) -> Verdict:
    known = trace.values.get("agent")
    return collect(opens(e) for e in upgrades(LINE, trace, contract) if agent_of(LINE, e) == known)


@check("agents.line.unknown-agent-refused", cases="agents/line/unknown-agent")
def unknown_agent_refused(trace: Trace, contract: Contract) -> Verdict:
    missing = trace.values.get("missing")
    tried = [
        e
        for e in upgrades(LINE, trace, contract)
        if agent_of(LINE, e) == missing and credential(e) in KEYS and not is_withheld(e.status)
    ]
    if not tried:
        return None
    return [Finding("a refusal of the upgrade", answered(e), where(e)) for e in tried if e.status == 101]


@check("agents.line.grant-agent-needed", cases="agents/line/token-without-grant")
def grant_agent_needed(trace: Trace, contract: Contract) -> Verdict:
    known = trace.values.get("agent")
    return collect(
        refuses(e, 401, 403)
        for e in upgrades(LINE, trace, contract)
        if agent_of(LINE, e) == known
        and credential(e) in {"token-query", "token-bearer"}
        and lacks_grant(trace, e, "agent")
    )


# -- the start -------------------------------------------------------------------------------------------------------


@check("agents.line.start-is-first", cases="agents/line/audio-first")
def start_is_first(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_not_begun(call)
        for call in _lines(trace, contract)
        if call.has_spoken and (call.first is None or call.first.kind != "start")
    )


def _is_not_begun(call: Call) -> Verdict:
    begun = call.of("ack", "media_output")
    if begun:
        return [Finding("a close, since `start` did not come first", begun[0].shown, begun[0].where)]
    if call.is_closed:
        return []
    if call.exchange.ending == "deadline":
        return [Finding("a close, since `start` did not come first", call.how_it_ended, call.where)]
    return None


@check("agents.line.one-ack", cases=("agents/line/call", "agents/line/no-stream-id"))
def one_ack(trace: Trace, contract: Contract) -> Verdict:
    return collect(_has_one_ack(call) for call in _lines(trace, contract) if _start(call) is not None)


def _has_one_ack(call: Call) -> Verdict:
    acks = call.of("ack")
    if len(acks) > 1:
        return [Finding("one `ack`", "another one", acks[1].where)]
    if acks:
        return []
    if call.errors or not call.fell_silent:
        # The account or the agent may not be ready for a call; that is told by an error or a close.
        return None
    return [Finding("an `ack`", call.how_it_ended, call.where)]


@check("agents.line.stream-id-echoed", cases=("agents/line/call", "agents/line/no-stream-id"))
def stream_id_echoed(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_echoed(*pair) for call in _lines(trace, contract) if (pair := _acked(call)) is not None)


def _is_echoed(start: Message, ack: Message) -> Verdict:
    asked, got = start.value.get("stream_id"), ack.value.get("stream_id")
    if got == asked if asked is not None else is_text(got):
        return []
    expected = f"`stream_id` {show(asked)}" if asked is not None else "a `stream_id`"
    return [Finding(expected, ack.shown, ack.where)]


@check("agents.line.ack-has-the-config", cases=("agents/line/call", "agents/line/no-stream-id"))
def ack_has_the_config(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_config(*pair, contract) for call in _lines(trace, contract) if (pair := _acked(call)) is not None
    )


def _has_config(start: Message, ack: Message, contract: Contract) -> Verdict:
    config: Any = ack.value.get("config")
    asked = _config(start).get("input_format")
    is_whole = isinstance(config, dict) and not contract.message_problems("LineEffectiveConfig", config)
    if is_whole and (asked is None or config.get("input_format") == asked):
        return []
    expected = f"`config` with `input_format` {show(asked)}" if asked is not None else "a `config`"
    return [Finding(expected, ack.shown, ack.where)]


@check("agents.line.input-format-checked", cases="agents/line/unknown-format")
def input_format_checked(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_refused(call)
        for call in _lines(trace, contract)
        # An `ack` may be followed by the close: where the client left first, it alone tells nothing.
        if _asks_for_unknown_format(call) and (call.exchange.ending != "complete" or call.of("media_output"))
    )


def _asks_for_unknown_format(call: Call) -> bool:
    if call.first is None or call.first.kind != "start":
        return False
    form = _config(call.first).get("input_format")
    return isinstance(form, str) and form not in INPUT_FORMATS


def _is_refused(call: Call) -> Verdict:
    if call.errors or call.is_closed:
        return []
    begun = call.of("ack", "media_output")
    if begun:
        return [Finding("an error or a close", begun[0].shown, begun[0].where)]
    return [Finding("an error or a close", call.how_it_ended, call.where)] if call.fell_silent else None


# -- the call --------------------------------------------------------------------------------------------------------


@check("agents.line.messages-carry-the-stream-id", cases=("agents/line/call", "agents/line/key"))
def messages_carry_the_stream_id(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    is_judged = False
    for call in _lines(trace, contract):
        pair = _acked(call)
        if pair is None or not is_text(pair[1].value.get("stream_id")):
            continue
        expected = pair[1].value["stream_id"]
        for message in call.of(*_WITH_STREAM_ID):
            if message.index > pair[1].index:
                is_judged = True
                if message.value.get("stream_id") != expected:
                    findings.append(Finding(f"`stream_id` {show(expected)}", message.shown, message.where))
    return findings if is_judged else None


@check("agents.line.audio-is-base64-text", cases="agents/line/call")
def audio_is_base64_text(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    is_judged = False
    for call in _lines(trace, contract):
        for message in call.of("media_output"):
            is_judged = True
            media = message.value.get("media")
            payload = media.get("payload") if isinstance(media, dict) else None
            if not isinstance(payload, str) or as_base64(payload) is None:
                findings.append(Finding("padded base64 in `media.payload`", message.shown, message.where))
        for index, frame in call.frames("received"):
            if frame.kind == "binary":
                is_judged = True
                place = f"{call.where}, frame {index}, +{frame.time_s:.3f} s"
                findings.append(Finding("a text frame", f"a binary one of {len(frame.payload)} bytes", place))
    return findings if is_judged else None


@check("agents.line.dtmf-is-one-key", cases="agents/line/key")
def dtmf_is_one_key(trace: Trace, contract: Contract) -> Verdict:
    found = [m for call in _lines(trace, contract) for m in call.of("dtmf")]
    if not found:
        return None
    return [
        Finding("one of `0` to `9`, `*`, `#`", m.shown, m.where)
        for m in found
        if not isinstance(m.value.get("dtmf"), str) or not DIGITS.fullmatch(m.value["dtmf"])
    ]


@check("agents.line.custom-passes-unchanged", cases="agents/line/custom")
def custom_passes_unchanged(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_unchanged(call, m) for call in _lines(trace, contract) for m in call.of("custom"))


def _is_unchanged(call: Call, echo: Message) -> Verdict:
    """Judges an echo of what was sent to be echoed. What else an agent adds or sends is its own."""
    got = echo.value.get("metadata")
    mark = got.get(ECHO) if isinstance(got, dict) else None
    sent = [m.value["metadata"] for m in call.sent if m.kind == "custom" and call.is_fair(m) and m.index < echo.index]
    meant = next((data for data in sent if mark is not None and data.get(ECHO) == mark), None)
    if meant is None or not isinstance(got, dict):
        return None
    wrong = {name: value for name, value in meant.items() if name not in got or not _holds(got[name], value)}
    return [Finding(f"`metadata` with {show(wrong)}", show(got), echo.where)] if wrong else []


def _holds(got: Any, meant: Any) -> bool:
    """Whether a JSON value is the one that was meant, added members aside; 1 and true are not the same."""
    if isinstance(got, dict) and isinstance(meant, dict):
        return all(name in got and _holds(got[name], value) for name, value in meant.items())
    if isinstance(got, list) and isinstance(meant, list):
        return len(got) == len(meant) and all(map(_holds, got, meant))
    return isinstance(got, bool) == isinstance(meant, bool) and bool(got == meant)


@check("agents.line.metadata-defaults", cases="agents/line/metadata")
def metadata_defaults(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_defaults(call, metadata, place)
        for call in _lines(trace, contract)
        for metadata, place in _recorded_metadata(trace, contract)
        if _is_of_call(metadata, call)
    )


def _recorded_metadata(trace: Trace, contract: Contract) -> list[tuple[dict[str, Any], str]]:
    """Metadata of the calls that answers list."""
    found = []
    for exchange in requests(trace, "GET", "/agents/calls"):
        data = (body_object(exchange) or {}).get("data")
        if exchange.status == 200 and under_test(exchange, contract) and isinstance(data, list):
            records = [record.get("metadata") for record in data if isinstance(record, dict)]
            found += [(metadata, where(exchange)) for metadata in records if isinstance(metadata, dict)]
    return found


def _is_of_call(metadata: dict[str, Any], call: Call) -> bool:
    start = _start(call)
    given = start.value.get("metadata") if start is not None else None
    mark = given.get(ECHO) if isinstance(given, dict) else None
    return mark is not None and metadata.get(ECHO) == mark


def _has_defaults(call: Call, metadata: dict[str, Any], place: str) -> Verdict:
    given = call.sent[0].value["metadata"]
    defaults = {"to": agent_of(LINE, call.exchange), "from": "websocket"}
    # A record that keeps only what the client gave says nothing of what the agent was told.
    due = {name: value for name, value in defaults.items() if name not in given and name in metadata}
    if not due:
        return None
    got = {name: metadata[name] for name in due}
    return [] if got == due else [Finding(show(due), show(got), place)]


# -- the end ---------------------------------------------------------------------------------------------------------


@check("agents.line.hang-up-closes-with-reason", cases="agents/line/hang-up")
def hang_up_closes_with_reason(trace: Trace, contract: Contract) -> Verdict:
    return collect(_has_reason(call) for call in _lines(trace, contract) if call.is_closed)


def _has_reason(call: Call) -> Verdict:
    """Judges a close that gives the reason, or that nobody but the agent can have brought about."""
    code, reason = call.exchange.close_code, call.exchange.close_reason
    expected = f"code 1000 and a reason that begins with `{_HANG_UP}`"
    if reason.lower().startswith(_HANG_UP):
        is_right = code == 1000 and reason.startswith(_HANG_UP)
        return [] if is_right else [Finding(expected, call.how_it_ended, call.where)]
    is_quick = call.exchange.elapsed_s < _IDLE_S
    is_cancelled = any(e.path.startswith("/agents/calls/") for e in call.trace.exchanges)
    is_usual = _acked(call) is not None and not call.errors and not is_cancelled
    if code == 1000 and not reason and is_quick and is_usual:
        return [Finding(expected, call.how_it_ended, call.where)]
    return None
