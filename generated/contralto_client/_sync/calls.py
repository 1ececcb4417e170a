"""Calls with agents: audio both ways, the id of the stream, and tools that the agent may have run here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from .._audio import AudioFormat, AudioInput
from .._tools import BUSY, MAX_RUNNING, ToolResult, arguments_failure, failure_of, result_of
from ..errors import ContraltoError, LocalProtocolError
from ._background import Background, call_function
from .audio_socket import AudioSocket, check_pace
from .socket import Sendable

E = TypeVar("E")
F = TypeVar("F", bound=Callable[..., Any])

log = logging.getLogger("contralto_client")


class CallSocket(AudioSocket[E]):
    """One call with an agent; `E` is the union of its events.

    What the agent names once for the whole call, such as the `stream_id`, is remembered and need not be passed.
    """

    _wants_all_audio = False  # a microphone never ends: the agent does
    _remembers: ClassVar[tuple[str, ...]] = ()
    """Members of the service's messages that every later message of the client repeats."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._remembered: dict[str, str] = {}
        self._input_format: str | None = None
        self._is_answered = False

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the audio that goes out, the `input_format` of the call.

        Raises LocalProtocolError before the call is started, ValueError for a format that is not known here.
        """
        if self._input_format is None:
            raise LocalProtocolError("the format of the audio is not known before the call is started")
        found = AudioFormat.named(self._input_format)
        if found is None:
            raise ValueError(f"the format `{self._input_format}` is not known here; send the audio with `send_audio`")
        return found

    def converse(
        self, audio: AudioInput | Iterable[bytes], *, pace: float | None = None, piece_ms: int = 50
    ) -> Iterator[E]:
        """Sends audio while the events of the call are read: iterate over what this gives.

        Start the call first. The audio begins to flow when the service has answered that; nothing is lost of it. The
        call goes on when the audio has ended, until the agent hangs up or the iteration is left.

        `audio`: bytes, a path, a file opened in binary mode, or what gives pieces of bytes, such as a microphone.
        Raw audio in the `input_format` of the call, or a WAV file that holds it. It is sent in pieces of `piece_ms`
        milliseconds, as fast as the network takes it, or at `pace` seconds a second: 1 is the pace of speech.

        The iteration raises LocalProtocolError if the call was not started, ValueError, with no audio sent, for a
        WAV file of another format; what reading the audio raises, the socket being closed then; and what `receive`
        raises. Leaving it stops the sending.
        """
        check_pace(pace, piece_ms)
        return self._speaking(audio, pace, piece_ms)

    def send(self, message: Sendable | Mapping[str, Any] | str | bytes) -> None:
        """Sends one message: a model or a mapping. Raises as `send` of any socket."""
        plain = message if isinstance(message, Mapping | str | bytes) else message.to_dict()
        super().send(plain)
        if self._input_format is None and isinstance(plain, Mapping):
            self._input_format = _input_format_of(plain)

    def _event(self, data: str | bytes) -> E:
        before = self.state()
        event = super()._event(data)
        for name in self._remembers:
            value = getattr(event, name, None)
            if isinstance(value, str):
                self._remembered[name] = value
        if not self._is_answered and self.state() != before:
            self._is_answered = True
            answer = event.to_dict() if hasattr(event, "to_dict") else {}
            self._input_format = _input_format_of(answer) or self._input_format
        return event

    def _known(self, name: str, value: str | None) -> str | None:
        """A member of a message: what the caller gave, else what was remembered."""
        return value if value is not None else self._remembered.get(name)

    def _waits_for_answer(self) -> bool:
        machine = self._machines[0]
        if not self._is_answered and machine.state() == machine.table.initial:
            legal = " or ".join(f"`send_{name}`" for name in machine.table.legal("client", machine.table.initial))
            raise LocalProtocolError(f"the call was not started; begin with {legal}")
        return not self._is_answered

    def _finish(self) -> None:
        """Nothing: the call goes on without audio."""


class ToolSocket(CallSocket[E]):
    """A call with an agent that may have tools run here.

    A function that is registered with `tool` is called when the agent asks for the tool of its name, while the caller
    reads events; what it returns goes back to the agent. Each call still arrives as an event. A call for a name that
    is not registered is left to the caller, who answers with `send_client_tool_result`.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._tools: dict[str, Callable[..., Any]] = {}
        self._running: list[Background] = []

    def tool(self, function: F, *, name: str | None = None) -> F:
        """Registers a function as the tool `name`, that of the function if left out. Can be used as a decorator.

        It gets the parameters of the call by name, and runs beside the call, which goes on meanwhile. Where the methods
        of the client are awaited, it may be a coroutine function. It returns text, which the model reads as it is,
        None, or what can be written as JSON; at most 4096 bytes. It raises ToolError to tell the agent what went
        wrong; of other exceptions the agent learns the class alone.
        """
        self._tools[name or function.__name__] = function
        return function

    def close(self) -> None:
        """Closes the socket; events not taken and results of running tools are dropped. May be called again."""
        for work in self._running:
            work.cancel()
        super().close()

    def _event(self, data: str | bytes) -> E:
        event = super()._event(data)
        if getattr(event, "type", None) == "client_tool_call":
            self._answer(event)
        return event

    def _answer(self, call: Any) -> None:
        """Has a tool run, if it is one of those registered here."""
        function = self._tools.get(call.tool_name)
        if function is None:
            if self._tools:
                log.warning("no tool `%s` is registered; the call is left to whoever reads the events", call.tool_name)
            return
        self._running = [work for work in self._running if not work.is_done]
        is_busy = len(self._running) >= MAX_RUNNING

        def run() -> None:
            result = BUSY if is_busy else _result_of(function, call.tool_name, call.parameters)
            if call.expects_response:
                try:
                    self.send(result.message(call.tool_call_id))
                except ContraltoError as exc:
                    log.warning("the result of the tool `%s` was not sent: %s", call.tool_name, exc)

        self._running.append(Background(run))


def _result_of(function: Callable[..., Any], name: str, parameters: Mapping[str, Any]) -> ToolResult:
    result = arguments_failure(function, parameters)
    if result is None:
        try:
            result = result_of(call_function(function, parameters))
        except Exception as exc:  # whatever a tool raises is told to the agent
            log.exception("the tool `%s` failed", name)
            return failure_of(exc)
    if result.is_error:
        log.error("the tool `%s` failed: %s", name, result.result)
    return result


def _input_format_of(message: Mapping[str, Any]) -> str | None:
    """The `input_format` in one of the objects of a message."""
    parts = (part for part in message.values() if isinstance(part, Mapping))
    return next((part["input_format"] for part in parts if isinstance(part.get("input_format"), str)), None)
