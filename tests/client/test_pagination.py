"""Lists as one iteration over pages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import httpx
import pytest


class Service:
    """A handler that pages over items `v0` .. and keeps the queries."""

    def __init__(self, n_items: int, has_more: str = "told") -> None:
        self.queries: list[dict[str, str]] = []
        self._ids = [f"v{number}" for number in range(n_items)]
        self._has_more = has_more

    def __call__(self, request: httpx.Request) -> httpx.Response:
        ids, query = self._ids, dict(request.url.params)
        self.queries.append(query)
        limit = int(query.get("limit", 2))
        if "ending_before" in query:
            before = ids[: ids.index(query["ending_before"])]
            page, more = before[-limit:], len(before) > limit
        else:
            start = ids.index(query["starting_after"]) + 1 if "starting_after" in query else 0
            page, more = ids[start : start + limit], len(ids) > start + limit
        body: dict[str, Any] = {"data": [{"id": each} for each in page]}
        if self._has_more == "told":
            body["has_more"] = more
        return httpx.Response(200, json=body)


def pager(face: Any, client: Any, *query: tuple[str, str]) -> Any:
    request = face.Request("voices_list", "GET", "/voices", query=query)
    return face.AsyncPager(client.transport, request, face.Page.from_response)


async def test_every_item_once_and_no_page_too_many(face: Any) -> None:
    handler = Service(5)
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
    handler = Service(4, has_more="missing")
    async with face.mocked(handler) as client:
        assert len([item async for item in pager(face, client)]) == 4
    assert len(handler.queries) == 3


async def test_an_empty_list(face: Any) -> None:
    async with face.mocked(Service(0)) as client:
        assert [item async for item in pager(face, client)] == []
        assert (await pager(face, client).first_page()).data == []


async def test_pages_one_by_one(face: Any) -> None:
    async with face.mocked(Service(3)) as client:
        assert [[item.id for item in page.data] async for page in pager(face, client).pages()] == [["v0", "v1"], ["v2"]]


async def test_backward_by_the_first_item(face: Any) -> None:
    handler = Service(6)
    async with face.mocked(handler) as client:
        pages = [[item.id for item in page.data] async for page in pager(face, client, ("ending_before", "v5")).pages()]
    assert pages == [["v3", "v4"], ["v1", "v2"], ["v0"]]


async def test_breaking_out_fetches_no_further_page(face: Any) -> None:
    handler = Service(100)
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


async def test_a_page_leads_to_the_next_and_back(face: Any) -> None:
    handler = Service(5)
    async with face.mocked(handler) as client:
        first = await pager(face, client, ("limit", "2"), ("q", "x")).first_page()
        assert ([item.id for item in first], len(first), first.has_more) == (["v0", "v1"], 2, True)
        assert await first.previous_page() is None
        second = await first.next_page()
        third = await second.next_page()
        assert ([item.id for item in third], third.has_more) == (["v4"], False)
        assert await third.next_page() is None
        back = await third.previous_page()
        assert [item.id for item in back] == ["v2", "v3"]
        assert [item.id for item in await back.next_page()] == ["v4"]
        start = await back.previous_page()
        assert ([item.id for item in start], start.has_more) == (["v0", "v1"], False)
        assert await start.previous_page() is None
        assert [item.id for item in await start.next_page()] == ["v2", "v3"]
    assert handler.queries[3] == {"limit": "2", "q": "x", "ending_before": "v4"}
    assert handler.queries[4] == {"limit": "2", "q": "x", "starting_after": "v3"}
    assert repr(first) in ("AsyncPage(2 items, has_more=True)", "Page(2 items, has_more=True)")


async def test_the_end_is_found_where_has_more_is_not_told(face: Any) -> None:
    async with face.mocked(Service(2, has_more="missing")) as client:
        page = await pager(face, client).first_page()
        assert page.has_more
        assert await page.next_page() is None


async def test_a_page_that_leads_to_itself_is_caught(face: Any) -> None:
    body = {"data": [{"id": "v0"}], "has_more": True}
    async with face.mocked(lambda request: httpx.Response(200, json=body)) as client:
        page = await (await pager(face, client).first_page()).next_page()
        with pytest.raises(face.RemoteProtocolError, match="gives the page before `starting_after=v0` again"):
            await page.next_page()


async def test_items_without_an_id_lead_nowhere(face: Any) -> None:
    def parse(response: Any) -> Any:
        return SimpleNamespace(data=[1, 2], has_more=True)

    async with face.mocked(lambda request: httpx.Response(200, json={})) as client:
        request = face.Request("voices_list", "GET", "/voices")
        page = await face.AsyncPager(client.transport, request, parse).first_page()
        with pytest.raises(face.RemoteProtocolError, match="gives nothing that leads to the next page"):
            await page.next_page()


async def test_a_cursor_that_a_page_names_goes_before_ids(face: Any) -> None:
    queries: list[dict[str, str]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        queries.append(dict(request.url.params))
        return httpx.Response(200, json={})

    def parse(response: Any) -> Any:
        return SimpleNamespace(data=[face.Page([], None)], has_more=len(queries) < 3, next_page=f"opaque{len(queries)}")

    async with face.mocked(handler) as client:
        request = face.Request("users_list", "GET", "/users")
        assert len([page async for page in face.AsyncPager(client.transport, request, parse).pages()]) == 3
    assert queries == [{}, {"starting_after": "opaque1"}, {"starting_after": "opaque2"}]


@pytest.mark.parametrize(
    ("max_items", "n_items", "n_calls"), [(None, 5, 3), (3, 3, 2), (2, 2, 1), (9, 5, 3), (0, 0, 0)]
)
async def test_a_list_is_collected_up_to_a_bound(face: Any, max_items: Any, n_items: int, n_calls: int) -> None:
    handler = Service(5)
    async with face.mocked(handler) as client:
        assert len(await pager(face, client).collect(max_items)) == n_items
        with pytest.raises(ValueError, match="`max_items` must be 0 or more, not -1"):
            await pager(face, client).collect(-1)
    assert len(handler.queries) == n_calls
