"""What differs between two contracts, and whom it breaks.

    from contralto_spec import load
    from contralto_spec.diff import compare, contract

    spec = load()
    difference = compare(contract("2025-04-16", spec), contract("2026-08-14", spec))
    [change.place.text for change in difference.changes if change.breaks("client")]

`compare` takes documents apart; `rules.py` is the table that says which change breaks whom, for a client that stays and
for a server that stays. A change inside a component is one change, with everything that it reaches.
"""

from __future__ import annotations

from .as_json import render_json
from .compare import Contract, NothingInCommon, compare
from .console import DEFAULT_WIDTH, render_console
from .markdown import render_changelog, render_markdown, render_rules
from .model import Change, Difference, Judgement, Place, Side, Use
from .reading import Unreadable, contract, neighbours

__all__ = [
    "DEFAULT_WIDTH",
    "Change",
    "Contract",
    "Difference",
    "Judgement",
    "NothingInCommon",
    "Place",
    "Side",
    "Unreadable",
    "Use",
    "compare",
    "contract",
    "neighbours",
    "render_changelog",
    "render_console",
    "render_json",
    "render_markdown",
    "render_rules",
]
