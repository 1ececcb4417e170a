# Generated from spec/openapi/models.yaml by contralto generate. Do not edit.
"""`client.models`: Models that can be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.models import list_models

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.model_capability import ModelCapability
    from ...models.model_list import ModelList
    from ..transport import AsyncTransport


class AsyncModels:
    """Models that can be called."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def list(self, *, capability: ModelCapability | None = None, options: CallOptions | None = None) -> ModelList:
        """List models.

        The models for speech and for transcription that the account can call, previews included.

        Args:
            capability: Only models for speech (`tts`) or for transcription (`stt`); both when left out.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            list_models.build_request(capability=capability), list_models.parse_response, options
        )
