"""The body of an answer that is being read."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import cast

import httpx

from .._deadline import Deadline
from .._encoding import GzipDecoder, decoder_for
from .._failures import HTTP_FAILURES, body_failure
from .._hooks import Call, CallEnded, FirstAudio, Hooks
from .._multipart import Upload
from .._options import ClientConfig
from .._request import Request
from ..errors import ContraltoError, Received, StreamTruncated
from ._backend import Limit

FINISH_S = 0.25
"""How long the rest of a finished stream is awaited, so that its connection can be used again."""

log = logging.getLogger("contralto_client")


@dataclass(frozen=True, slots=True)
class Plan:
    """One call, resolved: what is sent, how long and how often it is tried, and who watches it."""

    request: Request
    config: ClientConfig
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    upload: Upload | None
    deadline: Deadline
    call: Call
    hooks: Hooks

    @property
    def doing(self) -> str:
        """Method and path, for messages."""
        return f"{self.request.method} {self.request.path}"

    @property
    def repeatable(self) -> bool:
        """Whether all of it can be sent again."""
        return self.upload is None or self.upload.repeatable


class Body:
    """The open body of an answer.

    `failure` is what the caller was told went wrong with it.
    """

    def __init__(self, response: httpx.Response, headers: Mapping[str, str], plan: Plan, *, can_limit: bool) -> None:
        self.status_code = response.status_code
        self.headers = headers
        self.n_bytes = 0
        self.failure: BaseException | None = None
        self._on_close: Callable[[], object] | None = None
        self._watched = False
        self._response = response
        self._plan = plan
        self._can_limit = can_limit
        self._pieces: Generator[bytes, None, None] | None = None
        self._decoder: GzipDecoder | None = None
        self._closed = False
        self._reading = False

    @property
    def content_type(self) -> str:
        """Media type without parameters, lower case; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def length(self) -> int | None:
        """The announced length in bytes, if there is one."""
        text = self.headers.get("content-length", "")
        return int(text) if text.isascii() and text.isdigit() and "content-encoding" not in self.headers else None

    def piece(self) -> bytes:
        """The next bytes, unpacked, as they arrive; empty at the end.

        Raises StreamTruncated if the body breaks off, DeadlineExceeded, or DecodeError for a broken encoding. The body
        is closed then, and at the end.
        """
        if self._closed:
            return b""
        plan = self._plan
        try:
            if self._pieces is None:
                self._pieces = self._begin()
            piece = self._decoder.take() if self._decoder is not None else b""
            while not piece:
                self._reading = True
                try:
                    with Limit(plan.deadline, f"reading the answer to {plan.doing}"):
                        raw = next(self._pieces, b"")
                finally:
                    self._reading = False
                if self._decoder is None:
                    piece = raw
                    break
                if not raw:
                    self._decoder.end()
                    break
                self._decoder.feed(raw)
                piece = self._decoder.take()
        except HTTP_FAILURES as exc:
            failure = body_failure(exc, plan.doing, plan.deadline, plan.config.timeout, self.n_bytes)
            if isinstance(failure, StreamTruncated):
                failure.received = Received(n_bytes=self.n_bytes)
            self.failure = failure
            self.close()
            raise failure from exc
        except BaseException as exc:
            self.failure = exc
            self.close()
            raise
        if not self.n_bytes and self._watched and piece and plan.request.accept.startswith("audio/"):
            plan.hooks.emit(FirstAudio(plan.call, plan.call.elapsed_s()))
        self.n_bytes += len(piece)
        if not piece:
            self.close()
        return piece

    def _begin(self) -> Generator[bytes, None, None]:
        response = self._response
        if response.is_stream_consumed:  # a hook or a mock of the caller's has read, and thereby unpacked, it already
            return cast("Generator[bytes, None, None]", response.iter_bytes())
        self._decoder = decoder_for(self.headers.get("content-encoding", ""))
        return cast("Generator[bytes, None, None]", response.iter_raw())

    def finish(self) -> None:
        """Closes after the last event: reads what little may follow, so that the connection can be used again."""
        if self._can_limit and not self._closed and self._pieces is not None:
            try:
                with Limit(Deadline(FINISH_S), "finishing"):
                    for _ in self._pieces:
                        pass
            except (ContraltoError, *HTTP_FAILURES):
                log.debug("%s: the body went on after the last event", self._plan.doing)
        self.close()

    def close(self) -> None:
        """Ends the answer, read to its end or not. May be called again."""
        if self._closed:
            return
        self._closed = True
        try:
            self._release()
        finally:
            if self._on_close is not None:
                self._on_close()
            if self._watched:
                call = self._plan.call
                self._plan.hooks.emit(CallEnded(call, call.elapsed_s(), self.n_bytes, self.failure))

    def watch(self, on_close: Callable[[], object] | None) -> None:
        """The body is handed to the consumer: from here on hooks are told of its first audio and, when it is closed,
        of the end of the call; `on_close` is called then, once.
        """
        self._on_close = on_close
        self._watched = bool(self._plan.hooks)

    def first_audio(self) -> None:
        """The consumer met the first audio in a stream of events."""
        if self._watched:
            self._plan.hooks.emit(FirstAudio(self._plan.call, self._plan.call.elapsed_s()))

    def _release(self) -> None:
        if self._pieces is not None and not self._reading:  # a running generator cannot be closed; its reader will
            self._pieces.close()
        self._response.close()
