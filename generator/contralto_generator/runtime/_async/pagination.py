"""Lists that come page by page, as one iteration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar, cast

from .._options import CallOptions
from .._request import Request, Response
from ..errors import RemoteProtocolError
from .transport import AsyncTransport


class PageOf(Protocol):
    """What every page has: its items. `has_more` may be missing, and so may `next_page` where items have an `id`."""

    @property
    def data(self) -> Sequence[Any]:
        """The items of this page."""


P = TypeVar("P", bound=PageOf)
T = TypeVar("T")


class AsyncPager(Generic[P, T]):
    """A list operation, unsent. Iterating over it gives every item, fetching pages as they are needed.

    Pages forward (`starting_after`) by the cursor that a page names, else by its last item's id, or backward by the
    first item's id if the call was made with `ending_before`. Ends at an empty page or where `has_more` is false. Each
    iteration begins anew.
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

    async def first_page(self, *, options: CallOptions | None = None) -> P:
        """The first page alone; `options` in place of those that the list was made with."""
        return await self._transport.call(self._request, self._parse, options or self._options)

    async def pages(self) -> AsyncIterator[P]:
        """The pages, each as the API gives it.

        Raises what any call raises, and RemoteProtocolError if the service leads back to a cursor that was used before,
        which would go on for ever.
        """
        request = self._request
        backward = request.query_value("ending_before") is not None
        name = "ending_before" if backward else "starting_after"
        first = request.query_value(name)
        used = set() if first is None else {first}
        while True:
            page = await self._transport.call(request, self._parse, self._options)
            yield page
            # A missing `has_more` parses as a marker that is neither true nor false: then only an empty page ends.
            if not page.data or getattr(page, "has_more", None) is False:
                return
            cursor = None if backward else getattr(page, "next_page", None)
            if not isinstance(cursor, str) or not cursor:
                cursor = getattr(page.data[0 if backward else -1], "id", None)
            if not isinstance(cursor, str):
                raise RemoteProtocolError(f"{request.method} {request.path} gives nothing that leads to the next page")
            if cursor in used:
                raise RemoteProtocolError(
                    f"{request.method} {request.path} gives the page before `{name}={cursor}` again"
                )
            used.add(cursor)
            request = request.with_query(name, cursor)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.data:
                yield cast("T", item)
