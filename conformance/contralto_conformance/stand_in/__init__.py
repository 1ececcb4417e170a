"""The service behind a proxy, played by the suite: the mock, under orders of a case and under a recorder."""

from __future__ import annotations

from .service import StandIn, standing_in

__all__ = ["StandIn", "standing_in"]
