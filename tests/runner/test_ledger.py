"""The ledger: what a run makes, and that nothing of it stays in the account."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

import contralto_spec
from contralto_conformance.cases.loader import cases_of, parse
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.ledger import Ledger, stored, undoes
from contralto_conformance.runner.model import Made, Plan, Target
from contralto_conformance.trace import Exchange, Frame

from .targets import answer, raw_server, read_request

SPEC = contralto_spec.load()
DATE = "2026-08-14"
KEY = "sk_car_test"
HEADERS = {"authorization": f"Bearer {KEY}", "cartesia-version": DATE}

CASES = cases_of(
    [
        parse(
            """
            suite: mine
            cases:
              - name: forgetful
                about: makes a dictionary and does not delete it
                steps:
                  - request: {label: made, method: POST, path: /pronunciation-dicts/, json: {name: $run}}
              - name: slow
                about: makes a dictionary and is busy for a long time
                steps:
                  - request: {label: made, method: POST, path: /pronunciation-dicts/, json: {name: $run}}
                  - pause_s: 10
              - name: tidy
                about: makes a dictionary and deletes it
                steps:
                  - request: {label: made, method: POST, path: /pronunciation-dicts/, json: {name: $run}}
                  - save: {dict: made#/id}
                  - request: {method: DELETE, path: /pronunciation-dicts/$dict}
            """,
            "mine.yaml",
        )
    ]
)


def plan(*cases: str) -> Plan:
    return Plan((DATE,), ("http.no-server-error",), cases, fuzz=False, sessions=False)


def answered(method: str, path: str, body: object = None, status: int = 200) -> Exchange:
    frames = (Frame(0, "received", "body", json.dumps(body).encode()),)
    return Exchange("a", "http", method, f"http://x{path}", path, status=status, frames=frames)


def dictionaries(url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{url}/pronunciation-dicts/", headers=HEADERS).json()["data"]
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(SPEC, "http://x", file=tmp_path / "ledger.json")


def test_every_version_knows_how_what_it_makes_is_deleted() -> None:
    ways = {undo.pattern.pattern.replace("\\", ""): undo.path for undo in undoes(SPEC.openapi(DATE))}
    assert ways["/pronunciation-dicts"] == "/pronunciation-dicts/{}"
    assert ways["/voices/clone"] == "/voices/{}"
    assert ways["/datasets/[^/]+/files"] == "/datasets/{id}/files/{}"
    assert ways["/agents/calls/batches"] == ""
    assert "/tts/bytes" not in ways
    assert "/access-token" not in ways


def test_what_is_made_inside_of_something_is_deleted_there(ledger: Ledger) -> None:
    ledger.heard(DATE, "c", answered("POST", "/datasets/d1/files", {"id": "f 1"}))
    assert [made.delete for made in ledger.made] == ["/datasets/d1/files/f%201"]


def test_what_was_deleted_is_taken_out(ledger: Ledger) -> None:
    ledger.heard(DATE, "c", answered("POST", "/voices/clone", {"id": "v1"}))
    ledger.heard(DATE, "c", answered("DELETE", "/voices/v1", status=500))
    assert len(ledger.made) == 1
    ledger.heard(DATE, "c", answered("DELETE", "/voices/v1", status=204))
    assert list(ledger.made) == []


@pytest.mark.parametrize(
    "exchange",
    [
        answered("POST", "/voices/clone", {"id": "v1"}, status=400),
        answered("POST", "/voices/clone", {"name": "no id"}),
        answered("POST", "/voices/clone", ["v1"]),
        answered("POST", "/access-token", {"id": "t1"}),
        answered("GET", "/voices/v1", {"id": "v1"}),
    ],
)
def test_what_makes_nothing_is_not_noted(ledger: Ledger, exchange: Exchange) -> None:
    ledger.heard(DATE, "c", exchange)
    assert ledger.made == ()


@pytest.mark.parametrize(("status", "ending"), [(None, "deadline"), (200, "truncated")])
def test_what_may_have_been_made_is_named_by_the_run(status: int | None, ending: Any, tmp_path: Path) -> None:
    book = Ledger(SPEC, "http://x", run="contralto_check_test", file=tmp_path / "ledger.json")
    book.heard(DATE, "c", dataclasses.replace(answered("POST", "/voices/clone"), status=status, ending=ending))
    (made,) = book.made
    assert made.delete == ""
    assert made.problem == "its answer did not come; see whether there is one called `contralto_check_test`"


def test_an_id_that_holds_a_credential_is_not_written_down(tmp_path: Path) -> None:
    book = Ledger(SPEC, "http://x", file=tmp_path / "ledger.json", is_secret=lambda text: KEY in text)
    book.heard(DATE, "c", answered("POST", "/voices/clone", {"id": f"voice-{KEY}"}))
    assert KEY not in (tmp_path / "ledger.json").read_text()
    assert [made.problem for made in book.made] == ["its id holds a credential"]


def test_a_request_that_is_cut_off_is_in_doubt(tmp_path: Path) -> None:
    async def interrupted(url: str) -> Result:
        task = asyncio.create_task(played(url, tmp_path, "mine/forgetful"))
        await asyncio.to_thread(asked.wait, 60)
        task.cancel()
        return await task

    asked = threading.Event()

    async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, path, _, _ = await read_request(reader)
        if method == "POST":
            asked.set()
            await asyncio.sleep(60)
        writer.write(answer(200, {"ok": True, "version": DATE} if path == "/" else {"data": [], "has_more": False}))

    with raw_server(hangs) as server:
        result = asyncio.run(interrupted(server.url))
    (made,) = result.summary.left_behind
    assert (made.what, made.delete) == ("/pronunciation-dicts/", "")
    assert "see whether there is one called `contralto_check_test`" in made.problem


def test_the_file_lists_what_is_there_and_goes_when_nothing_is(ledger: Ledger) -> None:
    assert ledger.file is not None
    ledger.heard(DATE, "c", answered("POST", "/voices/clone", {"id": "v1"}))
    (made,) = stored(json.loads(ledger.file.read_text())).made
    assert made == Made("/voices/clone", "v1", "/voices/v1", DATE, "c")
    ledger.deleted(made)
    ledger.close()
    assert not ledger.file.exists()


def test_a_ledger_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = Ledger(SPEC, "http://x", file=tmp_path / "file" / "ledger.json")
    book.heard(DATE, "c", answered("POST", "/voices/clone", {"id": "v1"}))
    assert "cannot be written: " in book.fault


def test_a_case_that_forgets_what_it_made_is_cleaned_up_after(tmp_path: Path) -> None:
    with serve(MockSettings()) as mock:
        before = dictionaries(mock.url)
        result = asyncio.run(played(mock.url, tmp_path, "mine/forgetful", "mine/tidy"))
        assert dictionaries(mock.url) == before
    assert result.summary.left_behind == ()
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    async def interrupted(url: str) -> Result:
        task = asyncio.create_task(played(url, tmp_path, "mine/slow"))
        await written(tmp_path / "ledger.json")
        task.cancel()
        return await task

    with serve(MockSettings()) as mock:
        before = dictionaries(mock.url)
        result = asyncio.run(interrupted(mock.url))
        assert dictionaries(mock.url) == before
    assert result.summary.interrupted == "interrupted"
    assert result.summary.left_behind == ()


def test_a_killed_run_has_written_down_what_it_made_and_how_it_is_called(tmp_path: Path) -> None:
    async def killed(url: str) -> dict[str, Any]:
        task = asyncio.create_task(played(url, tmp_path, "mine/slow"))
        await written(tmp_path / "ledger.json")
        document: dict[str, Any] = json.loads((tmp_path / "ledger.json").read_text())
        names = [entry["name"] for entry in dictionaries(url)]
        task.cancel()
        await task
        assert document["run"] in names
        return document

    with serve(MockSettings()) as mock:
        document = asyncio.run(killed(mock.url))
        assert document["url"] == mock.url
    assert [entry["case"] for entry in document["made"]] == ["mine/slow"]


def test_what_cannot_be_deleted_is_named_with_the_way_to_do_it(tmp_path: Path) -> None:
    with serve(MockSettings(faults=("pronunciation_dicts.delete:500",))) as mock:
        result = asyncio.run(played(mock.url, tmp_path, "mine/forgetful"))
    (made,) = result.summary.left_behind
    assert made.delete.startswith("/pronunciation-dicts/")
    assert made.problem == "DELETE was answered 500"
    assert result.summary.ledger == str(tmp_path / "ledger.json")
    assert stored(json.loads((tmp_path / "ledger.json").read_text())).made == (made,)


async def played(url: str, folder: Path, *cases: str) -> Result:
    return await run(
        plan(*cases), Target(url, KEY), CASES, SPEC, name="contralto_check_test", ledger=folder / "ledger.json"
    )


async def written(file: Path) -> None:
    while not file.exists():  # noqa: ASYNC110, ASYNC240  (a file system tells no event)
        await asyncio.sleep(0.01)
