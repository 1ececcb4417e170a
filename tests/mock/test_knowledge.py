"""Folders and documents of the knowledge base: a tree of three levels, and texts that go with their folders."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from contralto_conformance.mock.resources import documents
from contralto_conformance.mock.resources.documents import MAX_TEXT_BYTES

from .conftest import NEW, Api

VERSIONS = ["2026-03-01", NEW]
AGENT = "agent_9cTqLmZr4uXvWnKe2s"
GONE = "folder_none"

names = (f"Folder {count}" for count in itertools.count(1))


def _folder(api: Api, parent_id: str | None = None, version: str = NEW) -> str:
    body = {"name": next(names), "parent_id": parent_id}
    made: dict[str, Any] = api.request("POST", "/agents/folders", version, json=body).raise_for_status().json()
    assert made["parent_id"] == parent_id
    return str(made["id"])


def _document(api: Api, folder_id: str, **members: Any) -> dict[str, Any]:
    body = {"folder_id": folder_id, "content": "Mount it upright.", **members}
    made: dict[str, Any] = api.request("POST", "/agents/documents", json=body).raise_for_status().json()
    return made


def _refused(api: Api, method: str, path: str, status: int, code: str | None, body: object) -> str:
    answer = api.request(method, path, json=body)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)
    return str(answer.json()["message"])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_folder_lives_until_it_is_deleted(own: Api, version: str) -> None:
    folder = _folder(own, version=version)
    path = f"/agents/folders/{folder}"
    made = own.get(path, version).json()
    assert made["agents"] == made["documents"] == []
    assert own.request("PATCH", path, version, json={"name": "Ovens"}).json() == {**made, "name": "Ovens"}
    assert own.request("DELETE", path, version).status_code == 204
    gone = own.get(path, version)
    assert (gone.status_code, gone.json()["error_code"]) == (404, "kb_folder_not_found")


@pytest.mark.parametrize("version", ["2024-06-10", "2025-04-16", "2025-11-04"])
def test_older_versions_have_no_knowledge_base(own: Api, version: str) -> None:
    for path in ("/agents/folders/folder_5dTq0b", "/agents/documents/doc_Jr70aa", "/agents/documents/bulk"):
        assert own.get(path, version).status_code == 404


def test_the_tree_shows_as_many_levels_as_asked_for(own: Api) -> None:
    top = _folder(own)
    middle = _folder(own, top)
    bottom = _folder(own, middle)

    def shown(depth: str) -> dict[str, Any]:
        folders = own.get(f"/agents/folders?limit=100{depth}").json()["data"]
        found: dict[str, Any] = next(folder for folder in folders if folder["id"] == top)
        return found

    whole = shown("")
    assert whole["children"][0]["id"] == middle
    assert [child["id"] for child in whole["children"][0]["children"]] == [bottom]
    assert whole["children"][0]["children"][0]["children"] == []
    assert shown("&depth=3") == shown("&depth=2") == whole
    assert [child["id"] for child in shown("&depth=1")["children"]] == [middle]
    assert "children" not in shown("&depth=1")["children"][0]


def test_folders_are_listed_by_their_parents(own: Api) -> None:
    first, second = _folder(own), _folder(own)
    inner = [_folder(own, first), _folder(own, second), _folder(own, first)]
    listed = own.get(f"/agents/folders?parent_ids[]={first}&parent_ids[]={second}").json()["data"]
    assert [folder["id"] for folder in listed] == inner
    top = own.get("/agents/folders?limit=100&parent_ids[]=null").json()["data"]
    assert top == own.get("/agents/folders?limit=100").json()["data"]
    assert {first, second} <= {folder["id"] for folder in top}
    assert own.get(f"/agents/folders?parent_ids[]={GONE}").json()["data"] == []


def test_pages_of_folders_count_the_top_of_the_answer(own: Api) -> None:
    parent = _folder(own)
    inner = [_folder(own, parent) for _ in range(3)]
    first = own.get(f"/agents/folders?parent_ids[]={parent}&limit=2").json()
    assert ([folder["id"] for folder in first["data"]], first["has_more"]) == (inner[:2], True)
    rest = own.get(f"/agents/folders?parent_ids[]={parent}&starting_after={inner[1]}").json()
    assert ([folder["id"] for folder in rest["data"]], rest["has_more"]) == (inner[2:], False)
    before = own.get(f"/agents/folders?parent_ids[]={parent}&ending_before={inner[2]}").json()
    assert [folder["id"] for folder in before["data"]] == inner[:2]


def test_a_fourth_level_is_refused_when_made_and_when_moved(own: Api) -> None:
    top = _folder(own)
    middle = _folder(own, top)
    bottom = _folder(own, middle)
    deep = {"name": "Deep", "parent_id": bottom}
    assert "`parent_id`" in _refused(own, "POST", "/agents/folders", 400, "kb_folder_max_depth", deep)
    tall = _folder(own)
    _folder(own, tall)
    _refused(own, "PATCH", f"/agents/folders/{tall}", 400, "kb_folder_max_depth", {"parent_id": middle})
    assert own.request("PATCH", f"/agents/folders/{tall}", json={"parent_id": top}).json()["parent_id"] == top


def test_a_name_is_unique_among_siblings_only(own: Api) -> None:
    first, second = _folder(own), _folder(own)
    body = {"name": "Valves", "parent_id": first}
    made = own.request("POST", "/agents/folders", json=body).json()
    assert "`name`" in _refused(own, "POST", "/agents/folders", 400, "kb_folder_duplicate_name", body)
    other = own.request("POST", "/agents/folders", json={**body, "parent_id": second}).json()
    path = f"/agents/folders/{other['id']}"
    _refused(own, "PATCH", path, 400, "kb_folder_duplicate_name", {"parent_id": first})
    assert own.request("PATCH", path, json={"name": "Pumps", "parent_id": first}).json()["parent_id"] == first
    _refused(own, "PATCH", path, 400, "kb_folder_duplicate_name", {"name": "Valves"})
    assert own.request("PATCH", f"/agents/folders/{made['id']}", json={"name": "Valves"}).status_code == 200


def test_a_folder_is_never_within_itself(own: Api) -> None:
    top = _folder(own)
    inner = _folder(own, top)
    for parent in (top, inner):
        assert "`parent_id`" in _refused(own, "PATCH", f"/agents/folders/{top}", 400, None, {"parent_id": parent})
    assert own.request("PATCH", f"/agents/folders/{inner}", json={"parent_id": None}).json()["parent_id"] is None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/agents/folders", {"name": "a", "parent_id": GONE}),
        ("PATCH", "/agents/folders/folder_5dTq0b", {"parent_id": GONE}),
        ("DELETE", f"/agents/folders/{GONE}", None),
        ("POST", "/agents/documents", {"folder_id": GONE, "content": "a"}),
        ("POST", "/agents/documents/bulk", {"documents": [{"folder_id": GONE, "content": "a"}]}),
        ("PATCH", "/agents/documents/doc_Jr70aa", {"folder_id": GONE}),
    ],
)
def test_an_unknown_folder_has_its_code(own: Api, method: str, path: str, body: object) -> None:
    assert GONE in _refused(own, method, path, 404, "kb_folder_not_found", body)


def test_a_folder_goes_with_its_documents_but_not_with_its_folders(own: Api) -> None:
    top = _folder(own)
    inner = _folder(own, top)
    document = _document(own, inner)["id"]
    _refused(own, "DELETE", f"/agents/folders/{top}", 400, None, None)
    assert own.request("DELETE", f"/agents/folders/{inner}").status_code == 204
    assert own.get(f"/agents/documents/{document}").status_code == 404
    assert own.request("DELETE", f"/agents/folders/{top}").status_code == 204


def test_lists_of_an_update_replace_the_whole_set(own: Api) -> None:
    folder, other = _folder(own), _folder(own)
    kept, lost = _document(own, folder), _document(own, folder)
    moved = _document(own, other)
    body = {"documents": [{"id": kept["id"]}, {"id": moved["id"]}], "agents": [{"id": AGENT}, {"id": AGENT}]}
    changed = own.request("PATCH", f"/agents/folders/{folder}", json=body).json()
    assert {document["id"] for document in changed["documents"]} == {kept["id"], moved["id"]}
    assert changed["agents"] == [{"id": AGENT, "name": "Order line"}]
    assert own.get(f"/agents/documents/{lost['id']}").status_code == 404
    assert own.get(f"/agents/folders/{other}").json()["documents"] == []
    assert own.request("PATCH", f"/agents/folders/{folder}", json={"agents": []}).json()["agents"] == []
    assert len(own.get(f"/agents/folders/{folder}").json()["documents"]) == 2


def test_an_update_that_is_refused_changes_nothing(own: Api) -> None:
    folder = _folder(own)
    _document(own, folder)
    before = own.get(f"/agents/folders/{folder}").json()
    for body in (
        {"name": "New", "agents": [{"id": "agent_none"}]},
        {"documents": [{"id": "doc_none"}]},
        {"agents": [], "documents": [], "parent_id": GONE},
    ):
        assert own.request("PATCH", f"/agents/folders/{folder}", json=body).status_code == 404
        assert own.get(f"/agents/folders/{folder}").json() == before


@pytest.mark.parametrize("version", VERSIONS)
def test_a_document_lives_until_it_is_deleted(own: Api, version: str) -> None:
    folder = _folder(own)
    body = {"folder_id": folder, "content": "Zwölf Öfen.", "name": "Ovens", "metadata": {"year": 2026, "tags": ["a"]}}
    made = own.request("POST", "/agents/documents", version, json=body).json()
    path = f"/agents/documents/{made['id']}"
    assert {name: made[name] for name in ("content", "name", "metadata")} == {
        name: body[name] for name in ("content", "name", "metadata")
    }
    assert own.get(path, version).json() == made
    assert own.get("/agents/documents?limit=100", version).json()["data"][-1] == made
    changed = own.request("PATCH", path, version, json={"name": None, "metadata": {}}).json()
    assert changed == {**made, "name": None, "metadata": {}}
    assert own.request("DELETE", path, version).status_code == 204
    assert own.get(path, version).status_code == 404


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_numbers_that_are_none_in_json_are_refused(own: Api, number: str) -> None:
    metadata = '{"size": ' + number + "}"
    body = '{"folder_id": "folder_5dTq0b", "content": "a", "metadata": ' + metadata + "}"
    assert own.request("POST", "/agents/documents", content=body).status_code == 400
    listed = own.get("/agents/documents?limit=100").text
    assert "Infinity" not in listed
    assert "NaN" not in listed


def test_a_document_shows_in_its_folder_without_its_text(own: Api) -> None:
    first, second = _folder(own), _folder(own)
    made = _document(own, first, name="Valves")
    listed = {name: made[name] for name in ("id", "name", "created_at", "metadata")}
    assert own.get(f"/agents/folders/{first}").json()["documents"] == [listed]
    own.request("PATCH", f"/agents/documents/{made['id']}", json={"folder_id": second}).raise_for_status()
    assert own.get(f"/agents/folders/{first}").json()["documents"] == []
    assert own.get(f"/agents/folders/{second}").json()["documents"] == [listed]


def test_documents_are_added_in_bulk_to_different_folders(own: Api) -> None:
    first, second = _folder(own), _folder(own)
    items = [{"folder_id": first, "content": "One.", "name": "1"}, {"folder_id": second, "content": "Two."}]
    made = own.request("POST", "/agents/documents/bulk", json={"documents": items}).json()
    assert [(item["name"], item["content"], item["metadata"]) for item in made] == [
        ("1", "One.", {}),
        (None, "Two.", {}),
    ]
    assert own.get(f"/agents/documents/{made[1]['id']}").json() == made[1]
    assert own.request("POST", "/agents/documents/bulk", json={"documents": []}).json() == []


@pytest.mark.parametrize("wrong", [{"folder_id": GONE, "content": "a"}, {"content": "x" * (MAX_TEXT_BYTES + 1)}])
def test_one_wrong_document_keeps_all_out(own: Api, wrong: dict[str, str]) -> None:
    folder = _folder(own)
    items = [{"folder_id": folder, "content": "One."}, {"folder_id": folder, **wrong}]
    assert own.request("POST", "/agents/documents/bulk", json={"documents": items}).status_code in (404, 413)
    assert own.get(f"/agents/folders/{folder}").json()["documents"] == []


def test_more_than_a_hundred_documents_are_refused(own: Api) -> None:
    items = [{"folder_id": _folder(own), "content": "One."}]
    assert len(own.request("POST", "/agents/documents/bulk", json={"documents": items * 100}).json()) == 100
    assert "`documents`" in _refused(own, "POST", "/agents/documents/bulk", 400, None, {"documents": items * 101})


def test_a_text_may_be_as_long_as_the_limit_in_bytes(own: Api) -> None:
    folder = _folder(own)
    longest = "ö" * (MAX_TEXT_BYTES // 2)
    made = _document(own, folder, content=longest)
    path = f"/agents/documents/{made['id']}"
    body = {"folder_id": folder, "content": longest + "x"}
    assert "`content`" in _refused(own, "POST", "/agents/documents", 413, "file_too_large", body)
    _refused(own, "PATCH", path, 413, "file_too_large", {"content": longest + "x"})
    assert own.get(path).json() == made


def test_texts_that_are_too_long_are_named_by_their_places(own: Api) -> None:
    folder = _folder(own)
    texts = ["short", "x" * (MAX_TEXT_BYTES + 1), "short", "x" * (MAX_TEXT_BYTES + 1)]
    body = {"documents": [{"folder_id": folder, "content": text} for text in texts]}
    said = _refused(own, "POST", "/agents/documents/bulk", 413, "file_too_large", body)
    assert "`documents[1].content`, `documents[3].content`" in said


def test_the_room_for_texts_is_bounded(own: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _folder(own)
    made = _document(own, folder)
    monkeypatch.setattr(documents, "MAX_KEPT_BYTES", 1)
    body = {"folder_id": folder, "content": "One more."}
    _refused(own, "POST", "/agents/documents", 402, "quota_exceeded", body)
    _refused(own, "POST", "/agents/documents/bulk", 402, "quota_exceeded", {"documents": [body]})
    _refused(own, "PATCH", f"/agents/documents/{made['id']}", 402, "quota_exceeded", {"content": "Longer."})
    assert own.request("PATCH", f"/agents/documents/{made['id']}", json={"name": "New"}).status_code == 200


def test_what_a_mock_begins_with_hangs_together(mock: Callable[..., Api]) -> None:
    api = mock()
    tree = api.get("/agents/folders").json()["data"]
    shown: list[str] = []
    while tree:
        folder = tree.pop()
        shown += [document["id"] for document in folder["documents"]]
        tree += folder["children"]
    assert sorted(shown) == sorted(document["id"] for document in api.get("/agents/documents").json()["data"])


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/agents/documents", {"content": "a"}, "`folder_id`"),
        ("/agents/documents", {"folder_id": "folder_5dTq0b"}, "`content`"),
        ("/agents/documents", {"folder_id": "folder_5dTq0b", "content": ""}, "`content`"),
        ("/agents/documents", {"folder_id": "folder_5dTq0b", "content": "a", "metadata": []}, "`metadata`"),
        ("/agents/documents/bulk", {"documents": [{"content": "a"}]}, "`documents[0].folder_id`"),
        ("/agents/documents/bulk", [], "object"),
        ("/agents/folders", {"name": ""}, "`name`"),
        ("/agents/folders", {"name": None}, "`name`"),
    ],
)
def test_what_is_wrong_is_named(own: Api, path: str, body: object, said: str) -> None:
    assert said in _refused(own, "POST", path, 400, None, body)


@pytest.mark.parametrize("depth", ["0", "4", "deep"])
def test_a_depth_out_of_range_is_refused(own: Api, depth: str) -> None:
    answer = own.get(f"/agents/folders?depth={depth}")
    assert answer.status_code == 400
    assert "`depth`" in answer.json()["message"]
