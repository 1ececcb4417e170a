"""How a run ends early: by the signal that CI systems send, as by Ctrl-C, with the verdicts so far."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


async def until_told_to_stop(running: Coroutine[Any, Any, _T]) -> _T:
    """The run; SIGTERM cancels it."""
    # An engine in a thread that is left behind at the end would be reported task by task.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    task = asyncio.current_task()
    if task is not None:
        with contextlib.suppress(NotImplementedError):  # no signal handlers on this platform
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await running
