# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The client: one attribute for each group of operations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .session import AsyncSession

if TYPE_CHECKING:
    from .resources.access_tokens import AsyncAccessTokens
    from .resources.status import AsyncStatus
    from .resources.tts import AsyncTts
    from .resources.voices import AsyncVoices


class AsyncClient(AsyncSession):
    """A client of the API. Use it as a context manager, or `close()` it.

    Credentials, addresses, time limits and retries are those of AsyncSession; each call takes its own
    `options`.
    """

    @cached_property
    def access_tokens(self) -> AsyncAccessTokens:
        """Short-lived credentials for code that must not hold an API key."""
        from .resources.access_tokens import AsyncAccessTokens

        return AsyncAccessTokens(self.transport)

    @cached_property
    def status(self) -> AsyncStatus:
        """Whether the service runs, and its newest version."""
        from .resources.status import AsyncStatus

        return AsyncStatus(self.transport)

    @cached_property
    def tts(self) -> AsyncTts:
        """Text to speech."""
        from .resources.tts import AsyncTts

        return AsyncTts(self.transport)

    @cached_property
    def voices(self) -> AsyncVoices:
        """The voices that an account can speak with."""
        from .resources.voices import AsyncVoices

        return AsyncVoices(self.transport)
