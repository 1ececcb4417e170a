"""The channels as state tables, and the machine that steps them for either side. No network, no clock.

`machine` is written by hand, `tables` is generated from `x-protocol` of the published AsyncAPI document.
"""

from __future__ import annotations

from ..errors import LocalProtocolError, ProtocolError, RemoteProtocolError
from .machine import Machine, Party, ProtocolTable, Rule, StateInfo, Step, Symbol

__all__ = [
    "LocalProtocolError",
    "Machine",
    "Party",
    "ProtocolError",
    "ProtocolTable",
    "RemoteProtocolError",
    "Rule",
    "StateInfo",
    "Step",
    "Symbol",
]
