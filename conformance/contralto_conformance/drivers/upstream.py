"""The service behind a proxy, as the player of cases sees it."""

from __future__ import annotations

from typing import Protocol

from contralto_conformance.cases.model import Upstream
from contralto_conformance.trace import Exchange


class Behind(Protocol):
    """A service that the suite plays: it does what it is told, and remembers what arrived.

    Nothing that it gives is redacted. One case at a time may use it.
    """

    @property
    def url(self) -> str:
        """Where it listens."""

    async def begin(self) -> None:
        """Behaves as the mock again, and forgets what arrived."""

    async def behave(self, how: Upstream) -> None:
        """Behaves like this from now on. Raises Unplayable for what it cannot do."""

    async def arrived(self, began: float) -> tuple[Exchange, ...]:
        """What has arrived since `begin`, in the order in which it began; waits shortly for what is still under way.

        began: reading of `time.monotonic` from which times are counted.
        """
