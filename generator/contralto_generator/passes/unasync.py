"""The blocking twin of the client, derived from its asyncio source.

Only `_async/` is written, by hand or by an emitter; `_sync/` follows from it word by word. Every difference between
the two is one rule below, applied to code, docstrings and comments alike, so that examples stay true. What differs by
more than words (how to wait, how to connect) is in the modules of HAND_WRITTEN, which exist on both sides.

A rule that matches nothing in the whole set of files is an error: it has outlived what it was for, or what it was for
is now spelt so that it no longer matches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contralto_generator.formatting import formatted

SOURCE = "_async/"
TARGET = "_sync/"
HAND_WRITTEN = frozenset({"__init__.py", "_backend.py", "_background.py", "_connection.py"})
"""Modules directly in `_async/` that have a hand-written namesake in `_sync/`."""

_LEFTOVER = re.compile(r"\b(async|await|asyncio|Awaitable|Coroutine|\w*Async\w*)\b|__a(?:iter|next|enter|exit)__")


class UnasyncError(ValueError):
    """The twin cannot be derived: a rule fired nowhere, or something asynchronous is left."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One difference between the twins. `pattern` is a regular expression, `replacement` its template."""

    pattern: str
    replacement: str
    about: str


RULES: tuple[Rule, ...] = (
    Rule(r"\basync (?=(?:def|with|for)\b)", "", "functions, blocks and loops"),
    Rule(r"\bawait ", "", "calls"),
    Rule(r"\b__a(iter|next|enter|exit)__", r"__\1__", "special methods"),
    Rule(r"\bStopAsyncIteration\b", "StopIteration", "end of an iteration"),
    Rule(r"\ba(iter|next)\(", r"\1(", "an iterator and one step of it"),
    Rule(r"\baclose\(", "close(", "closing a client, an answer or a generator of the HTTP library"),
    Rule(r"\baiter_bytes\(", "iter_bytes(", "reading a body piece by piece"),
    Rule(r"\baiter_raw\(", "iter_raw(", "reading a body piece by piece, packed as it came"),
    Rule(r"\bhandle_async_request\b", "handle_request", "sending, by a transport of the HTTP library"),
    Rule(
        r"\bAsyncGenerator\[([^\],]+), None\]",
        r"Generator[\1, None, None]",
        "a generator's type, with arguments",
    ),
    Rule(r"\bAsync([A-Z]\w*)", r"\1", "names of classes, of types and of the HTTP client"),
)


def derive(files: Mapping[str, str], rules: Sequence[Rule] = RULES) -> dict[str, str]:
    """The modules of `_sync/` for those of `_async/`, by path, laid out by ruff. Arguments and errors as of `twins`."""
    return formatted(twins(files, rules))


def twins(files: Mapping[str, str], rules: Sequence[Rule] = RULES) -> dict[str, str]:
    """The modules of `_sync/` for those of `_async/`, by path, line for line.

    Give all files of `_async/` at once: a rule must fire somewhere among them. Raises UnasyncError, which names the
    rule or the file and line at fault, and ValueError for a path outside `_async/`.
    """
    strangers = [path for path in files if not path.startswith(SOURCE)]
    if strangers:
        raise ValueError(f"`{strangers[0]}` is not in `{SOURCE}`")
    sources = {path: text for path, text in files.items() if path.removeprefix(SOURCE) not in HAND_WRITTEN}
    fired = [0] * len(rules)
    result: dict[str, str] = {}
    for path, text in sources.items():
        twin = text
        for index, rule in enumerate(rules):
            twin, n_matches = re.subn(rule.pattern, rule.replacement, twin)
            fired[index] += n_matches
        _refuse_leftovers(path, twin)
        result[TARGET + path.removeprefix(SOURCE)] = twin
    idle = [rule for rule, n_matches in zip(rules, fired, strict=True) if n_matches == 0]
    if idle:
        raise UnasyncError(
            "; ".join(f"the rule `{rule.pattern}` ({rule.about}) fired nowhere" for rule in idle)
            + f": remove it from {__name__}, or mend the source that it is meant for"
        )
    return result


def _refuse_leftovers(path: str, twin: str) -> None:
    for number, line in enumerate(twin.splitlines(), start=1):
        if found := _LEFTOVER.search(line):
            raise UnasyncError(f"{path}:{number}: `{found[0]}` has no twin; no rule knows it in `{line.strip()}`")
