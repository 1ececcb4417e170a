"""The channels as state tables, and the machine that steps them for either side. No network, no clock.

`machine` is written by hand, `tables` is generated from `x-protocol` of the published AsyncAPI document.
"""

from __future__ import annotations

from ..errors import LocalProtocolError, ProtocolError, RemoteProtocolError
from .machine import Closing, Machine, Message, Party, ProtocolTable, Rule, StateInfo, Step, Symbol

__all__ = [
    "Closing",
    "LocalProtocolError",
    "Machine",
    "Message",
    "Party",
    "ProtocolError",
    "ProtocolTable",
    "RemoteProtocolError",
    "Rule",
    "StateInfo",
    "Step",
    "Symbol",
]
