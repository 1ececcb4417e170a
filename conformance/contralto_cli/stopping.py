"""How a run ends early: by the signal that CI systems send, as by Ctrl-C, with the verdicts so far."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from contralto_cli.faults import CliError

_T = TypeVar("_T")


async def until_told_to_stop(running: Coroutine[Any, Any, _T]) -> _T:
    """The run; SIGTERM and Ctrl-C cancel it, as often as they come.

    Raises CliError if it ends without a result.
    """
    # An engine in a thread that is left behind at the end would be reported task by task.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    task = asyncio.current_task()
    if task is not None:
        # asyncio's own handler raises at the second Ctrl-C, in the middle of whatever runs, and the report is lost.
        with contextlib.suppress(NotImplementedError):  # no signal handlers on this platform
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        return await running
    except asyncio.CancelledError:
        raise CliError("interrupted") from None
