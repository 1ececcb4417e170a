"""Warnings about what the service is about to switch off, or has."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger("contralto_client")

_HERE = str(Path(__file__).parent) + os.sep
_said: set[tuple[str, str]] = set()


class ServiceDeprecationWarning(DeprecationWarning):
    """An operation or a model of the service is deprecated or was switched off. Given once per process for each."""


def warn_of_operation(operation: str, notice: str) -> None:
    """Warns of a deprecated operation, once."""
    if _is_new("operation", operation):
        _warn(f"the operation `{operation}` is deprecated {notice}")


def warn_of_model(model_id: object, notices: Mapping[str, str]) -> None:
    """Warns of a model that `notices` names, once."""
    if isinstance(model_id, str) and (notice := notices.get(model_id)) and _is_new("model", model_id):
        _warn(f"the model `{model_id}` {notice}")


def log_headers(operation: str, headers: Mapping[str, str]) -> None:
    """Logs what an answer says in `deprecation` and `sunset`, once per operation. Look-up is by lower-case names."""
    said = [f"{name}: {headers[name]}" for name in ("deprecation", "sunset") if name in headers]
    if said and _is_new("headers", operation):
        log.warning("the service says of `%s`: %s", operation, ", ".join(said))


def _is_new(kind: str, name: str) -> bool:
    if (kind, name) in _said:
        return False
    _said.add((kind, name))
    return True


def _warn(text: str) -> None:
    """Blames the code that called into this package."""
    depth = 2
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
        depth += 1
    warnings.warn(text, ServiceDeprecationWarning, stacklevel=depth)
