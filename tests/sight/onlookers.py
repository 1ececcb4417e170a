"""Defects that look on: a correct service which notes the defects that would have done something else.

At each seam every defect is asked what it would do, with copies of what the service is about to do, and the service
goes on as if nobody had been asked. As long as a defect answers what the service does anyway, a mock with that defect
has gone the same way; so a case in which it never answers otherwise has the same trace with it.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from contralto_conformance.mock import defects
from contralto_conformance.mock.app import MockApp
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import SEAMS, Hooks, Session
from contralto_conformance.mock.sockets.base import Socket

_CORRECT = Hooks()
_SEVERAL = frozenset({"sse_event", "changer_event", "arrived", "incoming", "outgoing"})
"""Seams at which one thing may become several or none."""


class Onlookers(Hooks):
    """Hooks of the correct service that ask all defects what they would do."""

    def __init__(self) -> None:
        self.would: set[str] = set()
        """Ids of the defects that would have done something else since `begin`."""
        infos = defects.catalogue()
        self._defects = {info.id: defects.hooks_for((info.id,)) for info in infos}
        self._at = {name: [info.id for info in infos if name in info.seams] for name in SEAMS}
        self._memos: dict[tuple[str, int], dict[str, Any]] = {}
        self._owners: dict[int, object] = {}  # kept, so that no other object gets the same id
        self._has_begun = False

    def begin(self) -> frozenset[str]:
        """Starts anew; returns the ids of those that would have done something else until now."""
        before, self.would, self._has_begun = frozenset(self.would), set(), True
        return before

    def look_on(self, app: MockApp) -> MockApp:
        """Has them look on at a mock that has not served anything yet."""
        app.service.hooks = self
        return app

    def ask(self, seam: str, arguments: tuple[Any, ...]) -> None:
        """Asks the defects of a seam."""
        for defect in self._at[seam]:
            # Once it would have gone another way nobody knows what it would do next. What comes before the case counts
            # for itself.
            if not (self._has_begun and defect in self.would) and self._differs(defect, seam, arguments):
                self.would.add(defect)

    def memo_of(self, defect: str, owner: Call | Session) -> dict[str, Any]:
        """What that defect has noted there, with copies of what the service has."""
        self._owners[id(owner)] = owner
        noted = self._memos.setdefault((defect, id(owner)), {})
        noted.update({name: copy.copy(value) for name, value in owner.memo.items()})
        return noted

    def _differs(self, defect: str, seam: str, arguments: tuple[Any, ...]) -> bool:
        if seam == "audio":  # to ask would use up what is to be sent
            return True
        shown = [self._shown(defect, argument) for argument in arguments]
        noted_faults = [(each, dict(vars(each))) for each in arguments if isinstance(each, Fault)]
        try:
            answer = getattr(self._defects[defect], seam)(*shown)
            answer = list(answer) if seam in _SEVERAL else answer
        except Exception:  # noqa: BLE001 - whatever it is, the correct service does not raise it
            return True
        usual = getattr(_CORRECT, seam)(*arguments)
        usual = list(usual) if seam in _SEVERAL else usual
        for fault, before in noted_faults:
            if vars(fault) != before:
                vars(fault).update(before)
                return True
        return not _same(answer, usual) or not all(map(_unharmed, shown, arguments))

    def _shown(self, defect: str, argument: Any) -> Any:
        if isinstance(argument, Call):
            return dataclasses.replace(argument, memo=self.memo_of(defect, argument))
        if isinstance(argument, Socket):
            return _SocketView(argument, self._shown(defect, argument.call), self.memo_of(defect, argument))
        if isinstance(argument, Reply):
            return dataclasses.replace(argument, headers=list(argument.headers))
        return _copied(argument)


def _asking(seam: str) -> Callable[..., Any]:
    usual = getattr(_CORRECT, seam)

    def method(self: Onlookers, *arguments: Any) -> Any:
        self.ask(seam, arguments)
        return usual(*arguments)

    return method


for _seam in SEAMS:
    setattr(Onlookers, _seam, _asking(_seam))


class _SocketView:
    """An open socket, to be looked at by one defect."""

    def __init__(self, socket: Socket, call: Call, memo: dict[str, Any]) -> None:
        self.call = call
        self.memo = memo
        self.live = socket.live


def _unharmed(shown: Any, argument: Any) -> bool:
    """Whether what was shown is still as the service has it; a defect may note things in a memo."""
    if isinstance(argument, Socket):
        return _unharmed(shown.call, argument.call) and _holds(shown.memo, argument.memo)
    if isinstance(argument, Call):
        return _holds(shown.memo, argument.memo) and dataclasses.replace(shown, memo=argument.memo) == argument
    return _same(shown, argument)


def _holds(noted: Mapping[str, Any], memo: Mapping[str, Any]) -> bool:
    return all(name in noted and _same(noted[name], value) for name, value in memo.items())


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_copied(part) for part in value]
    return value


def _same(one: Any, other: Any) -> bool:
    """Equal, members in the same order and of the same types."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, Reply):
        return _same(_members(one), _members(other))
    return bool(one == other)


def _members(reply: Reply) -> tuple[Any, ...]:
    return reply.status, reply.media_type, reply.body, reply.headers
