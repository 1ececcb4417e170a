"""What is wrong with a document, as values, and where it stands.

A problem never stops the reading: all are collected and shown together. An `error` means that something would be
missing from the client, and nothing is written then; a `warning` that it is there but says less than it could.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contralto_spec import Finding as Problem
from contralto_spec.yaml_source import Source

__all__ = ["GeneratorError", "Problem", "has_errors", "parts_of", "place_of", "pointer"]


class GeneratorError(ValueError):
    """A request the generator cannot serve: an unknown version or dialect, a folder it must not write to.

    `messages` has a sentence for each fault of the request, `problems` what was found in its files beside.
    """

    def __init__(self, *messages: str, problems: Iterable[Problem] = ()) -> None:
        self.messages = messages
        self.problems = tuple(problems)
        super().__init__("\n".join([*messages, *map(str, self.problems)]))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is an error."""
    return any(problem.severity == "error" for problem in problems)


def pointer(*parts: str | int) -> str:
    """The JSON pointer of a path of keys and indexes, as `#/paths/~1voices/get`."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def parts_of(json_pointer: str) -> tuple[str | int, ...]:
    """Keys and indexes of a JSON pointer, unescaped."""
    _, _, path = json_pointer.partition("#")
    parts = (part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:])
    return tuple(int(part) if part.isdigit() else part for part in parts)


def place_of(json_pointer: str, sources: Sequence[Source]) -> tuple[str, int, int]:
    """File, line and column of what the pointer names, or of what is nearest around it.

    Of several files the one that leads deepest wins. No file: the pointer itself stands for the name.
    """
    location = parts_of(json_pointer)
    best: tuple[int, str, tuple[int, int]] = (0, sources[0].name if sources else json_pointer, (0, 0))
    for source in sources:
        for depth in range(len(location), best[0], -1):
            if location[:depth] in source.places:
                best = (depth, source.name, source.places[location[:depth]])
                break
    return best[1], *best[2]
