"""Hooks as spans of OpenTelemetry, which is not needed to use this package: the tracer is the caller's."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import Any, Protocol

from ._hooks import CallEnded, ClientEvent, FirstAudio, ResponseStarted, RetryScheduled, SocketClosed, SocketOpened


class Span(Protocol):
    """The part of a span that is used."""

    def set_attribute(self, key: str, value: Any) -> object:
        """Sets one attribute."""

    def add_event(self, name: str, attributes: Any = None) -> object:
        """Adds something that happened within."""

    def record_exception(self, exception: Any) -> object:
        """Adds an exception."""

    def set_status(self, status: Any) -> object:
        """Sets whether it went well."""

    def end(self) -> object:
        """Ends it."""


class Tracer(Protocol):
    """The part of a tracer that is used."""

    def start_span(self, name: str) -> Any:
        """A new span, within the current one."""


class TracingHook:
    """One span for each call and each socket, with its retries and its first audio as events.

        from opentelemetry import trace

        client = Client(hooks=TracingHook(trace.get_tracer("my-agent")))

    The span is named by the operation and lies within the one that is current where the call is made.
    """

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._spans: dict[int, Span] = {}
        self._lock = threading.Lock()

    def __call__(self, event: ClientEvent) -> None:
        """Takes one event of the client."""
        call = event.call
        ends = isinstance(event, CallEnded | SocketClosed)
        with self._lock:
            span = self._spans.pop(call.id, None) if ends else self._spans.get(call.id)
        if span is None:
            span = self._tracer.start_span(call.operation)
            span.set_attribute("http.request.method", call.method)
            span.set_attribute("url.full", call.url)
            if not ends:
                with self._lock:
                    self._spans[call.id] = span
        if isinstance(event, ResponseStarted):
            span.set_attribute("http.response.status_code", event.status_code)
            span.set_attribute("http.request.resend_count", event.n_retries)
        if isinstance(event, ResponseStarted | SocketOpened) and event.request_id:
            span.set_attribute("cartesia.request_id", event.request_id)
        elif isinstance(event, RetryScheduled):
            span.add_event("retry", {"delay_s": event.delay_s, "error.type": type(event.error).__name__})
        elif isinstance(event, FirstAudio):
            span.add_event("first_audio", {"elapsed_s": event.elapsed_s, "context_id": event.context_id or ""})
        elif isinstance(event, SocketClosed):
            span.set_attribute("websocket.close_code", event.code or 1000)
        elif isinstance(event, CallEnded):
            span.set_attribute("http.response.body.size", event.n_bytes)
            if event.error is not None:
                _failed(span, event.error)
        if ends:
            span.end()


def _failed(span: Span, error: BaseException) -> None:
    span.set_attribute("error.type", type(error).__name__)
    span.record_exception(error)
    try:
        api = import_module("opentelemetry.trace")
    except ImportError:  # a tracer of another make
        return
    span.set_status(api.Status(api.StatusCode.ERROR))
