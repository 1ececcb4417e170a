"""How variables are written in a case: `$name`, and `$$` for a dollar sign."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

AGENTS = frozenset({"agent", "managed_agent"})
"""Names of the variables that stand for an agent of the account, which has none perhaps."""

UPSTREAM_URL = "upstream_url"
"""Name of the variable that stands for the address of the service behind a proxy, if the suite plays it."""

PIECE = "piece"
"""Name of the variable that stands for a piece of audio in the message of `send_audio`."""

PLAN = frozenset({"plan_contexts", "plan_tts_sockets", "plan_stt", "plan_calls"})
"""Names of the variables that say how much the plan of the account allows at once, if the plan is known."""

ROUND = "round"
"""Name of the variable that stands for the number of the round, from 1, in the steps of `repeat`."""

VARIABLE = re.compile(r"\$(\$|[a-z][a-z0-9_]*)")


def names_in(template: Any) -> set[str]:
    """Names of all variables that stand in a template."""
    if isinstance(template, str):
        return {match[1] for match in VARIABLE.finditer(template)} - {"$"}
    if isinstance(template, Mapping):
        return set().union(*(names_in(name) | names_in(value) for name, value in template.items()))
    if isinstance(template, list | tuple):
        return set().union(*(names_in(value) for value in template))
    return set()
