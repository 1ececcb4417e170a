"""Lists that come page by page, as one iteration or page by page in both directions.

The service leads forward with `starting_after` (the cursor `next_page` of a page, else the id of its last item) and
backward with `ending_before` (the id of its first item). `has_more` of a page speaks of the direction in which the page
was asked for. Lists that the API gives whole are lists of one page.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Generic, TypeVar, cast

from .._options import CallOptions
from .._request import Request, Response
from ..errors import RemoteProtocolError
from .transport import AsyncTransport

P = TypeVar("P")
T = TypeVar("T")

FORWARD = "starting_after"
BACKWARD = "ending_before"


class AsyncPage(Generic[P, T]):
    """One page of a list: `P` is the model of the page, `T` that of its items. Has a length and can be iterated.

    `data`: the items, in the order of the list. `model`: the page as the API gives it.
    """

    def __init__(self, pager: AsyncPager[P, T], request: Request, model: P) -> None:
        self.model = model
        self.data: list[T] = list(model if isinstance(model, list) else cast("Any", model).data)
        self._pager = pager
        self._request = request
        self._is_backward = request.query_value(BACKWARD) is not None

    @property
    def has_more(self) -> bool:
        """Whether the list goes on beyond this page, in the direction in which it was asked for.

        Where the API does not tell, every page but an empty one may be followed by another.
        """
        if not self.data or isinstance(self.model, list):
            return False
        # A missing `has_more` parses as a marker that is neither true nor false.
        return getattr(self.model, "has_more", None) is not False

    async def next_page(self) -> AsyncPage[P, T] | None:
        """The page after this one; None if there is none, which may take a request to find out.

        Raises what any call raises, and RemoteProtocolError if the service gives no cursor, or the one of this page.
        """
        if isinstance(self.model, list) or not (self.has_more or (self._is_backward and self.data)):
            return None
        return await self._beside(FORWARD)

    async def previous_page(self) -> AsyncPage[P, T] | None:
        """The page before this one; None if there is none, which may take a request to find out. Raises as `next_page`.

        Goes by the id of the first item. A list whose cursors are not ids of items cannot be followed backward.
        """
        is_first = not self._is_backward and self._request.query_value(FORWARD) is None
        if isinstance(self.model, list) or is_first or not self.data or (self._is_backward and not self.has_more):
            return None
        return await self._beside(BACKWARD)

    async def _beside(self, name: str) -> AsyncPage[P, T] | None:
        cursor = self.cursor(name)
        if cursor == self._request.query_value(name):
            raise _repeated(self._request, name, cursor)
        other = BACKWARD if name == FORWARD else FORWARD
        page = await self._pager.fetch(self._request.without_query(other).with_query(name, cursor))
        return page if page.data else None

    def cursor(self, name: str) -> str:
        """What leads from this page forward (`starting_after`) or backward (`ending_before`)."""
        cursor = getattr(self.model, "next_page", None) if name == FORWARD and not self._is_backward else None
        if not isinstance(cursor, str) or not cursor:
            cursor = getattr(self.data[-1 if name == FORWARD else 0], "id", None)
        if not isinstance(cursor, str):
            where = f"{self._request.method} {self._request.path}"
            raise RemoteProtocolError(
                f"{where} gives nothing that leads to the {'next' if name == FORWARD else 'previous'} page"
            )
        return cursor

    def __iter__(self) -> Iterator[T]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.data)} items, has_more={self.has_more})"


class AsyncPager(Generic[P, T]):
    """A list operation, unsent. Iterating over it gives every item, fetching pages as they are needed.

    Pages forward, or backward if the call was made with `ending_before`. Ends at an empty page or where `has_more` is
    false. Each iteration begins anew.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        request: Request,
        parse: Callable[[Response], P],
        options: CallOptions | None = None,
    ) -> None:
        self._transport = transport
        self._request = request
        self._parse = parse
        self._options = options

    async def first_page(self, *, options: CallOptions | None = None) -> AsyncPage[P, T]:
        """The first page alone; `options` in place of those of the list. Raises what any call raises."""
        return await self.fetch(self._request, options)

    async def pages(self) -> AsyncIterator[AsyncPage[P, T]]:
        """The pages, fetched as they are needed.

        Raises what any call raises, and RemoteProtocolError if the service leads back to a cursor that was used before,
        which would go on for ever.
        """
        request = self._request
        name = FORWARD if request.query_value(BACKWARD) is None else BACKWARD
        used = {request.query_value(name)}
        while True:
            page = await self.fetch(request)
            yield page
            if not page.has_more:
                return
            cursor = page.cursor(name)
            if cursor in used:
                raise _repeated(request, name, cursor)
            used.add(cursor)
            request = request.with_query(name, cursor)

    async def collect(self, max_items: int | None = None) -> list[T]:
        """All items as a list, or the first `max_items` of them; no page is fetched beyond what that takes.

        Raises as `pages`; ValueError for a negative `max_items`.
        """
        if max_items is not None and max_items < 0:
            raise ValueError(f"`max_items` must be 0 or more, not {max_items}")
        items: list[T] = []
        if max_items == 0:
            return items
        async for page in self.pages():
            items += page.data
            if max_items is not None and len(items) >= max_items:
                return items[:max_items]
        return items

    async def fetch(self, request: Request, options: CallOptions | None = None) -> AsyncPage[P, T]:
        """The page that answers `request`; `options` in place of those of the list."""
        return AsyncPage(self, request, await self._transport.call(request, self._parse, options or self._options))

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.data:
                yield item


def _repeated(request: Request, name: str, cursor: str) -> RemoteProtocolError:
    return RemoteProtocolError(f"{request.method} {request.path} gives the page before `{name}={cursor}` again")
