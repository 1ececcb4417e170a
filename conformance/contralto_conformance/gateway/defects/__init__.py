"""Defects that the gateway can commit: for each requirement on proxies at least one small class."""

from __future__ import annotations

from .registry import AREAS, DefectInfo, UnknownDefect, catalogue, hooks_for, resolve

__all__ = ["AREAS", "DefectInfo", "UnknownDefect", "catalogue", "hooks_for", "resolve"]
