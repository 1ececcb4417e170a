# Generated from spec/openapi/status.yaml by contralto generate. Do not edit.
"""`client.status`: Whether the service runs, and its newest version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.status import get_status

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.api_info import ApiInfo
    from ..transport import AsyncTransport


class AsyncStatus:
    """Whether the service runs, and its newest version."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def get(self, *, options: CallOptions | None = None) -> ApiInfo:
        """Status of the service.

        Answers without a credential and without a version.

        Args:
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_status.build_request(), get_status.parse_response, options)
