"""Runs a blocking engine in a thread of its own, so that it can be left behind when the run is cut off."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any


class Background:
    """One blocking call in a daemon thread.

    stop: set when the run is cut off; the call should look at it often. `tell` hands something to the event
    loop. A daemon thread rather than an executor: leaving the loop must not wait for a call that hangs on a
    slow server.
    """

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._loop = asyncio.get_running_loop()

    def tell(self, function: Callable[..., object], *arguments: Any) -> None:
        """Calls `function` on the event loop, soon; nothing if the run is over."""
        if not self.stop.is_set():
            with contextlib.suppress(RuntimeError):  # the loop was closed in between
                self._loop.call_soon_threadsafe(function, *arguments)

    async def run(self, call: Callable[[], None]) -> None:
        """Waits for the call; its exceptions come out here. Cancelling sets `stop` and does not wait."""
        finished: asyncio.Future[None] = self._loop.create_future()

        def settle(fault: BaseException | None) -> None:
            if finished.done():
                return
            if fault is None:
                finished.set_result(None)
            else:
                finished.set_exception(fault)

        def work() -> None:
            fault: BaseException | None = None
            try:
                call()
            except BaseException as raised:  # noqa: BLE001  (handed to the waiting side)
                fault = raised
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(settle, fault)

        threading.Thread(target=work, name="contralto-engine", daemon=True).start()
        try:
            await finished
        finally:
            self.stop.set()
