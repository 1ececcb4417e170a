"""How others speak the API: each dialect has documents of its own (`spec/dialects/`) and changes a few seams here."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import contralto_spec
from contralto_conformance.mock.hooks import Hooks

if TYPE_CHECKING:
    from contralto_conformance.mock.service import Service

# Dialect, and the class in the module of the same name that makes the mock speak it.
_CLASSES = {"carter": "Carter", "keypool": "KeyPool"}

BASE_PATHS = {"keypool": "/v1/cartesia"}
"""Where a dialect stands unless a prefix is told."""


def dialect_hooks(name: str | None, service: Service) -> Hooks:
    """The hooks of a dialect; those of the service itself without one."""
    return Hooks() if name is None else _classes()[name](service)


def check_dialect(name: str) -> None:
    """Raises ValueError, with the nearest names, for a dialect that does not exist."""
    try:
        contralto_spec.load().dialect(name)
    except contralto_spec.UnknownDialect as error:
        raise ValueError(str(error)) from None


@functools.cache
def _classes() -> Mapping[str, Callable[[Service], Hooks]]:
    return {name: getattr(importlib.import_module(f"{__name__}.{name}"), cls) for name, cls in _CLASSES.items()}
