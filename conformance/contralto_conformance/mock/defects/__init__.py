"""Deliberate violations: the mock with its defects is how the conformance suite proves that it can see.

A defect is a subclass of `Hooks` under the id of the requirement that it violates. `--defect tts.ws.done-is-last`
picks it; where one requirement has several, `tts.ws.done-is-last:late-chunk` names one of them, and the bare id
means the first.
"""

from __future__ import annotations

from .registry import DefectInfo, UnknownDefect, catalogue, defect, hooks_for, resolve

__all__ = ["DefectInfo", "UnknownDefect", "catalogue", "defect", "hooks_for", "resolve"]
