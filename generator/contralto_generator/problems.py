"""What is wrong with a document, as values.

A problem never stops the reading: all are collected and shown together, each with the place in the file it came from. An
`error` means that something would be missing from the client, a `warning` that it is there but says less than it could.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


class GeneratorError(ValueError):
    """A request the generator cannot serve: an unknown version or dialect, a folder it must not write to."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding in a document.

    `line` counts from 1, and is 0 where the place is not known. `code` is stable and kebab-case, `hint` says what to do and
    may be empty.
    """

    file: str
    line: int
    severity: Severity
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}: {self.severity} [{self.code}] {self.message}{hint}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is an error."""
    return any(problem.severity == "error" for problem in problems)
