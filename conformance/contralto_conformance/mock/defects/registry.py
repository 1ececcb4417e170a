"""Where defects are kept, and how they are found by their ids."""

from __future__ import annotations

import difflib
import functools
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from contralto_conformance.mock.hooks import SEAMS, Chain, Confined, Hooks

# One module an area; a defect is registered when its module is imported.
AREAS = (
    "versions",
    "auth",
    "errors",
    "http",
    "voices",
    "resources",
    "resources_changes",
    "resources_speech",
    "tts_bytes",
    "tts_sse",
    "tts_ws",
    "tts_ws_contexts",
    "stt_manual",
    "stt_turns",
    "stt_files",
    "tts_ws_inputs",
    "voice_changer",
    "line_agents",
    "managed_agents",
    "admin",
    "idle",
    "limits",
    "sockets",
)

# A defect of one of these areas is one of its socket: it leaves the others alone. Paths may have a prefix before them.
_SOCKETS = {"tts.ws.": "*/tts/websocket", "stt.manual.": "*/stt/websocket", "stt.turns.": "*/stt/turns/websocket"}

_DefectClass = TypeVar("_DefectClass", bound=type[Hooks])


class UnknownDefect(ValueError):
    """No defect has this id."""


@dataclass(frozen=True, slots=True)
class DefectInfo:
    """A defect that the mock can commit: its id, the requirement that it violates, what it does, and at which seams
    (names of methods of `Hooks`)."""

    id: str
    requirement: str
    about: str
    seams: frozenset[str]


_infos: dict[str, DefectInfo] = {}
_classes: dict[str, type[Hooks]] = {}


def defect(defect_id: str, about: str) -> Callable[[_DefectClass], _DefectClass]:
    """Registers a class as the defect `defect_id`: a requirement id, or one with a variant (`id:variant`)."""

    def register(cls: _DefectClass) -> _DefectClass:
        if defect_id in _classes:
            raise ValueError(f"two defects are called `{defect_id}`")
        seams = frozenset(name for name in SEAMS if getattr(cls, name) is not getattr(Hooks, name))
        _infos[defect_id] = DefectInfo(defect_id, defect_id.partition(":")[0], about, seams)
        _classes[defect_id] = cls
        return cls

    return register


@functools.cache
def catalogue() -> tuple[DefectInfo, ...]:
    """Every defect, ordered by area."""
    for area in AREAS:
        importlib.import_module(f"{__package__}.{area}")
    return tuple(_infos.values())


def resolve(defect_id: str) -> DefectInfo:
    """The defect of this id, or the first one of this requirement; raises UnknownDefect with the nearest ids."""
    for info in catalogue():
        if defect_id in (info.id, info.requirement):
            return info
    near = difflib.get_close_matches(defect_id, [info.id for info in catalogue()], n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(f'`{name}`' for name in near)}" if near else ""
    raise UnknownDefect(f"there is no defect `{defect_id}`{hint}")


def hooks_for(defect_ids: Sequence[str]) -> Hooks:
    """Hooks that commit these defects, one after the other; of the correct service when there are none."""
    if not defect_ids:
        return Hooks()
    chosen = [_hooks(resolve(defect_id)) for defect_id in defect_ids]
    return chosen[0] if len(chosen) == 1 else Chain(chosen)


def _hooks(info: DefectInfo) -> Hooks:
    hooks = _classes[info.id]()
    path = next((path for area, path in _SOCKETS.items() if info.id.startswith(area)), None)
    return hooks if path is None else Confined(hooks, path)
