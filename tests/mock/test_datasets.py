"""Datasets: what one does to them and to their recordings shows in what one reads next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from contralto_conformance.mock import MockSettings, serve

from .conftest import NEW, Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2025-04-16"]
ASKED = {"name": "Takes", "description": ""}


@pytest.fixture(scope="module")
def datasets() -> Iterator[Api]:
    with serve(MockSettings()) as running:
        api = Api(running)
        with api.client:
            yield api


def new(api: Api, version: str = NEW) -> str:
    made: str = api.request("POST", "/datasets/", version, json=ASKED).json()["id"]
    return f"/datasets/{made}"


def put(api: Api, dataset: str, name: str, content: bytes = b"RIFF", version: str = NEW) -> httpx.Response:
    files, data = {"file": (name, content)}, {"purpose": "fine_tune"}
    return api.request("POST", f"{dataset}/files", version, files=files, data=data)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_dataset_lives_until_it_is_deleted(datasets: Api, version: str) -> None:
    made = datasets.request("POST", "/datasets/", version, json=ASKED).json()
    path = f"/datasets/{made['id']}"
    assert (made["name"], made["description"]) == ("Takes", "")
    assert datasets.get(path, version).json() == made
    assert datasets.get("/datasets/?limit=100", version).json()["data"][-1] == made
    changed = {"name": "Takes of May", "description": "Without the outtakes."}
    assert datasets.request("PATCH", path, version, json=changed).status_code == 204
    assert datasets.get(path, version).json() == {**made, **changed}
    assert datasets.request("DELETE", path, version).status_code == 204
    for method, body in (("GET", None), ("DELETE", None), ("PATCH", changed)):
        assert datasets.request(method, path, version, json=body).status_code == 404


@pytest.mark.parametrize("version", VERSIONS)
def test_recordings_are_listed_in_the_order_of_their_upload(datasets: Api, version: str) -> None:
    dataset = new(datasets, version)
    assert datasets.get(f"{dataset}/files", version).json()["data"] == []
    for number in range(3):
        answer = put(datasets, dataset, f"take-{number}.flac", b"x" * number, version)
        assert (answer.status_code, answer.content) == (204, b"")
    listed = datasets.get(f"{dataset}/files", version).json()["data"]
    assert [(file["filename"], file["size"]) for file in listed] == [
        ("take-0.flac", 0),
        ("take-1.flac", 1),
        ("take-2.flac", 2),
    ]
    first = datasets.get(f"{dataset}/files?limit=2", version).json()
    assert (first["data"], first["has_more"]) == (listed[:2], True)
    assert first.get("next_page") == (listed[1]["id"] if version > "2025-04-16" else None)
    after = datasets.get(f"{dataset}/files?starting_after={listed[1]['id']}", version).json()
    assert (after["data"], after["has_more"]) == (listed[2:], False)
    before = datasets.get(f"{dataset}/files?ending_before={listed[1]['id']}", version).json()
    assert before["data"] == listed[:1]
    assert datasets.request("DELETE", f"{dataset}/files/{listed[1]['id']}", version).status_code == 204
    assert datasets.request("DELETE", f"{dataset}/files/{listed[1]['id']}", version).status_code == 404
    assert datasets.get(f"{dataset}/files", version).json()["data"] == [listed[0], listed[2]]


def test_a_recording_is_a_stored_file(datasets: Api) -> None:
    dataset = new(datasets)
    put(datasets, dataset, "a.wav", b"12345")
    put(datasets, dataset, "b.wav", b"678")
    first, second = datasets.get(f"{dataset}/files").json()["data"]
    assert datasets.get(f"/files/{first['id']}/info").json()["purpose"] == "fine_tune"
    assert datasets.get(f"/files/{first['id']}/download").content == b"12345"
    assert datasets.request("DELETE", f"/files/{first['id']}").status_code == 200
    assert datasets.get(f"{dataset}/files").json()["data"] == [second]
    datasets.request("DELETE", dataset)
    assert datasets.get(f"/files/{second['id']}/info").status_code == 404


def test_a_dataset_deletes_its_own_recordings_only(datasets: Api) -> None:
    mine, other = new(datasets), new(datasets)
    put(datasets, mine, "a.wav")
    recording = datasets.get(f"{mine}/files").json()["data"][0]["id"]
    assert datasets.request("DELETE", f"{other}/files/{recording}").status_code == 404
    assert len(datasets.get(f"{mine}/files").json()["data"]) == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [("a.wav", 204), ("a.b.MP3", 204), ("upload", 204), ("notes.txt", 400), ("a.wav.zip", 400), ("a.", 400)],
)
def test_a_recording_is_audio_by_its_name(datasets: Api, name: str, status: int) -> None:
    answer = put(datasets, new(datasets), name)
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["error_code"] == "unsupported_audio_format"
        assert "`file` must be one of" in answer.json()["message"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("method", "body", "said"),
    [
        ("POST", {"name": "a"}, "`description`"),
        ("POST", {"name": None, "description": ""}, "`name`"),
        ("PATCH", {"name": "a"}, "`description`"),
        ("PATCH", [], "object"),
    ],
)
def test_what_is_wrong_is_named(datasets: Api, version: str, method: str, body: object, said: str) -> None:
    path = "/datasets/" if method == "POST" else new(datasets, version)
    answer = datasets.request(method, path, version, json=body)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_recordings_of_no_dataset(datasets: Api, method: str) -> None:
    form: dict[str, Any] = (
        {"files": {"file": ("a.wav", b"")}, "data": {"purpose": "fine_tune"}} if method == "POST" else {}
    )
    answer = datasets.request(method, "/datasets/dataset_none/files", **form)
    assert answer.status_code == 404
    assert answer.json()["title"] == "Dataset not found"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=ten"])
def test_a_limit_is_1_to_100(datasets: Api, query: str) -> None:
    answer = datasets.get(f"/datasets/?{query}")
    assert answer.status_code == 400
    assert "`limit` must be" in answer.json()["message"]


def test_both_slashes_lead_to_the_list(datasets: Api) -> None:
    assert datasets.get("/datasets").json() == datasets.get("/datasets/").json()


def test_there_are_no_datasets_before_2025_04_16(datasets: Api) -> None:
    assert datasets.get("/datasets/", "2024-11-13").status_code == 404
