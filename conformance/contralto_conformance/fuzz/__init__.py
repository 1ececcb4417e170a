"""Generated tests: schemathesis over the OpenAPI document, hypothesis state machines over the sockets.

Both are synchronous libraries that drive asynchronous drivers, so each runs in a thread with an event loop of
its own (see `runner.threads`), and hands over what it recorded as it goes.
"""

from __future__ import annotations

import os
from pathlib import Path

EXERCISED = ("getStatus", "createAccessToken", "listVoices", "getVoice", "ttsBytes", "ttsSse")
"""Ids of the operations that requests are made for: they change nothing of an account, and their areas have checks."""


def use_own_cache() -> None:
    """Keeps hypothesis' files (character tables, worth 2 s per run) out of the working directory.

    They go to `$XDG_CACHE_HOME/contralto/hypothesis`; HYPOTHESIS_STORAGE_DIRECTORY wins if it is set.
    """
    from hypothesis.configuration import set_hypothesis_home_dir

    if os.environ.get("HYPOTHESIS_STORAGE_DIRECTORY"):
        return
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    set_hypothesis_home_dir(cache / "contralto" / "hypothesis")
