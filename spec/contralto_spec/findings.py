"""Problems in a document, as values.

A finding names a place, a rule and what to do. Everything that reads hand-written data collects findings and shows
all of them together; nothing raises on the first one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem at one place; `line` and `column` count from 1, 0 where there is no place to name."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}: {self.severity} [{self.rule}] {self.message}{hint}"


class SpecError(Exception):
    """The spec data cannot be used; `findings` says why, one per problem."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))
