"""Folders of the knowledge base: a tree of at most three levels, whose documents some agents may search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service

from .documents import Documents
from .known_agents import agents_of, check_agent

Record = dict[str, Any]

MAX_LEVELS = 3
"""Levels of folders, the top one included."""

_TOP = "null"
"""What stands for the top level among the ids of parents in the query."""


class _Tree:
    """The folders and documents by the folder that they are in; made for one request."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.folders: dict[str | None, list[Record]] = defaultdict(list)
        self._documents: dict[str, list[Record]] = defaultdict(list)
        for folder in service.state(Documents).folders:
            self.folders[folder["parent_id"]].append(folder)
        for document in service.state(Documents).shelf:
            self._documents[document["folder_id"]].append(document)

    def shown(self, folder: Record) -> Record:
        """A folder with its agents and documents."""
        return {
            **folder,
            "agents": agents_of(self._service, folder["agent_ids"]),
            "documents": self._documents[folder["id"]],
        }

    def nested(self, folder: Record, levels: int) -> Record:
        """A folder with so many levels of the folders in it. `children` is left out where there are some that the
        levels do not reach."""
        children = self.folders[folder["id"]]
        if levels == 0 and children:
            return self.shown(folder)
        return {**self.shown(folder), "children": [self.nested(child, levels - 1) for child in children]}

    def height(self, folder_id: str) -> int:
        """Levels of a folder and what is in it: 1 for one without folders."""
        return 1 + max((self.height(child["id"]) for child in self.folders[folder_id]), default=0)


def _ancestry(service: Service, folder_id: str | None) -> list[str]:
    """Ids from a folder up to the top level; raises Fault (404) for a folder that does not exist."""
    ids: list[str] = []
    while folder_id is not None:
        ids.append(folder_id)
        folder_id = service.state(Documents).folders.get(folder_id)["parent_id"]
    return ids


def _check_place(service: Service, name: str, parent_id: str | None, folder_id: str | None = None) -> None:
    """Raises Fault unless a folder, new or moved with all that is in it, may have this name in this place: 404 for a
    parent that does not exist, 400 for a tree too deep, a circle, or a name that a sibling has."""
    tree = _Tree(service)
    ancestry = _ancestry(service, parent_id)
    if folder_id is not None and folder_id in ancestry:
        raise Fault(400, None, "`parent_id` must not be the folder itself or a folder within it")
    if len(ancestry) + (1 if folder_id is None else tree.height(folder_id)) > MAX_LEVELS:
        message = f"`parent_id` must leave the tree at most {MAX_LEVELS} levels deep"
        raise Fault(400, "Folders too deep", message, code="kb_folder_max_depth")
    if any(sibling["name"] == name and sibling["id"] != folder_id for sibling in tree.folders[parent_id]):
        message = f"`name` must be unique among its siblings, and one of them is `{name[:80]}`"
        raise Fault(400, "Duplicate folder name", message, code="kb_folder_duplicate_name")


def _empty(state: Documents, folder_id: str, but: Collection[str] = ()) -> None:
    """Deletes the documents in a folder, save some."""
    for document in list(state.shelf):
        if document["folder_id"] == folder_id and document["id"] not in but:
            state.shelf.take(document["id"])


async def list_folders(service: Service, call: Call) -> Reply:
    """`GET /agents/folders`: a page of the folders of some parents, each with so many levels (`depth`) of the folders
    in it."""
    query = read_query(service, call)
    parents = {None if parent == _TOP else parent for parent in query.get("parent_ids[]", [_TOP])}
    page = service.state(Documents).folders.page(query, lambda folder: folder["parent_id"] in parents)
    tree = _Tree(service)
    shown = [tree.nested(folder, query["depth"]) for folder in page.items]
    return answer_page(call, Page(shown, page.has_more, page.next_page))


async def create_folder(service: Service, call: Call) -> Reply:
    """`POST /agents/folders`."""
    asked = read_request(service, call)
    parent_id = asked.get("parent_id")
    _check_place(service, asked["name"], parent_id)
    record = {
        "id": service.new_key("folder_"),
        "parent_id": parent_id,
        "name": asked["name"],
        "created_at": service.timestamp(),
        "agent_ids": [],
    }
    service.state(Documents).folders.put(record["id"], record)
    return answer(call, _Tree(service).shown(record))


async def get_folder(service: Service, call: Call) -> Reply:
    """`GET /agents/folders/{id}`."""
    return answer(call, _Tree(service).shown(service.state(Documents).folders.get(call.parameters["id"])))


async def update_folder(service: Service, call: Call) -> Reply:
    """`PATCH /agents/folders/{id}`: a list of documents or agents replaces the whole set; documents that it leaves out
    are deleted, those of other folders are moved in."""
    state = service.state(Documents)
    record = state.folders.get(call.parameters["id"])
    asked = read_request(service, call)
    changed: Record = {member: asked.get(member, record[member]) for member in ("name", "parent_id")}
    _check_place(service, changed["name"], changed["parent_id"], record["id"])
    if "agents" in asked:
        changed["agent_ids"] = list(dict.fromkeys(agent["id"] for agent in asked["agents"]))
        for agent_id in changed["agent_ids"]:
            check_agent(service, agent_id)
    if "documents" in asked:
        kept = [state.shelf.get(document["id"]) for document in asked["documents"]]
        _empty(state, record["id"], but={document["id"] for document in kept})
        for document in kept:
            document["folder_id"] = record["id"]
    record |= changed
    return answer(call, _Tree(service).shown(record))


async def delete_folder(service: Service, call: Call) -> Reply:
    """`DELETE /agents/folders/{id}`: with its documents, but not while folders are in it."""
    state = service.state(Documents)
    folder_id = state.folders.get(call.parameters["id"])["id"]
    if any(folder["parent_id"] == folder_id for folder in state.folders):
        raise Fault(400, "Folder not empty", f"the folder `{folder_id}` holds other folders; delete or move them first")
    _empty(state, folder_id)
    state.folders.take(folder_id)
    return answer(call)


OPERATIONS = (
    Operation("GET", "/agents/folders", list_folders),
    Operation("POST", "/agents/folders", create_folder),
    Operation("GET", "/agents/folders/{id}", get_folder),
    Operation("PATCH", "/agents/folders/{id}", update_folder),
    Operation("DELETE", "/agents/folders/{id}", delete_folder),
)
