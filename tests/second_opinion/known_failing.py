"""The list of tests that fail because of the SDK: how it is read, and which tests it names.

A line of the list is a pattern: the name of a test below this folder (`test_voices.py::test_x[sync]`), in which `*`
stands for any text. The comment lines directly above one or several patterns say why. Listed tests run all the same;
one that passes is a failure, and so is a pattern that names no test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


class BadList(ValueError):
    """The list has a pattern without a reason; the text says which and in which line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One pattern of the list: `line` counts from 1, `reason` is the comment above it as one line."""

    line: int
    pattern: str
    reason: str

    @property
    def module(self) -> str:
        """The file whose tests the pattern names."""
        return self.pattern.partition("::")[0]

    def names(self, test: str) -> bool:
        """Whether the pattern names `test`."""
        # Not `fnmatch`: brackets stand for themselves in the names of tests.
        parts = (re.escape(part) for part in self.pattern.split("*"))
        return re.fullmatch(".*".join(parts), test) is not None


def read_list(text: str) -> list[Entry]:
    """The entries of a list; raises BadList for a pattern without a reason."""
    entries = []
    reason: list[str] = []
    after_pattern = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            reason = []
        elif line.startswith("#"):
            if after_pattern:
                reason = []
            reason.append(line.lstrip("# "))
        elif not any(reason):
            raise BadList(f"line {number}: `{line}` has no comment above it that says why")
        else:
            entries.append(Entry(number, line, " ".join(reason)))
        after_pattern = bool(line) and not line.startswith("#")
    return entries


def reasons(entries: Iterable[Entry], tests: Iterable[str]) -> dict[str, str]:
    """Why each listed one of `tests` fails."""
    listed = list(entries)
    return {test: entry.reason for test in tests for entry in listed if entry.names(test)}


def idle(entries: Iterable[Entry], tests: Iterable[str]) -> list[str]:
    """What to say of each entry that names none of `tests`.

    Of an entry whose module has no test here at all nothing is said: the module was not collected.
    """
    names = list(tests)
    collected = {name.partition("::")[0] for name in names}
    return [
        f"line {entry.line}: `{entry.pattern}` names no test"
        for entry in entries
        if (entry.module in collected or "*" in entry.module) and not any(entry.names(name) for name in names)
    ]
