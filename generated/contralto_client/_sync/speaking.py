"""Texts that go out while their events come in."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from .._events import UnknownEvent
from .._speech import Speech
from ..errors import ContraltoError, LocalProtocolError, StreamTruncated
from ._background import Background, Texts

if TYPE_CHECKING:
    from .context import Context

E = TypeVar("E")


class Utterance(Generic[E]):
    """What a context says of texts that are sent while it is read.

    Iterate over it once, or `collect()` it. The texts are asked for from then on, and no faster than they can be sent.
    Breaking out of the iteration, or cancelling its task, cancels the context and leaves the socket as it was; so does
    an error of the texts, which comes out of the iteration after the events that came before. The events are those of
    the context, see there for what else is raised.
    """

    def __init__(self, context: Context[E], texts: Texts) -> None:
        self.context = context
        self._texts = texts
        self._sender: Background | None = None
        self._is_begun = False
        self._all_sent = False

    @property
    def context_id(self) -> str:
        """Id of the context that speaks."""
        return self.context.context_id

    def __iter__(self) -> Iterator[E | UnknownEvent]:
        self._begin()
        try:
            for event in self.context:
                yield event
            self._check_all_sent()
        finally:
            self.close()

    def collect(self) -> Speech:
        """Reads to the end; gives the audio and the timestamps. Errors carry what came before as `partial`."""
        self._begin()
        try:
            speech = self.context.collect()
            try:
                self._check_all_sent()
            except StreamTruncated as exc:
                exc.partial = speech
                raise
            return speech
        finally:
            self.close()

    def close(self) -> None:
        """Cancels what is not said yet. May be called again."""
        try:
            self.context.cancel()
        except ContraltoError:
            pass  # the connection is gone, and the context with it
        finally:
            sender, self._sender = self._sender, None
            if sender is not None:
                sender.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self) -> None:
        if self._is_begun:
            raise LocalProtocolError("what a context says can be read once; open another context")
        self._is_begun = True
        self._sender = Background(self._send)

    def _send(self) -> None:
        context = self.context
        try:
            if isinstance(self._texts, str):
                self._all_sent = True
                context.finish(self._texts)
            else:
                context.send_all(self._texts)
                self._all_sent = True
                context.finish()
        except Exception as exc:  # noqa: BLE001  # whoever reads raises it
            context.abort(exc)
        except BaseException:
            context.abort(StreamTruncated(f"the texts of context `{self.context_id}` broke off"))
            raise

    def _check_all_sent(self) -> None:
        if not self._all_sent:
            raise StreamTruncated(
                f"the service ended context `{self.context_id}` before all of its text was sent; "
                "a context that gets no text for some seconds expires"
            )
