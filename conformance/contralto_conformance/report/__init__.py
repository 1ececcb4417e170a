"""Reports: listeners of a run that tell people and machines about it. They never influence it.

    console(format, stream)   what goes to a stream: the console report, or one of the documents
    files(folder)             report.json, junit.xml, report.md and report.html in a folder
    FORMATS                   the names of the formats

Each listener collects for itself, so that one that fails takes no other one with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from contralto_conformance.report import html, json_report, junit, markdown
from contralto_conformance.report.collect import Collector, Report
from contralto_conformance.report.console import ConsoleReport
from contralto_conformance.report.stream import StreamReport
from contralto_conformance.report.writing import FileReport, ReportNotWritten, prepare_folder

__all__ = [
    "FORMATS",
    "Collector",
    "ConsoleReport",
    "FileReport",
    "Report",
    "ReportNotWritten",
    "StreamReport",
    "console",
    "files",
]

_RENDERERS: Mapping[str, Callable[[Report], str]] = {
    "json": json_report.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "html": html.render,
}
_FILES = {"report.json": "json", "junit.xml": "junit", "report.md": "markdown", "report.html": "html"}

FORMATS: tuple[str, ...] = ("console", *_RENDERERS)
"""What `console` can make."""


def console(
    format: str,
    stream: TextIO,
    *,
    color: bool | None = None,
    progress: TextIO | None = None,
    written: Sequence[FileReport] = (),
) -> ConsoleReport | StreamReport:
    """The listener for a stream.

    format: one of FORMATS; ValueError for anything else. color: None follows the terminal and NO_COLOR. progress: where
    the moving line goes (stderr, when the stream is not a terminal); it is shown on terminals only. written: file
    listeners of the same run, which have to hear each event before this one; the console report names their files.
    """
    if format == "console":
        return ConsoleReport(stream, color=color, progress=progress, files=written)
    if format not in _RENDERERS:
        raise ValueError(f"format `{format}` does not exist; known are {', '.join(FORMATS)}")
    return StreamReport(stream, _RENDERERS[format], color=color, progress=progress)


def files(directory: Path) -> Sequence[FileReport]:
    """The listeners that write into a folder, which is made if it is not there.

    Raises ReportNotWritten, before the run, if nothing can be written there.
    """
    prepare_folder(directory)
    return tuple(FileReport(directory / name, _RENDERERS[format]) for name, format in _FILES.items())
