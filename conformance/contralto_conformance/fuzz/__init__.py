"""Generated tests: schemathesis over the OpenAPI document, hypothesis state machines over the sockets.

Both are synchronous libraries that drive asynchronous drivers, so each runs in a thread with an event loop of
its own (see `runner.threads`), and hands over what it recorded as it goes.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

EXERCISED = ("getStatus", "createAccessToken", "listVoices", "getVoice", "ttsBytes", "ttsSse")
"""Ids of the operations that most requests are made for: they change nothing of an account, and their areas have
checks."""

_ADMINISTRATION: list[dict[str, list[str]]] = [{"AdminApiKey": []}]


def exercised(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the operations of an OpenAPI document that requests are made for: `EXERCISED`, then what lists for free.

    What fetches a single thing is left out, since a generated id names nothing; so is what wants an admin key.
    """
    described = {
        operation["operationId"]: (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and "operationId" in operation
    }
    lists = [
        name
        for name, (path, method, operation) in described.items()
        if method == "get" and "{" not in path and operation.get("x-cost") == "free"
        if operation.get("security") != _ADMINISTRATION and name not in EXERCISED
    ]
    return (*(name for name in EXERCISED if name in described), *lists)


def use_own_cache() -> None:
    """Keeps hypothesis' files (character tables, worth 2 s per run) out of the working directory.

    They go to `$XDG_CACHE_HOME/contralto/hypothesis`; HYPOTHESIS_STORAGE_DIRECTORY wins if it is set.
    """
    from hypothesis.configuration import set_hypothesis_home_dir

    if os.environ.get("HYPOTHESIS_STORAGE_DIRECTORY"):
        return
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    set_hypothesis_home_dir(cache / "contralto" / "hypothesis")
