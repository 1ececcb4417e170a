"""A mock of the voice API: a stateful server with real audio, and with defects on demand.

from contralto_conformance.mock import MockSettings, serve

with serve(MockSettings(prefix="/v1/cartesia")) as running:
    print(running.url)
"""

from __future__ import annotations

from . import defects
from .app import create_app
from .faults import UnknownFault
from .journal import Exchange
from .server import Running, run, serve
from .settings import MockSettings

__all__ = ["Exchange", "MockSettings", "Running", "UnknownFault", "create_app", "defects", "run", "serve"]
