"""Documents of the knowledge base: added one by one or in bulk, moved between folders, changed and deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled

from .seeds import seeds

Record = dict[str, Any]

MAX_TEXT_BYTES = 1024 * 1024
"""Of one document in UTF-8; the service says 1 MB."""

MAX_KEPT_BYTES = 256 * 1024 * 1024
"""Of all documents together: as much as the mock keeps. Beyond it, it says that the quota is used up."""


class Documents:
    """The knowledge base: documents in `shelf`, each with its `folder_id`, and the folders that they lie in, each with
    its `parent_id` and the `agent_ids` that may look into it."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = filled(Shelf("document"), seeds("documents"))
        self.folders: Shelf[Record] = filled(Shelf("folder", code="kb_folder_not_found"), seeds("folders"))

    def of_agent(self, agent_id: str) -> list[Record]:
        """The documents of the folders that an agent may look into."""
        folders = {folder["id"] for folder in self.folders if agent_id in folder["agent_ids"]}
        return [document for document in self.shelf if document["folder_id"] in folders]


def _check_size(service: Service, texts: Iterable[tuple[str, str]]) -> None:
    """Checks texts to be kept, each with its place in the body; raises Fault: 413 that names those that are too long,
    402 when there is no room for all of them."""
    sizes = {place: len(text.encode()) for place, text in texts}
    too_long = [place for place, size in sizes.items() if size > MAX_TEXT_BYTES]
    if too_long:
        places = ", ".join(f"`{place}`" for place in too_long)
        message = f"{places} must be at most {MAX_TEXT_BYTES} bytes long in UTF-8"
        raise Fault(413, "File too large", message, code="file_too_large")
    kept = sum(len(document["content"].encode()) for document in service.state(Documents).shelf)
    if kept + sum(sizes.values()) > MAX_KEPT_BYTES:
        message = f"all documents together must be at most {MAX_KEPT_BYTES} bytes long"
        raise Fault(402, "Quota exceeded", message, code="quota_exceeded")


def _added(service: Service, asked: Mapping[str, Any]) -> Record:
    record = {
        "id": service.new_key("doc_"),
        "folder_id": asked["folder_id"],
        "name": asked.get("name"),
        "content": asked["content"],
        "created_at": service.timestamp(),
        "metadata": asked.get("metadata", {}),
    }
    return service.state(Documents).shelf.put(record["id"], record)


async def list_documents(service: Service, call: Call) -> Reply:
    """`GET /agents/documents`."""
    return answer_page(call, service.state(Documents).shelf.page(read_query(service, call)))


async def create_document(service: Service, call: Call) -> Reply:
    """`POST /agents/documents`."""
    asked = read_request(service, call)
    service.state(Documents).folders.get(asked["folder_id"])
    _check_size(service, [("content", asked["content"])])
    return answer(call, _added(service, asked))


async def create_documents(service: Service, call: Call) -> Reply:
    """`POST /agents/documents/bulk`: all of them, or none when one cannot be added."""
    asked = read_request(service, call)["documents"]
    for item in asked:
        service.state(Documents).folders.get(item["folder_id"])
    _check_size(service, ((f"documents[{place}].content", item["content"]) for place, item in enumerate(asked)))
    return answer(call, [_added(service, item) for item in asked])


async def get_document(service: Service, call: Call) -> Reply:
    """`GET /agents/documents/{id}`."""
    return answer(call, service.state(Documents).shelf.get(call.parameters["id"]))


async def update_document(service: Service, call: Call) -> Reply:
    """`PATCH /agents/documents/{id}`: null takes the name away; metadata is replaced as a whole."""
    record = service.state(Documents).shelf.get(call.parameters["id"])
    asked = read_request(service, call)
    if "folder_id" in asked:
        service.state(Documents).folders.get(asked["folder_id"])
    if "content" in asked:
        _check_size(service, [("content", asked["content"])])
    record |= {name: asked[name] for name in ("folder_id", "name", "content", "metadata") if name in asked}
    return answer(call, record)


async def delete_document(service: Service, call: Call) -> Reply:
    """`DELETE /agents/documents/{id}`."""
    service.state(Documents).shelf.take(call.parameters["id"])
    return answer(call)


OPERATIONS = (
    Operation("GET", "/agents/documents", list_documents),
    Operation("POST", "/agents/documents", create_document),
    Operation("POST", "/agents/documents/bulk", create_documents),
    Operation("GET", "/agents/documents/{id}", get_document),
    Operation("PATCH", "/agents/documents/{id}", update_document),
    Operation("DELETE", "/agents/documents/{id}", delete_document),
)
