"""How the command line says that something went wrong."""

from __future__ import annotations

import sys

EXIT_CANNOT = 2


class CliError(Exception):
    """Ends a command with exit code 2. message: one sentence; hint: what to do, may be empty."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def complain(message: str, hint: str = "") -> int:
    """Prints `error: ...` (and `hint: ...`) to standard error; returns exit code 2."""
    print(f"error: {message}", file=sys.stderr)
    if hint:
        print(f"hint: {hint}", file=sys.stderr)
    return EXIT_CANNOT
