"""Pronunciation dictionaries: made, listed, changed, pinned and deleted; the first of them come with every mock.

Speech names a dictionary by `pronunciation_dict_id`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import ACCOUNT_ID, Service
from contralto_conformance.mock.shelves import Shelf

from .seeds import seeds

Record = dict[str, Any]


class Dictionaries:
    """The dictionaries of the account, in the shape of the newest version."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = Shelf("pronunciation dictionary")
        for record in seeds("pronunciation_dicts"):
            self.shelf.put(record["id"], record)


def _of(service: Service) -> Shelf[Record]:
    return service.state(Dictionaries).shelf


def _entries(asked: Mapping[str, Any]) -> list[Record]:
    """The entries of a request with both names of what says how to speak, each being what the other was."""
    entries = []
    for item in asked.get("items") or ():
        spoken = item.get("pronunciation", item.get("alias"))
        entries.append({"case_sensitive": False, "pronunciation": spoken, "alias": spoken, **item})
    return entries


def access_of(asked: Mapping[str, Any], before: str = "private") -> str:
    """Who may use a thing, of a request that may name it as a string or, in the older way, as an object."""
    access = asked.get("access", before)
    return str(access["type"] if isinstance(access, dict) else access)


async def list_dicts(service: Service, call: Call) -> Reply:
    """`GET /pronunciation-dicts/`."""
    return answer_page(call, _of(service).page(read_query(service, call)))


async def create_dict(service: Service, call: Call) -> Reply:
    """`POST /pronunciation-dicts/`."""
    asked = read_request(service, call)
    access = access_of(asked)
    record = {
        "id": service.new_key("dict_"),
        "name": asked["name"],
        "description": asked.get("description", ""),
        "is_owner": True,
        "owner_id": ACCOUNT_ID,
        "pinned": False,
        "access": access,
        "visibility": "owner" if access == "private" else "all",
        "items": _entries(asked),
        "created_at": service.timestamp(),
    }
    return answer(call, _of(service).put(record["id"], record))


async def get_dict(service: Service, call: Call) -> Reply:
    """`GET /pronunciation-dicts/{id}`."""
    return answer(call, _of(service).get(call.parameters["id"]))


async def update_dict(service: Service, call: Call) -> Reply:
    """`PATCH /pronunciation-dicts/{id}`: what is sent replaces what was; null changes nothing."""
    record = _of(service).get(call.parameters["id"])
    asked = read_request(service, call)
    record |= {name: asked[name] for name in ("name", "description") if asked.get(name) is not None}
    if asked.get("items") is not None:
        record["items"] = _entries(asked)
    record["access"] = access_of(asked, record["access"])
    record["visibility"] = "owner" if record["access"] == "private" else "all"
    return answer(call, record)


async def delete_dict(service: Service, call: Call) -> Reply:
    """`DELETE /pronunciation-dicts/{id}`."""
    _of(service).take(call.parameters["id"])
    return answer(call)


async def pin_dict(service: Service, call: Call) -> Reply:
    """`POST /pronunciation-dicts/{id}/pin`, and `unpin`."""
    _of(service).get(call.parameters["id"])["pinned"] = call.path.endswith("/pin")
    return answer(call)


OPERATIONS = (
    Operation("GET", "/pronunciation-dicts/", list_dicts),
    Operation("POST", "/pronunciation-dicts/", create_dict),
    Operation("GET", "/pronunciation-dicts/{id}", get_dict),
    Operation("PATCH", "/pronunciation-dicts/{id}", update_dict),
    Operation("DELETE", "/pronunciation-dicts/{id}", delete_dict),
    Operation("POST", "/pronunciation-dicts/{id}/pin", pin_dict),
    Operation("POST", "/pronunciation-dicts/{id}/unpin", pin_dict),
)
