"""The stand-in: the mock at an address, its recorder, and its orders."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from starlette.types import ASGIApp

from contralto_conformance.cases.model import Upstream
from contralto_conformance.drivers.endpoint import Unplayable
from contralto_conformance.examine.recorder import Recorder
from contralto_conformance.mock import MockSettings, Running, UnknownFault, serve
from contralto_conformance.mock.app import MockApp
from contralto_conformance.trace import Exchange

from .orders import Orders

SETTLE_S = 2.0
"""How long the requests of a case may be under way after its end, before they count as open."""

_LOOK_S = 0.02


class StandIn:
    """A service that a proxy takes for the one behind it; a `drivers.upstream.Behind`."""

    def __init__(self, keys: Sequence[str]) -> None:
        """keys: those that it takes, in the order of their numbers."""
        self._keys = tuple(keys)
        self._recorder: Recorder | None = None
        self._orders: Orders | None = None
        self._running: Running | None = None
        self._is_down = False

    def wrap(self, app: MockApp) -> ASGIApp:
        """The application that is served of the mock's own."""
        self._orders = Orders(app, self._keys)
        self._recorder = Recorder(self._orders, prefix="", secrets=(), notes_uploads=True)
        return self._recorder

    def started(self, running: Running) -> None:
        """It listens from now on."""
        self._running = running

    @property
    def url(self) -> str:
        """Where it listens."""
        return "" if self._running is None else self._running.url

    async def begin(self) -> None:
        """Behaves as the mock again, and forgets what arrived."""
        await self.behave(Upstream())
        assert self._recorder is not None
        self._recorder.clear()

    async def behave(self, how: Upstream) -> None:
        """Behaves like this from now on. Raises Unplayable for a fault that does not exist."""
        assert self._running is not None
        assert self._orders is not None
        self._orders.set(how)
        try:
            self._running.set_fault(*how.faults)
        except UnknownFault as error:
            raise Unplayable(str(error)) from None
        if how.is_down != self._is_down:
            self._running.take_connections(not how.is_down)
            self._is_down = how.is_down

    async def arrived(self, began: float) -> tuple[Exchange, ...]:
        """What has arrived since `begin`; waits shortly for what is still under way."""
        assert self._recorder is not None
        limit = time.monotonic() + SETTLE_S
        while self._recorder.is_busy and time.monotonic() < limit:  # noqa: ASYNC110 - it runs in a thread of its own
            await asyncio.sleep(_LOOK_S)
        return self._recorder.since(began)


@contextmanager
def standing_in(host: str, port: int, keys: Sequence[str]) -> Iterator[StandIn]:
    """A stand-in that listens at that address (port 0: a free one) while the context lasts.

    keys: those that the proxy has for the service. Raises OSError if it cannot listen there.
    """
    stand_in = StandIn(keys)
    with serve(MockSettings(api_keys=tuple(keys)), wrap=stand_in.wrap, host=host, port=port) as running:
        stand_in.started(running)
        yield stand_in
