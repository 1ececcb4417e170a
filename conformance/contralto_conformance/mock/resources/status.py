"""`GET /`."""

from __future__ import annotations

import contralto_spec
from contralto_conformance.mock.answers import json_reply
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Service


async def get_status(service: Service, call: Call) -> Reply:
    """Whether the service is up, and the newest version that it knows."""
    return json_reply({"ok": True, "version": contralto_spec.load().latest.date})


OPERATIONS = (Operation("GET", "/", get_status),)
