"""What a recorded TTS socket tells: its messages, its contexts, and what the client did out of the ordinary.

This is reading, not judging: nothing here knows which message is legal when. `Session.stimuli` names everything
unusual that the client sent, so that a check can keep to the sockets whose stimulus is its own:

    not-json, not-object, binary   a frame that is no JSON object
    fragments                      messages were sent in fragments (a tag of the case; a recording joins them)
    no-context-id, odd-context-id  a request without, or with other characters than letters, digits, `_` and `-`
    named-context-id               a plain id with an underscore in it
    unknown-member                 a request with a member that no version knows
    unknown-name                   a request for a model or a voice that does not exist
    bad-format                     a request without a documented raw output format
    other                          a request that asks for anything else, or not for the voice and model of the run
    cancel, unknown-cancel         a cancel of a context of this socket, or of any other
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contralto_conformance.oracle import conversations
from contralto_conformance.oracle.audio import raw_format
from contralto_conformance.oracle.conversations import Conversation
from contralto_conformance.oracle.exchanges import NO_SUCH_MODEL, is_speakable, voice_id
from contralto_conformance.oracle.reading import NOT_JSON, as_json
from contralto_conformance.trace import Frame, Trace

PATH = "/tts/websocket"

KNOWN = frozenset({"chunk", "timestamps", "phoneme_timestamps", "flush_done", "done", "error"})
"""Types of messages that the contract describes; others are legal and say nothing."""

SOUNDS = frozenset({"chunk", "timestamps", "phoneme_timestamps", "flush_done"})
"""Types of messages that come of text being spoken."""

LIMITS = frozenset({401, 402, 403, 429, 502, 503, 504})
"""Status codes of errors about the account or a gateway: no evidence about the request."""

EXPIRY_S = 0.5
"""A context may expire from 1 s after its last audio on, says the shortest source. Half of that, since what came in
between is seen late: on its way, and by a client that was busy."""

_USUAL_MEMBERS = frozenset(
    {"model_id", "transcript", "voice", "output_format", "context_id", "continue", "flush", "max_buffer_delay_ms"}
    | {"add_timestamps", "add_phoneme_timestamps", "use_normalized_timestamps"}
)

_ANY_VERSIONS_BUFFER_MS = 1000
"""The longest buffer that every version takes."""

_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, eq=False)
class Message(conversations.Message):
    """One JSON object of a socket of speech."""

    @property
    def context_id(self) -> str | None:
        """Its `context_id`, if that is a string."""
        found = self.value.get("context_id")
        return found if isinstance(found, str) else None

    @property
    def status(self) -> Any:
        return self.value.get("status_code")

    @property
    def is_limit(self) -> bool:
        """Whether an error is about the account or a gateway, not about the request."""
        return isinstance(self.status, int | float) and self.status in LIMITS


@dataclass(frozen=True, eq=False)
class Context:
    """Everything about one context of a socket. requests: what names it, without cancels. messages: received."""

    id: str
    requests: tuple[Message, ...]
    cancels: tuple[Message, ...]
    messages: tuple[Message, ...]

    def of(self, *kinds: str) -> tuple[Message, ...]:
        """Received messages of these types."""
        return tuple(m for m in self.messages if m.kind in kinds)

    @property
    def first(self) -> Message:
        """The request that brought it into being."""
        return self.requests[0]

    @cached_property
    def last_input(self) -> Message | None:
        """The request that said that nothing follows; None if there was none."""
        return next((r for r in self.requests if r.value.get("continue") is not True), None)

    @cached_property
    def flushes(self) -> tuple[Message, ...]:
        return tuple(r for r in self.requests if r.value.get("flush") is True)

    @property
    def is_one_shot(self) -> bool:
        """Whether one request was all, neither continued nor flushed."""
        return len(self.requests) == 1 and self.last_input is not None and not self.flushes

    @cached_property
    def done(self) -> Message | None:
        """Its first `done`."""
        return next(iter(self.of("done")), None)

    @cached_property
    def error(self) -> Message | None:
        """Its first error."""
        return next(iter(self.of("error")), None)

    @property
    def is_limited(self) -> bool:
        """Whether the account's limits, not its requests, ended it."""
        return self.error is not None and self.error.is_limit

    @property
    def spoken(self) -> tuple[Message, ...]:
        """The requests that hold words."""
        return tuple(r for r in self.requests if is_speakable(r.value.get("transcript")))

    def asks(self, flag: str) -> bool:
        """Whether a request sets that flag."""
        return any(r.value.get(flag) is True for r in self.requests)

    def is_orderly(self, until: Message | None = None) -> bool:
        """Whether the client sent no request (up to a message) after its last input, a cancel, or an error.

        What a service makes of such a request is not said: it may ignore or refuse it, or begin a new context.
        """
        ends = [m.index for m in (self.last_input, *self.cancels, self.error) if m is not None]
        sent = [r.index for r in self.requests if until is None or r.index < until.index]
        return not any(index > end for end in ends for index in sent)

    def may_have_expired(self, at: Message) -> bool:
        """Whether the context lay idle for so long that the service may have ended it: before a message, or before a
        request that was sent earlier and may have crossed with the end."""
        return any(self._idle_s(m) >= EXPIRY_S for m in (*self.requests, at) if m.index <= at.index)

    def _idle_s(self, at: Message) -> float:
        """Seconds from the message before to this one."""
        before = [m.time_s for m in (*self.requests, *self.messages) if m.index < at.index]
        return at.time_s - max(before, default=at.time_s)


@dataclass(frozen=True, eq=False)
class Session(Conversation[Message]):
    """One TTS socket of a trace, refused ones included (they have no messages)."""

    trace: Trace

    def message(self, index: int, frame: Frame, value: dict[str, Any]) -> Message:
        """A message of this channel."""
        return Message(self.exchange.label, index, frame.time_s, value)

    @cached_property
    def requests(self) -> tuple[Message, ...]:
        """Generation requests, with and without a context id."""
        return tuple(m for m in self.sent if not _is_cancel(m))

    @cached_property
    def cancels(self) -> tuple[Message, ...]:
        return tuple(m for m in self.sent if _is_cancel(m))

    @cached_property
    def contexts(self) -> tuple[Context, ...]:
        """The contexts that requests named, in order of appearance."""
        ids = dict.fromkeys(m.context_id for m in self.requests if m.context_id is not None)
        return tuple(
            Context(
                context_id,
                tuple(m for m in self.requests if m.context_id == context_id),
                tuple(m for m in self.cancels if m.context_id == context_id),
                tuple(m for m in self.received if m.context_id == context_id),
            )
            for context_id in ids
        )

    @cached_property
    def stimuli(self) -> frozenset[str]:
        """What the client sent that is out of the ordinary; see the module."""
        found = {"fragments"} & self.trace.tags
        for _, frame in self.frames("sent"):
            found |= _strange_frame(frame)
        for request in self.requests:
            found |= _strange_request(request, self.trace)
        known = {m.context_id: m.index for m in reversed(self.requests)}
        for cancel in self.cancels:
            is_known = known.get(cancel.context_id, cancel.index) < cancel.index
            found.add("cancel" if is_known else "unknown-cancel")
        return frozenset(found)

    def only(self, *stimuli: str) -> bool:
        """Whether the socket was open and nothing unusual happened on it but these."""
        return self.is_open and self.stimuli <= set(stimuli)

    def later(self, index: int) -> list[Context]:
        """One-shot contexts that began after a frame: they show whether the socket still works."""
        return [c for c in self.contexts if c.first.index > index and c.is_one_shot and _is_usual(c, self.trace)]

    def survived(self, index: int) -> bool | None:
        """Whether the socket worked after a frame; None if nothing shows it."""
        later = self.later(index)
        if any(c.done is not None for c in later):
            return True
        if any(c.is_limited for c in later):
            return None
        return False if self.ended_badly else None


_SESSIONS: dict[int, tuple[Trace, tuple[Session, ...]]] = {}


def sessions(trace: Trace) -> tuple[Session, ...]:
    """The TTS sockets of a trace. The last traces are kept, since many checks read each of them."""
    kept = _SESSIONS.get(id(trace))
    if kept is None or kept[0] is not trace:
        if len(_SESSIONS) >= 8:
            _SESSIONS.clear()
        kept = _SESSIONS[id(trace)] = (trace, tuple(Session(e, trace) for e in trace.sockets if e.path == PATH))
    return kept[1]


def _is_cancel(message: Message) -> bool:
    return message.value.get("cancel") is True


def _is_usual(context: Context, trace: Trace) -> bool:
    return not any(_strange_request(request, trace) for request in context.requests)


def _strange_frame(frame: Frame) -> set[str]:
    if frame.kind == "binary":
        return {"binary"}
    value = as_json(frame.payload)
    if value is NOT_JSON:
        return {"not-json"}
    return set() if isinstance(value, dict) else {"not-object"}


def _strange_request(request: Message, trace: Trace) -> set[str]:
    value = request.value
    found = _strange_id(value)
    unknown = {name for name in value if name.startswith("x_")}
    if unknown:
        found.add("unknown-member")
    if not set(value) - unknown <= _USUAL_MEMBERS or not _is_usual_buffer(value.get("max_buffer_delay_ms")):
        found.add("other")
    if value.get("model_id") == NO_SUCH_MODEL or voice_id(value) == trace.values.get("missing", ""):
        found.add("unknown-name")
    elif not _is_of_the_run(value, trace):
        found.add("other")
    if raw_format(value.get("output_format")) is None:
        found.add("bad-format")
    if not _is_usual_text(value):
        found.add("other")
    return found


def _strange_id(value: dict[str, Any]) -> set[str]:
    context_id = value.get("context_id")
    if context_id is None:
        return {"no-context-id"}
    if not isinstance(context_id, str):
        return {"other"}
    if not _PLAIN_ID.fullmatch(context_id):
        return {"odd-context-id"}
    return {"named-context-id"} if "_" in context_id else set()


def _is_usual_buffer(value: object) -> bool:
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value is None or (is_count and isinstance(value, int) and 0 <= value <= _ANY_VERSIONS_BUFFER_MS)


def _is_of_the_run(value: dict[str, Any], trace: Trace) -> bool:
    """Whether the request names the model and the voice that the run found to work."""
    known = trace.values.get("model"), trace.values.get("voice")
    return None not in known and (value.get("model_id"), voice_id(value)) == known


def _is_usual_text(value: dict[str, Any]) -> bool:
    """Whether the transcript has words, or is an end of input or a flush, which need none."""
    transcript = value.get("transcript")
    if not isinstance(transcript, str):
        return False
    ends = value.get("continue") is not True or value.get("flush") is True
    flags = all(isinstance(value.get(name), bool | None) for name in ("continue", "flush"))
    return flags and (is_speakable(transcript) or (ends and not transcript.strip()))
