"""How it is said that a run cannot begin."""

from __future__ import annotations


class CannotBegin(Exception):
    """What was asked for makes no run. message: one sentence, or one and a line for each finding; hint: what to do, may
    be empty. Nothing was sent."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
