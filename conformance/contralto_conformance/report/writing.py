"""Report files: rendered at the end of a run, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from contralto_conformance.report.collect import Collector, Report
from contralto_conformance.runner.events import Event, ListenerFailed
from contralto_conformance.whole_file import replace_file

_REASONS = {
    errno.EACCES: "permission denied; choose another folder",
    errno.EPERM: "permission denied; choose another folder",
    errno.EROFS: "the file system is read-only; choose another folder",
    errno.ENOSPC: "no space left on the device",
    errno.EDQUOT: "the disk quota is used up",
    errno.ENOTDIR: "a part of the path is a file, not a folder; choose another folder",
    errno.EEXIST: "there is a file of that name; choose another folder",
    errno.EISDIR: "there is a folder of that name; move it away",
    errno.ENAMETOOLONG: "the name is too long",
}


class ReportNotWritten(ListenerFailed):
    """A report file or its folder cannot be written; the message is one sentence that names it and says why."""


class FileReport:
    """A listener that writes one file when the run is over.

    render: gives the content. `path` is the file; `written` tells whether it stands there. `handle` raises
    ReportNotWritten; a file of an earlier run then stays as it was.
    """

    def __init__(self, path: Path, render: Callable[[Report], str], collector: Collector | None = None) -> None:
        self.path = path
        self.written = False
        self._render = render
        self._collector = collector or Collector()

    def handle(self, event: Event) -> None:
        """Takes note of one event; writes the file at `RunFinished`."""
        self._collector.handle(event)
        report = self._collector.report
        if report is not None and not self.written:
            write_whole(self.path, self._render(report))
            self.written = True


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that readers see the old one or the new one, never half of it. Raises ReportNotWritten."""
    # A lone surrogate that got this far becomes an escape, which is what JSON would write for it too.
    data = text.encode("utf-8", "backslashreplace")
    try:
        replace_file(path, data)
    except OSError as error:
        raise _not_written(path, error) from error


def stream_failed(stream: TextIO, error: OSError) -> ReportNotWritten:
    """What to raise when a report cannot be written to a stream, which is led to nowhere from now on."""
    lead_nowhere(stream)
    name = "standard output" if getattr(stream, "name", "") == "<stdout>" else "the stream of the report"
    return ReportNotWritten(f"cannot write to {name}: {(error.strerror or str(error)).lower()}")


def lead_nowhere(stream: TextIO) -> None:
    """Drops what the stream still holds: it would raise again when the interpreter closes it."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def prepare_folder(folder: Path) -> None:
    """Makes the folder if need be and proves that files can be written there. Raises ReportNotWritten."""
    probe = folder / f".contralto.{os.getpid()}.probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
    except OSError as error:
        raise _not_written(folder, error) from error
    finally:
        _remove(probe)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the error that led here is the one to tell


def _not_written(path: Path, error: OSError) -> ReportNotWritten:
    known = _REASONS.get(error.errno or 0)
    return ReportNotWritten(f"cannot write `{path}`: {known or (error.strerror or str(error)).lower()}")
