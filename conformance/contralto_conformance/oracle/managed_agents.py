"""Checks of the socket of managed agents (spec/requirements/managed-agents.yaml).

An agent may say anything at any time, or nothing: nothing is owed but the answers to what the client does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from contralto_conformance.oracle.calls import (
    DIGITS,
    INPUT_FORMATS,
    MANAGED,
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
    calls_of,
    collect,
    credential,
    is_served,
    request_object,
)
from contralto_conformance.oracle.reading import is_integer, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace

_FIRST_MESSAGE_S = 10.0
_FIRST_MESSAGE_MARGIN_S = 5.0
"""A close is surely overdue, or surely not about the time, when it is so far from the end of that time."""

_MAX_VARIABLES = 64
_MAX_RESULT_BYTES = 4096
_RESERVED = ("system__", "secret__")
_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_OF_THE_AGENT = frozenset({"agent_failed", "missing_dynamic_variables"})
"""Codes of errors that are about the agent: no evidence about what else is wrong with a request."""

_TURN_EVENTS = ("turn_started", "turn_output_text_delta", "turn_ended")
_UNREADABLE = frozenset({1002, 1003, 1007})
"""Close codes by which a service complains of what was sent."""

_UNKNOWN_MEMBER = "x_"


def _calls(trace: Trace, contract: Contract) -> list[Call]:
    return calls(MANAGED, trace, contract)


def _create(call: Call) -> Message | None:
    """The `session_create` that came first, if it is the only one; fair or not."""
    creates = [m for m in call.sent if m.kind == "session_create"]
    return creates[0] if len(creates) == 1 and call.first is creates[0] else None


def _fair_create(call: Call) -> Message | None:
    """A `session_create` with which nothing is wrong."""
    create = _create(call)
    is_allowed = create is not None and (credential(call.exchange) in KEYS or not _variables(create))
    return create if create is not None and is_allowed and call.is_fair(create) else None


def _has_format(create: Message) -> bool:
    form = _audio(create).get("input_format")
    return isinstance(form, str) and form in INPUT_FORMATS


def _variables(create: Message) -> dict[str, Any]:
    variables = create.value.get("dynamic_variables")
    return variables if isinstance(variables, dict) else {}


def _audio(create: Message) -> dict[str, Any]:
    audio = create.value.get("audio")
    return audio if isinstance(audio, dict) else {}


def _ready(call: Call) -> Message | None:
    """The first `session_ready`."""
    return next(iter(call.of("session_ready")), None)


def _has_code(call: Call, code: str) -> Verdict:
    """Judges that a session which cannot begin gets the error of this code."""
    expected = f"an error with the code `{code}`"
    if call.errors:
        error = call.errors[0]
        if error.code == code:
            return []
        return None if error.code in _OF_THE_AGENT else [Finding(expected, error.shown, error.where)]
    ready = _ready(call)
    if ready is not None:
        return [Finding(expected, ready.shown, ready.where)]
    if call.fell_silent or (call.is_closed and call.exchange.close_code in {1000, 1008}):
        return [Finding(expected, call.how_it_ended, call.where)]
    return None


# -- the upgrade -----------------------------------------------------------------------------------------------------


@check("agents.managed.opens-at-its-path", cases="agents/managed/opens")
def opens_at_its_path(trace: Trace, contract: Contract) -> Verdict:
    known = trace.values.get("managed_agent")
    return collect(opens(e) for e in upgrades(MANAGED, trace, contract) if agent_of(MANAGED, e) == known)


@check("agents.managed.session-token-opens-one-call", cases="agents/managed/session-token")
def session_token_opens_one_call(trace: Trace, contract: Contract) -> Verdict:
    return collect(_opens_once(made, trace, contract) for made in _tokens(trace) if _is_for_session(made))


def _tokens(trace: Trace) -> list[Exchange]:
    """Answers that brought a token, by the order of their requests."""
    made = [
        e
        for e in trace.exchanges
        if e.method == "POST" and e.status in {200, 201} and (_is_for_session(e) or e.path == "/access-token")
    ]
    return sorted(made, key=lambda e: e.started_s)


def _is_for_session(exchange: Exchange) -> bool:
    return exchange.path.startswith(MANAGED.path) and exchange.path.endswith("/sessions")


def _opens_once(made: Exchange, trace: Trace, contract: Contract) -> Verdict:
    agent_id = made.path.removeprefix(MANAGED.path).removesuffix("/sessions")
    later = min((e.started_s for e in _tokens(trace) if e.started_s > made.started_s), default=float("inf"))
    used = [
        e
        for e in upgrades(MANAGED, trace, contract)
        if agent_of(MANAGED, e) == agent_id
        and credential(e) == "token-query"
        and made.started_s + made.elapsed_s <= e.started_s < later
    ]
    sessions = {call.exchange.label: call for call in _calls(trace, contract)}
    begun = [e for e in used if e.label in sessions and _ready(sessions[e.label]) is not None]
    if not begun:
        return None
    after = [e for e in used if e.started_s > begun[0].started_s]
    if len(begun) > 1:
        return [Finding("a refusal of the token that opened a call", answered(begun[1]), f"`{begun[1].label}`")]
    refused = [e for e in after if e.status in {400, 401, 403, 409} or e.ending == "closed"]
    return [] if refused else None


# -- the beginning ---------------------------------------------------------------------------------------------------


@check("agents.managed.session-create-in-time", cases="agents/managed/audio-first")
def session_create_in_time(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_not_begun(call) for call in _calls(trace, contract))


def _is_not_begun(call: Call) -> Verdict:
    first_s = next((frame.time_s for _, frame in call.frames("sent")), None)
    ended_s = call.exchange.elapsed_s
    waited_s = ended_s if first_s is None else first_s
    is_overdue = waited_s > _FIRST_MESSAGE_S + _FIRST_MESSAGE_MARGIN_S
    is_wrong = call.has_spoken and (call.first is None or call.first.kind != "session_create")
    ready = _ready(call)
    if ready is not None and (is_wrong or is_overdue):
        return [Finding("a close, since `session_create` did not come first in time", ready.shown, ready.where)]
    if is_overdue:
        return [Finding("a close, since no `session_create` came in 10 s", call.how_it_ended, call.where)]
    if is_wrong:
        return [] if call.is_closed else None
    is_about_time = call.is_closed and not call.has_spoken and ended_s > _FIRST_MESSAGE_S - _FIRST_MESSAGE_MARGIN_S
    return [] if is_about_time else None


@check("agents.managed.session-ready-once", cases=("agents/managed/session", "agents/managed/early-audio"))
def session_ready_once(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_ready_once(call, contract) for call in _calls(trace, contract) if _fair_create(call) is not None)


def _is_ready_once(call: Call, contract: Contract) -> Verdict:
    ready = call.of("session_ready")
    if len(ready) > 1:
        return [Finding("one `session_ready`", "another one", ready[1].where)]
    if ready:
        problems = contract.message_problems("ManagedSessionReady", ready[0].value)
        return [Finding("a whole `session_ready`", problem, ready[0].where) for problem in problems]
    if call.errors or not call.fell_silent:
        # The account or the agent may not be ready for a call; that is told by an error or a close.
        return None
    return [Finding("a `session_ready`", call.how_it_ended, call.where)]


@check("agents.managed.output-delivery-default", cases="agents/managed/session")
def output_delivery_default(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    is_judged = False
    for call in _calls(trace, contract):
        create, ready = _fair_create(call), _ready(call)
        if create is None or ready is None or "output_delivery" in _audio(create):
            continue
        audio = ready.value.get("audio")
        if isinstance(audio, dict) and "output_delivery" in audio:
            is_judged = True
            if audio["output_delivery"] != "speaking_pace":
                findings.append(Finding("`output_delivery` `speaking_pace`", ready.shown, ready.where))
    return findings if is_judged else None


@check("agents.managed.early-audio-dropped", cases="agents/managed/early-audio")
def early_audio_dropped(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_dropped(call) for call in _calls(trace, contract) if _fair_create(call) is not None)


def _is_dropped(call: Call) -> Verdict:
    ready = _ready(call)
    early = [m for m in call.sent if m.kind == "audio_input" and (ready is None or m.index < ready.index)]
    if not early or call.unfair or {m.kind for m in call.sent} != {"session_create", "audio_input"}:
        return None
    wrong = [m for m in call.errors if m.code == "invalid_event"]
    if wrong:
        return [Finding("no error about early audio", wrong[0].shown, wrong[0].where)]
    if not call.errors and call.is_closed and call.exchange.close_code in _UNREADABLE:
        return [Finding("a session that goes on", call.how_it_ended, call.where)]
    return [] if ready is not None else None


@check("agents.managed.extra-members-refused", cases="agents/managed/extra-member")
def extra_members_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_code(call, "invalid_event")
        for call in _calls(trace, contract)
        if (create := _create(call)) is not None
        and credential(call.exchange) in KEYS
        and any(name.startswith(_UNKNOWN_MEMBER) for name in create.value)
        and _is_fair_but(call, create, lambda value: {k: v for k, v in value.items() if k[:2] != _UNKNOWN_MEMBER})
    )


def _is_fair_but(call: Call, message: Message, mended: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
    """Whether a message would be fair if it were mended."""
    return not call.contract.request_message_problems(MANAGED.requests[message.kind], mended(message.value))


@check("agents.managed.input-format-required", cases=("agents/managed/no-format", "agents/managed/unknown-format"))
def input_format_required(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_code(call, "invalid_event")
        for call in _calls(trace, contract)
        if (create := _create(call)) is not None
        and credential(call.exchange) in KEYS
        and not _has_format(create)
        and _is_fair_but(call, create, lambda value: {**value, "audio": {"input_format": "pcm_16000"}})
    )


# -- dynamic variables -----------------------------------------------------------------------------------------------


def _with_variables(trace: Trace, contract: Contract, *credentials: str) -> Iterator[tuple[Call, dict[str, Any]]]:
    """Calls that set variables, with nothing else wrong; credentials: how they were opened."""
    for call in _calls(trace, contract):
        create = _create(call)
        if create is None or credential(call.exchange) not in credentials or not _variables(create):
            continue
        if _is_fair_but(call, create, lambda value: {**value, "dynamic_variables": {}}):
            yield call, _variables(create)


def _is_plain(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not name.startswith(_RESERVED)


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


@check(
    "agents.managed.dynamic-variables-limited",
    cases=("agents/managed/too-many-variables", "agents/managed/object-variable"),
)
def dynamic_variables_limited(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_code(call, "invalid_dynamic_variables")
        for call, variables in _with_variables(trace, contract, *KEYS)
        if all(map(_is_plain, variables))
        and (len(variables) > _MAX_VARIABLES or not all(map(_is_scalar, variables.values())))
    )


@check("agents.managed.reserved-prefixes-refused", cases="agents/managed/reserved-*")
def reserved_prefixes_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_code(call, "invalid_dynamic_variables")
        for call, variables in _with_variables(trace, contract, *KEYS)
        if any(name.startswith(_RESERVED) for name in variables)
        and len(variables) <= _MAX_VARIABLES
        and all(map(_is_scalar, variables.values()))
        and all(map(_NAME.fullmatch, variables))
    )


@check("agents.managed.tokens-set-no-variables", cases="agents/managed/token-variables")
def tokens_set_no_variables(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _has_code(call, "dynamic_variables_not_allowed")
        for call, variables in _with_variables(trace, contract, "token-query")
        if all(map(_is_plain, variables))
        and len(variables) <= _MAX_VARIABLES
        and all(map(_is_scalar, variables.values()))
    )


_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}")


@check("agents.managed.missing-variables-named", cases="agents/managed/missing-variable")
def missing_variables_named(trace: Trace, contract: Contract) -> Verdict:
    needed = {
        str((body_object(e) or {}).get("id")): _needed(request_object(e))
        for e in calls_of(trace, contract, "POST /v1/agents")
        if is_served(e)
    }
    return collect(
        _has_code(call, "missing_dynamic_variables")
        for call in _calls(trace, contract)
        if (create := _fair_create(call)) is not None
        and needed.get(agent_of(MANAGED, call.exchange), frozenset()) - set(_variables(create))
    )


def _needed(agent: dict[str, Any] | None) -> frozenset[str]:
    """The variables that stand in the instructions of an agent, but those of the service."""
    config = (agent or {}).get("config")
    text = config.get("instructions") if isinstance(config, dict) else None
    names = _PLACEHOLDER.findall(text) if isinstance(text, str) else []
    return frozenset(name for name in names if not name.startswith(_RESERVED))


# -- turns -----------------------------------------------------------------------------------------------------------


@check("agents.managed.turns-count-up", cases="agents/managed/turn")
def turns_count_up(trace: Trace, contract: Contract) -> Verdict:
    return collect(_count_up(call.of("turn_started")) for call in _calls(trace, contract))


def _count_up(started: tuple[Message, ...]) -> Verdict:
    if not started:
        return None
    findings: list[Finding] = []
    before: Any = 0
    for message in started:
        number = message.value.get("turn")
        is_first = message is started[0]
        if not is_integer(number) or (number != 1 if is_first else number <= before):
            expected = "`turn` 1" if is_first else f"`turn` above {show(before)}"
            findings.append(Finding(expected, message.shown, message.where))
        else:
            before = number
    return findings


@check("agents.managed.turn-grammar", cases="agents/managed/turn")
def turn_grammar(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_grammatical(call) for call in _calls(trace, contract))


def _is_grammatical(call: Call) -> Verdict:
    events = [m for m in call.of(*_TURN_EVENTS) if is_integer(m.value.get("turn"))]
    if not events:
        return None
    findings: list[Finding] = []
    state: dict[Any, str] = {}
    for message in events:
        number = message.value["turn"]
        before = state.get(number)
        if message.kind == "turn_started":
            is_legal, expected = before is None, "one `turn_started` in a turn"
        elif before is None:
            is_legal, expected = False, f"`turn_started` of turn {show(number)} first"
        else:
            is_legal, expected = before != "turn_ended", f"nothing after `turn_ended` of turn {show(number)}"
        if not is_legal:
            findings.append(Finding(expected, message.shown, message.where))
        state[number] = message.kind
    return findings


@check("agents.managed.deltas-of-the-assistant", cases="agents/managed/turn")
def deltas_of_the_assistant(trace: Trace, contract: Contract) -> Verdict:
    return _each(
        trace,
        contract,
        "turn_output_text_delta",
        lambda m: [] if m.value.get("role") == "assistant" else ["the role `assistant`"],
    )


def _each(trace: Trace, contract: Contract, kind: str, missing: Callable[[Message], list[str]]) -> Verdict:
    """Puts one question to every received message of a kind: what it lacks."""
    found = [m for call in _calls(trace, contract) for m in call.of(kind)]
    if not found:
        return None
    return [Finding(expected, m.shown, m.where) for m in found for expected in missing(m)]


# -- keys and tools --------------------------------------------------------------------------------------------------


@check("agents.managed.dtmf-is-one-key", cases="agents/managed/key")
def dtmf_is_one_key(trace: Trace, contract: Contract) -> Verdict:
    return _each(trace, contract, "dtmf_output", _lacks_key)


def _lacks_key(message: Message) -> list[str]:
    digit = message.value.get("digit")
    return [] if isinstance(digit, str) and DIGITS.fullmatch(digit) else ["one of `0` to `9`, `*`, `#`"]


@check("agents.managed.tool-calls-complete", cases="agents/managed/tool")
def tool_calls_complete(trace: Trace, contract: Contract) -> Verdict:
    return _each(trace, contract, "client_tool_call", lambda m: _unmet("ManagedClientToolCall", m, contract))


def _unmet(schema: str, message: Message, contract: Contract) -> list[str]:
    """What the published schema says against a message of the service."""
    return [f"a message without this problem: {text}" for text in contract.message_problems(schema, message.value)]


@check("agents.managed.stray-results-ignored", cases="agents/managed/stray-result")
def stray_results_ignored(trace: Trace, contract: Contract) -> Verdict:
    return collect(_is_ignored(call) for call in _calls(trace, contract) if _fair_create(call) is not None)


def _is_ignored(call: Call) -> Verdict:
    ready = _ready(call)
    strays = [m for m in call.sent if ready is not None and m.index > ready.index and _is_stray(call, m)]
    if not strays or {m.kind for m in call.sent if call.is_fair(m)} != {"session_create", "client_tool_result"}:
        return None
    errors = [m for m in call.errors if m.code not in _OF_THE_AGENT]
    if len(errors) > call.unfair:
        # Each unfair message may have brought one; this one is left over.
        return [Finding("no error about a tool result that answers no call", errors[-1].shown, errors[-1].where)]
    return [] if any(m.index > strays[0].index for m in call.received) else None


def _is_stray(call: Call, message: Message) -> bool:
    """Whether a message is a fair tool result that answers no call, or one that has been answered."""
    if message.kind != "client_tool_result" or not call.is_fair(message):
        return False
    if len(message.value["result"].encode("utf-8", "replace")) > _MAX_RESULT_BYTES:
        return False
    call_id = message.value["tool_call_id"]
    asked = any(m.index < message.index and m.value.get("tool_call_id") == call_id for m in call.of("client_tool_call"))
    told = [m for m in call.sent if m.kind == "client_tool_result" and m.value.get("tool_call_id") == call_id]
    return not asked or told[0] is not message


_TOO_LARGE = "result_too_large"


@check("agents.managed.large-results-replaced", cases="agents/managed/large-result")
def large_results_replaced(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_replaced(call, told)
        for call in _calls(trace, contract)
        for told in call.sent
        if told.kind == "client_tool_result"
        and isinstance(result := told.value.get("result"), str)
        and len(result.encode("utf-8", "replace")) > _MAX_RESULT_BYTES
    )


def _is_replaced(call: Call, told: Message) -> Verdict:
    """What the agent was told is seen in the turn that names the call of the tool."""
    call_id, result = told.value.get("tool_call_id"), told.value["result"]
    expected = f"a tool call whose result is an error of the kind `{_TOO_LARGE}`"
    for turn in call.of("turn_ended"):
        made = turn.value.get("tool_calls") if turn.index > told.index else None
        for named in made if isinstance(made, list) else ():
            if not isinstance(named, dict) or named.get("id") != call_id or "result" not in named:
                continue
            if _TOO_LARGE in json.dumps(named):
                return []
            # In what words the service keeps an error is not said; but the result it is not.
            return [Finding(expected, turn.shown, turn.where)] if result[:64] in json.dumps(named) else None
    errors = [m for m in call.errors if m.index > told.index and m.code not in _OF_THE_AGENT]
    asked = any(m.index < told.index and m.value.get("tool_call_id") == call_id for m in call.of("client_tool_call"))
    if errors and asked and len(call.errors) > call.unfair - (not call.is_fair(told)):
        return [Finding(expected, errors[0].shown, errors[0].where)]
    return None


# -- errors ----------------------------------------------------------------------------------------------------------


@check("agents.managed.errors-complete", cases=("agents/managed/unknown-*", "agents/managed/extra-member"))
def errors_complete(trace: Trace, contract: Contract) -> Verdict:
    return _each(trace, contract, "error", lambda m: _unmet("ManagedError", m, contract))


@check("agents.managed.fatal-closes", cases=("agents/managed/unknown-format", "agents/managed/extra-member"))
def fatal_closes(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _closes(call) for call in _calls(trace, contract) if any(m.value.get("fatal") is True for m in call.errors)
    )


def _closes(call: Call) -> Verdict:
    if call.is_closed and call.exchange.close_code in {1008, 1011}:
        return []
    if call.is_closed or call.fell_silent:
        return [Finding("a close with code 1008 or 1011", call.how_it_ended, call.where)]
    return None


@check("agents.managed.other-errors-keep-the-socket", cases="agents/managed/unknown-event")
def other_errors_keep_the_socket(trace: Trace, contract: Contract) -> Verdict:
    return collect(_keeps(call) for call in _calls(trace, contract))


def _keeps(call: Call) -> Verdict:
    """Judges that the session went on after an error that is not fatal. The agent may hang up at any time (1000)."""
    error = next((m for m in call.errors if m.value.get("fatal") is False), None)
    if error is None or any(m.value.get("fatal") is True for m in call.errors):
        return None
    later = [index for index, _ in call.frames("sent") if index > error.index]
    if later and any(m.index > later[0] for m in call.received):
        return []
    if call.is_closed and call.exchange.close_code in {1002, 1003, 1007, 1008}:
        return [Finding("a session that goes on", call.how_it_ended, call.where)]
    return None
