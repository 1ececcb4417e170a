"""Lists as one iteration over pages."""

from __future__ import annotations

from typing import Any

import httpx
import pytest


def service(n_items: int, has_more: str = "told") -> Any:
    """A handler that pages over items `v0` .. and keeps the queries."""
    ids = [f"v{number}" for number in range(n_items)]

    def handler(request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        handler.queries.append(query)
        limit = int(query.get("limit", 2))
        if "ending_before" in query:
            before = ids[: ids.index(query["ending_before"])]
            page, more = before[-limit:], len(before) > limit
        else:
            start = ids.index(query["starting_after"]) + 1 if "starting_after" in query else 0
            page, more = ids[start : start + limit], len(ids) > start + limit
        body: dict[str, Any] = {"data": [{"id": each} for each in page]}
        if has_more == "told":
            body["has_more"] = more
        return httpx.Response(200, json=body)

    handler.queries = []
    return handler


def pager(face: Any, client: Any, *query: tuple[str, str]) -> Any:
    request = face.Request("voices_list", "GET", "/voices", query=query)
    return face.AsyncPager(client.transport, request, face.Page.from_response)


async def test_every_item_once_and_no_page_too_many(face: Any) -> None:
    handler = service(5)
    async with face.mocked(handler) as client:
        voices = pager(face, client, ("limit", "2"), ("q", "x"))
        assert [item.id async for item in voices] == ["v0", "v1", "v2", "v3", "v4"]
        assert handler.queries == [
            {"limit": "2", "q": "x"},
            {"limit": "2", "q": "x", "starting_after": "v1"},
            {"limit": "2", "q": "x", "starting_after": "v3"},
        ]
        assert len([item async for item in voices]) == 5


async def test_without_has_more_an_empty_page_ends(face: Any) -> None:
    handler = service(4, has_more="missing")
    async with face.mocked(handler) as client:
        assert len([item async for item in pager(face, client)]) == 4
    assert len(handler.queries) == 3


async def test_an_empty_list(face: Any) -> None:
    async with face.mocked(service(0)) as client:
        assert [item async for item in pager(face, client)] == []
        assert (await pager(face, client).first_page()).data == []


async def test_pages_one_by_one(face: Any) -> None:
    async with face.mocked(service(3)) as client:
        assert [[item.id for item in page.data] async for page in pager(face, client).pages()] == [["v0", "v1"], ["v2"]]


async def test_backward_by_the_first_item(face: Any) -> None:
    handler = service(6)
    async with face.mocked(handler) as client:
        pages = [[item.id for item in page.data] async for page in pager(face, client, ("ending_before", "v5")).pages()]
    assert pages == [["v3", "v4"], ["v1", "v2"], ["v0"]]


async def test_breaking_out_fetches_no_further_page(face: Any) -> None:
    handler = service(100)
    async with face.mocked(handler) as client:
        async for _ in pager(face, client):
            break
    assert len(handler.queries) == 1


async def test_a_service_that_repeats_a_page_is_caught(face: Any) -> None:
    body = {"data": [{"id": "v0"}, {"id": "v1"}], "has_more": True}
    async with face.mocked(lambda request: httpx.Response(200, json=body)) as client:
        with pytest.raises(face.RemoteProtocolError, match="gives the page before `starting_after=v1` again"):
            _ = [item async for item in pager(face, client)]


async def test_a_service_whose_pages_alternate_is_caught(face: Any) -> None:
    bodies = [{"data": [{"id": each}], "has_more": True} for each in ("a", "b")]
    queries: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        queries.append(str(request.url.query))
        return httpx.Response(200, json=bodies[(len(queries) - 1) % 2])

    async with face.mocked(handler) as client:
        with pytest.raises(face.RemoteProtocolError, match="gives the page before `starting_after=a` again"):
            _ = [item async for item in pager(face, client)]
    assert len(queries) == 3


async def test_an_error_on_a_later_page_comes_through(face: Any) -> None:
    pages = [httpx.Response(200, json={"data": [{"id": "v0"}], "has_more": True}), httpx.Response(400, text="Bad: no")]
    async with face.mocked(lambda request: pages.pop(0)) as client:
        voices = aiter(pager(face, client))
        assert (await anext(voices)).id == "v0"
        with pytest.raises(face.BadRequestError):
            await anext(voices)
