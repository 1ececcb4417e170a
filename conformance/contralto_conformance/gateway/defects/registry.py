"""Where defects are kept, and how they are found by their ids."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from contralto_conformance.gateway.hooks import Hooks

# One module an area; a defect is registered when its module is imported.
AREAS = ("paths", "credentials", "refusals", "answers", "streams", "upgrades", "sockets")

_DefectClass = TypeVar("_DefectClass", bound=type[Hooks])


class UnknownDefect(ValueError):
    """No defect has this id."""


@dataclass(frozen=True, slots=True)
class DefectInfo:
    """A defect that the gateway can commit: its id, the requirement that it violates, and what it does."""

    id: str
    requirement: str
    about: str


_infos: dict[str, DefectInfo] = {}
_classes: dict[str, type[Hooks]] = {}


def defect(defect_id: str, about: str) -> Callable[[_DefectClass], _DefectClass]:
    """Registers a class as the defect `defect_id`: a requirement id, or one with a variant (`id:variant`)."""

    def register(cls: _DefectClass) -> _DefectClass:
        if defect_id in _classes:
            raise ValueError(f"two defects are called `{defect_id}`")
        _infos[defect_id] = DefectInfo(defect_id, defect_id.partition(":")[0], about)
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
    """The defect of this id; raises UnknownDefect."""
    catalogue()
    if defect_id not in _infos:
        raise UnknownDefect(f"there is no defect `{defect_id}`")
    return _infos[defect_id]


def hooks_for(defect_ids: Sequence[str]) -> Hooks:
    """Hooks that commit this defect; of the correct gateway without one. Raises ValueError for more than one."""
    if len(defect_ids) > 1:
        raise ValueError("the gateway commits one defect at a time")
    return _classes[resolve(defect_ids[0]).id]() if defect_ids else Hooks()
