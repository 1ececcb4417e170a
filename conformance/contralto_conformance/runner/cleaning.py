"""Deletes what a run has made, in a bounded time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from contralto_conformance.drivers import http as http_driver
from contralto_conformance.drivers.endpoint import Endpoint, address
from contralto_conformance.drivers.player import Network
from contralto_conformance.runner.ledger import GONE, Ledger
from contralto_conformance.runner.model import Made

LIMIT_S = 30.0
"""The longest that the end of a run may take."""

CANNOT = "the API offers no way to delete it"
_OUT_OF_TIME = "there was no time left to delete it"


async def clean(
    ledger: Ledger, things: Sequence[Made], endpoint: Endpoint, network: Network, *, admin_key: str = ""
) -> None:
    """Deletes these things, the newest first; what cannot be deleted stays in the ledger with the reason.

    endpoint: of the target; each thing is deleted under the version that it was made with. Takes no longer than
    `LIMIT_S`.
    """
    waiting = list(reversed(things))
    try:
        async with asyncio.timeout(LIMIT_S):
            while waiting:
                problem = await _delete(waiting[0], endpoint, network, admin_key)
                made = waiting.pop(0)
                if problem:
                    ledger.kept(made, problem)
                else:
                    ledger.deleted(made)
    except TimeoutError:
        for made in waiting:
            ledger.kept(made, _OUT_OF_TIME)


async def _delete(made: Made, endpoint: Endpoint, network: Network, admin_key: str) -> str:
    """Deletes one thing; "" or why it is still there."""
    if not made.delete:
        return made.problem or CANNOT
    if made.is_admin and not admin_key:
        return "an admin key is needed to delete it"
    headers = {"authorization": f"Bearer {admin_key}"} if made.is_admin else {}
    to = address(endpoint, made.delete, (), headers, auth="default", version=made.version, token=None, socket=False)
    answer = await http_driver.exchange(network.http, endpoint, "clean", "DELETE", to, None)
    if answer.status in GONE:
        return ""
    return f"no answer: {answer.detail}" if answer.status is None else f"DELETE was answered {answer.status}"
