"""Where a command's document goes: to a file, or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from contralto_cli.faults import CliError
from contralto_conformance.report.writing import ReportNotWritten, write_whole


def deliver(text: str, out: Path | None) -> None:
    """Writes the file whole or not at all, or prints the text. Raises CliError if it cannot be written."""
    if out is None:
        # A terminal that cannot show a character gets its escape.
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        return
    try:
        write_whole(out, text)
    except ReportNotWritten as error:
        raise CliError(str(error)) from error


def has_signs() -> bool:
    """Whether standard output is a terminal that can show the signs of verdicts."""
    try:
        "✓✗→".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return sys.stdout.isatty()
