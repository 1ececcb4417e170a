"""The mock in a process of its own, which tells at `/-/usage` what it holds.

`python -m tests.soak.watched` prints the address; memory comes in kB, the rest are numbers of things that live.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

from starlette.types import Receive, Scope, Send

from contralto_conformance.mock import MockSettings
from contralto_conformance.mock.app import MockApp
from contralto_conformance.mock.exchange import Call
from contralto_conformance.mock.forms import Form
from contralto_conformance.mock.server import run
from contralto_conformance.mock.sockets.base import Socket
from contralto_conformance.mock.sockets.contexts import Context

TIME_SCALE = 0.02


def usage() -> dict[str, int]:
    """What the process holds, when all that nobody needs has been given back."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    counts = {Context: 0, Socket: 0, Form: 0, Call: 0}
    for each in gc.get_objects():
        for kind in counts:
            counts[kind] += isinstance(each, kind)
    return {
        "memory_kb": int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]),
        "files": len(os.listdir("/proc/self/fd")),
        "tasks": len(asyncio.all_tasks()),
        "contexts": counts[Context],
        "sockets": counts[Socket],
        "forms": counts[Form],
        "calls": counts[Call],
    }


def telling(app: MockApp) -> Any:
    """The application with the answer to `/-/usage`."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") != "/-/usage":
            await app(scope, receive, send)
            return
        body = json.dumps(usage()).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    return served


if __name__ == "__main__":
    sys.exit(run(MockSettings(time_scale=TIME_SCALE), port=0, wrap=telling))
