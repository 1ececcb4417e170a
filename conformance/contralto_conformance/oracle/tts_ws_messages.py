"""Checks of the single messages of the TTS socket (spec/requirements/tts-ws.yaml)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contralto_conformance.oracle.audio import RawFormat, header_of, raw_format
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.reading import as_base64, as_object, is_number, show, show_bytes
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.sockets import KNOWN, PATH, Context, Message, Session, sessions
from contralto_conformance.oracle.speech import chunk_audio, has_integer_status
from contralto_conformance.trace import Trace

_CASES = ("tts/ws/one-shot", "tts/ws/timestamps", "tts/ws/flush", "sessions/tts-ws")
_DONE_FLAGS = {
    "done": True,
    "chunk": False,
    "timestamps": False,
    "phoneme_timestamps": False,
    "flush_done": False,
}

Problem = tuple[str, str]
"""What was expected of a message, and what it was."""


def _each(trace: Trace, kinds: frozenset[str], problem: Callable[[Message], Problem | None]) -> Verdict:
    """Puts one question to every received message of these types."""
    found = [m for session in sessions(trace) for m in session.received if m.kind in kinds]
    if not found:
        return None
    asked = [(message, problem(message)) for message in found]
    return [Finding(*answer, message.where) for message, answer in asked if answer is not None]


def _shown(message: Message) -> str:
    """A message with its audio cut short, so that the other members are seen."""
    data = message.value.get("data")
    if isinstance(data, str) and len(data) > 12:
        return show({**message.value, "data": data[:12] + "..."})
    return show(message.value)


@check("tts.ws.messages-are-json-text", cases=_CASES)
def messages_are_json_text(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (e, index, frame)
        for e in trace.sockets
        if e.path == PATH
        for index, frame in enumerate(e.frames)
        if frame.direction == "received" and frame.kind in {"text", "binary"}
    ]
    if not found:
        return None
    return [
        Finding(
            "a text frame with one JSON object",
            f"{frame.kind} frame, {show_bytes(frame.payload)}",
            f"`{e.label}`, frame {index}, +{frame.time_s:.3f} s",
        )
        for e, index, frame in found
        if frame.kind == "binary" or as_object(frame.payload) is None
    ]


@check("tts.ws.messages-have-a-type", cases=_CASES)
def messages_have_a_type(trace: Trace, contract: Contract) -> Verdict:
    found = [m for session in sessions(trace) for m in session.received]
    if not found:
        return None
    return [
        Finding("a string `type`, a boolean `done`, an integer `status_code`", _shown(message), message.where)
        for message in found
        if not _has_type_and_status(message)
    ]


def _has_type_and_status(message: Message) -> bool:
    if message.kind not in KNOWN:
        return isinstance(message.value.get("type"), str)
    is_error = message.kind == "error"
    return isinstance(message.value.get("done"), bool) and (is_error or has_integer_status(message.value))


@check("tts.ws.context-id-on-every-message", cases=_CASES)
def context_id_on_every_message(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    judged = False
    for session in sessions(trace):
        if not session.sent or any(m.context_id is None for m in session.sent):
            continue
        for message in session.received:
            if message.kind in KNOWN - {"error"}:
                judged = True
                sent = {m.context_id for m in session.sent if m.index < message.index}
                if message.context_id not in sent:
                    expected = "the `context_id` of a request on this socket"
                    findings.append(Finding(expected, _shown(message), message.where))
    return findings if judged else None


@check("tts.ws.done-flag-agrees", cases=_CASES)
def done_flag_agrees(trace: Trace, contract: Contract) -> Verdict:
    def problem(message: Message) -> Problem | None:
        expected, done = _DONE_FLAGS[message.kind], message.value.get("done")
        if not isinstance(done, bool) or done is expected:
            return None
        return f"`done` {show(expected)} on `{message.kind}`", show(done)

    return _each(trace, frozenset(_DONE_FLAGS), problem)


@check("tts.ws.chunk-members", cases=_CASES)
def chunk_members(trace: Trace, contract: Contract) -> Verdict:
    def problem(message: Message) -> Problem | None:
        value = message.value
        if isinstance(value.get("data"), str) and is_number(value.get("step_time")):
            return None
        return "a string `data` and a number `step_time`", _shown(message)

    return _each(trace, frozenset({"chunk"}), problem)


@check("tts.ws.chunk-data-is-base64", cases=_CASES)
def chunk_data_is_base64(trace: Trace, contract: Contract) -> Verdict:
    def problem(message: Message) -> Problem | None:
        data = message.value.get("data")
        if not isinstance(data, str) or as_base64(data) is not None:
            return None
        return "padded standard base64", show(data)

    return _each(trace, frozenset({"chunk"}), problem)


@check("tts.ws.chunks-are-whole-samples", cases=(*_CASES, "tts/ws/encodings"))
def chunks_are_whole_samples(trace: Trace, contract: Contract) -> Verdict:
    findings: list[Finding] = []
    judged = False
    for session in sessions(trace):
        for context in session.contexts:
            form = _format(context)
            for number, message in enumerate(context.of("chunk") if form else ()):
                audio = chunk_audio(message.value)
                if form is not None and audio is not None:
                    judged = True
                    problem = _sample_problem(audio, form, is_first=number == 0)
                    if problem:
                        expected = f"whole samples of {form.sample_bytes} bytes without a header"
                        findings.append(Finding(expected, problem, message.where))
    return findings if judged else None


def _format(context: Context) -> RawFormat | None:
    """The one format that all requests of a context ask for; None if they differ or ask for none."""
    forms = {raw_format(request.value.get("output_format")) for request in context.requests}
    return forms.pop() if len(forms) == 1 else None


def _sample_problem(audio: bytes, form: RawFormat, *, is_first: bool) -> str | None:
    header = header_of(audio) if is_first else None
    if header:
        return header
    return f"{len(audio)} bytes" if len(audio) % form.sample_bytes else None


def _errors_under_test(trace: Trace, contract: Contract) -> list[Message]:
    """Error events on sockets of the version tested, but those with an object under `error` (errors.never-nested)."""
    return [
        m
        for session in sessions(trace)
        if _is_under_test(session, contract)
        for m in session.errors
        if not isinstance(m.value.get("error"), dict)
    ]


def _is_under_test(session: Session, contract: Contract) -> bool:
    """Whether the header named the version tested and the query no other: what a query decides is another question."""
    query = {value for name, value in session.exchange.query if name == "cartesia_version"}
    return session.exchange.request_header("cartesia-version") == contract.version and query <= {contract.version}


@check("tts.ws.error-members-structured", cases=("tts/ws/unknown-model", "tts/ws/unknown-voice"))
def error_members_structured(trace: Trace, contract: Contract) -> Verdict:
    return _error_members(trace, contract, _is_structured, "`title`, `message`, integer `status_code`, `done` true")


@check("tts.ws.error-members-legacy", cases=("tts/ws/unknown-model", "tts/ws/unknown-voice"))
def error_members_legacy(trace: Trace, contract: Contract) -> Verdict:
    expected = "a text `error`, integer `status_code`, `done` true, neither `title` nor `message`"
    return _error_members(trace, contract, _is_legacy, expected)


def _error_members(
    trace: Trace, contract: Contract, is_right: Callable[[dict[str, Any]], bool], expected: str
) -> Verdict:
    found = _errors_under_test(trace, contract)
    if not found:
        return None
    return [Finding(expected, show(m.value), m.where) for m in found if not is_right(m.value)]


def _is_structured(value: dict[str, Any]) -> bool:
    texts = (value.get("title"), value.get("message"))
    return all(isinstance(text, str) and text.strip() for text in texts) and _is_final(value)


def _is_legacy(value: dict[str, Any]) -> bool:
    text = value.get("error")
    alone = "title" not in value and "message" not in value
    return isinstance(text, str) and bool(text.strip()) and alone and _is_final(value)


def _is_final(value: dict[str, Any]) -> bool:
    return has_integer_status(value) and value.get("done") is True
