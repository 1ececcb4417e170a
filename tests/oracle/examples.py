"""How an example is written: a trace, and what one check says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contralto_conformance.trace import Exchange, Trace

from .builders import NEW, Socket, on_socket, trace

Said = Literal["met", "violated", "nothing"]


@dataclass(frozen=True)
class Example:
    """One trace and what the check of `requirement` says of it."""

    requirement: str
    said: Said
    name: str
    trace: Trace

    def __str__(self) -> str:
        return f"{self.requirement}: {self.said}: {self.name}"


class Examples(list[Example]):
    """Examples of one area, in the words of a test: what meets a requirement, what violates it, what tells nothing."""

    def met(self, requirement: str, name: str, *what: Exchange | Socket | Trace, version: str = NEW) -> None:
        self._add(requirement, "met", name, what, version)

    def violated(self, requirement: str, name: str, *what: Exchange | Socket | Trace, version: str = NEW) -> None:
        self._add(requirement, "violated", name, what, version)

    def nothing(self, requirement: str, name: str, *what: Exchange | Socket | Trace, version: str = NEW) -> None:
        self._add(requirement, "nothing", name, what, version)

    def _add(
        self, requirement: str, said: Said, name: str, what: tuple[Exchange | Socket | Trace, ...], version: str
    ) -> None:
        first = what[0]
        if isinstance(first, Trace):
            recorded = first
        elif isinstance(first, Socket) and len(what) == 1:
            recorded = on_socket(first, version=version)
        else:
            exchanges = [w.exchange() if isinstance(w, Socket) else w for w in what if not isinstance(w, Trace)]
            recorded = trace(*exchanges, version=version)
        self.append(Example(requirement, said, name, recorded))
