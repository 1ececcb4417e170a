"""The API keys of the organization, known by id and never shown themselves.

Each standard key that the mock takes has a record here: the first ones those of the seeds, further ones a record of
their own. So usage can be read by key.
"""

from __future__ import annotations

import random
import uuid
from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.auth import ADMIN_KEY_PREFIX
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, refuse_both_cursors

from .organizations import Organization
from .seeds import seeds

Record = dict[str, Any]


class ApiKeys:
    """The keys of the organization."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = Shelf("API key")
        for record in seeds("api_keys"):
            self.shelf.put(record["id"], record)
        known = [str(record["id"]) for record in self.shelf]
        standard = [
            place for place, key in enumerate(service.settings.api_keys) if not key.startswith(ADMIN_KEY_PREFIX)
        ]
        numbers = random.Random(f"api keys {service.settings.seed}")  # noqa: S311 - an id, and not the key
        for count in range(len(known), len(standard)):
            known.append(str(uuid.UUID(int=numbers.getrandbits(128), version=4)))
            record = {"id": known[-1], "description": f"Key {count + 1}", "created_at": service.timestamp()}
            self.shelf.put(known[-1], record)
        self._ids = dict(zip(standard, known, strict=False))

    def id_of(self, call: Call) -> str:
        """The id of the key behind a call."""
        return self._ids.get(call.identity.key if call.identity is not None else 0, "unnamed_key")


def _shown(service: Service, record: Record) -> Record:
    creator = service.state(Organization).member_with(record.get("creator_email"))
    return {
        **record,
        "creator_email": record.get("creator_email"),
        "creator_still_in_org": creator is not None if record.get("creator_email") else None,
        "creator_image_url": creator["image_url"] if creator is not None else None,
    }


async def list_api_keys(service: Service, call: Call) -> Reply:
    """`GET /api-keys`; `q` looks into the description and into name and email address of the creator."""
    query = read_query(service, call)
    service.objecting(call, lambda: refuse_both_cursors(query))
    sought = query.get("q", "").casefold()

    def passes(record: Record) -> bool:
        texts = (record.get(name) or "" for name in ("description", "creator_name", "creator_email"))
        return any(sought in text.casefold() for text in texts)

    page = service.state(ApiKeys).shelf.page(query, passes)
    return answer_page(call, page.of([_shown(service, record) for record in page.items]))


async def get_api_key(service: Service, call: Call) -> Reply:
    """`GET /api-keys/{id}`."""
    key_id = call.parameters["id"]
    if key_id.startswith("sk_"):
        # Whoever sends a key in a path shall not find it in an error as well.
        raise Fault(404, "API key not found", "this is a key; an API key is found by its id, which is not the key")
    return answer(call, _shown(service, service.state(ApiKeys).shelf.get(key_id)))


OPERATIONS = (Operation("GET", "/api-keys", list_api_keys), Operation("GET", "/api-keys/{id}", get_api_key))
