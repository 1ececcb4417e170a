"""The documentation of the client: guides, and every method with examples made from those of the spec."""

from __future__ import annotations

from .pages import client_pages

__all__ = ["client_pages"]
