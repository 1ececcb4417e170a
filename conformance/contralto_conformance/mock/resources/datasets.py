"""Datasets: made, filled with recordings, renamed and deleted. Their recordings are stored files like others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf

from .files import Files, uploaded
from .seeds import seeds

SUFFIXES = frozenset(("flac", "mp3", "mpeg", "mpga", "oga", "ogg", "wav", "webm"))
"""Kinds of recording that a dataset takes (fern-2025-04-16)."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as answers show it, and its files, the first uploaded first."""

    record: Record
    files: Shelf[Record] = field(default_factory=lambda: Shelf("file"))


class Datasets:
    """The datasets of the account."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Dataset] = Shelf("dataset")
        stored = service.state(Files).shelf
        for record in seeds("datasets"):
            dataset = Dataset(record)
            for file_id in record.pop("files"):
                dataset.files.put(file_id, stored.get(file_id))
            self.shelf.put(record["id"], dataset)


def _of(service: Service, call: Call) -> Dataset:
    """The dataset that the path names, without the files that were deleted elsewhere; raises Fault (404)."""
    dataset = service.state(Datasets).shelf.get(call.parameters["id"])
    stored = service.state(Files).shelf
    for gone in [record["id"] for record in dataset.files if record["id"] not in stored]:
        dataset.files.take(gone)
    return dataset


async def list_datasets(service: Service, call: Call) -> Reply:
    """`GET /datasets/`."""
    page = service.state(Datasets).shelf.page(read_query(service, call))
    return answer_page(call, page.of([dataset.record for dataset in page.items]))


async def create_dataset(service: Service, call: Call) -> Reply:
    """`POST /datasets/`."""
    asked = read_request(service, call)
    record = {
        "id": service.new_key("dataset_"),
        "name": asked["name"],
        "description": asked["description"],
        "created_at": service.timestamp(),
    }
    return answer(call, service.state(Datasets).shelf.put(record["id"], Dataset(record)).record)


async def get_dataset(service: Service, call: Call) -> Reply:
    """`GET /datasets/{id}`."""
    return answer(call, _of(service, call).record)


async def update_dataset(service: Service, call: Call) -> Reply:
    """`PATCH /datasets/{id}`."""
    dataset = _of(service, call)
    asked = read_request(service, call)
    dataset.record.update({name: asked[name] for name in ("name", "description")})
    return answer(call)


async def delete_dataset(service: Service, call: Call) -> Reply:
    """`DELETE /datasets/{id}`: its recordings go with it."""
    dataset = service.state(Datasets).shelf.take(call.parameters["id"])
    for record in dataset.files:
        service.state(Files).forget(record["id"])
    return answer(call)


async def list_files(service: Service, call: Call) -> Reply:
    """`GET /datasets/{id}/files`."""
    return answer_page(call, _of(service, call).files.page(read_query(service, call)))


async def upload_file(service: Service, call: Call) -> Reply:
    """`POST /datasets/{id}/files`."""
    dataset = _of(service, call)
    asked = read_request(service, call)
    recording = uploaded(service, call, SUFFIXES)
    record = await service.state(Files).upload(recording, str(asked.get("purpose", "")))
    if dataset.record["id"] not in service.state(Datasets).shelf:  # deleted while the recording was stored
        service.state(Files).forget(record["id"])
    dataset.files.put(record["id"], record)
    return answer(call)


async def delete_file(service: Service, call: Call) -> Reply:
    """`DELETE /datasets/{id}/files/{fileID}`."""
    record = _of(service, call).files.take(call.parameters["fileID"])
    service.state(Files).forget(record["id"])
    return answer(call)


OPERATIONS = (
    Operation("GET", "/datasets/", list_datasets),
    Operation("POST", "/datasets/", create_dataset),
    Operation("GET", "/datasets/{id}", get_dataset),
    Operation("PATCH", "/datasets/{id}", update_dataset),
    Operation("DELETE", "/datasets/{id}", delete_dataset),
    Operation("GET", "/datasets/{id}/files", list_files),
    Operation("POST", "/datasets/{id}/files", upload_file),
    Operation("DELETE", "/datasets/{id}/files/{fileID}", delete_file),
)
