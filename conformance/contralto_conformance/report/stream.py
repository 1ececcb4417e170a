"""A document on a stream: what `--format json` and its like print when the run is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from contralto_conformance.report.collect import Collector, Report
from contralto_conformance.report.progress import ProgressLine
from contralto_conformance.report.writing import stream_failed
from contralto_conformance.runner.events import Event


class StreamReport:
    """A listener that prints one document.

    progress: where the moving line goes, if that is a terminal; never the stream itself, which belongs to the document.
    """

    def __init__(
        self,
        stream: TextIO,
        render: Callable[[Report], str],
        *,
        color: bool | None = None,
        progress: TextIO | None = None,
        collector: Collector | None = None,
    ) -> None:
        self._stream = stream
        self._render = render
        self._collector = collector or Collector()
        self._progress = ProgressLine(progress, color) if progress is not None else None
        self._printed = False

    def handle(self, event: Event) -> None:
        """Takes note of one event; prints the document at `RunFinished`.

        Raises ReportNotWritten if the stream does not take it.
        """
        self._collector.handle(event)
        if self._progress is not None:
            self._progress.handle(event)
        report = self._collector.report
        if report is not None and not self._printed:
            self._printed = True
            text = self._render(report)
            try:
                self._write(text)
            except OSError as error:
                failure = stream_failed(self._stream, error)
                # A reader that went away, as `| head` does, has had what it wanted.
                if not isinstance(error, BrokenPipeError):
                    raise failure from error

    def _write(self, text: str) -> None:
        # The documents are UTF-8, whatever the locale says of the stream.
        buffer = getattr(self._stream, "buffer", None)
        if buffer is None:
            self._stream.write(text)
        else:
            self._stream.flush()
            buffer.write(text.encode("utf-8", "backslashreplace"))
        self._stream.flush()

    def close(self) -> None:
        """Takes the moving line away, should the run end without `RunFinished`."""
        if self._progress is not None:
            self._progress.close()
