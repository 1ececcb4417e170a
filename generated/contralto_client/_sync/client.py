# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The client: one attribute for each group of operations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .session import Session

if TYPE_CHECKING:
    from .resources.access_tokens import AccessTokens
    from .resources.status import Status
    from .resources.tts import Tts
    from .resources.voices import Voices


class Client(Session):
    """A client of the API. Use it as a context manager, or `close()` it.

    Credentials, addresses, time limits and retries are those of Session; each call takes its own
    `options`.
    """

    @cached_property
    def access_tokens(self) -> AccessTokens:
        """Short-lived credentials for code that must not hold an API key."""
        from .resources.access_tokens import AccessTokens

        return AccessTokens(self.transport)

    @cached_property
    def status(self) -> Status:
        """Whether the service runs, and its newest version."""
        from .resources.status import Status

        return Status(self.transport)

    @cached_property
    def tts(self) -> Tts:
        """Text to speech."""
        from .resources.tts import Tts

        return Tts(self.transport)

    @cached_property
    def voices(self) -> Voices:
        """The voices that an account can speak with."""
        from .resources.voices import Voices

        return Voices(self.transport)
