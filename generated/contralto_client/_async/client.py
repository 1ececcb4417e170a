# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The client: one attribute for each group of operations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .session import AsyncSession

if TYPE_CHECKING:
    from .resources.access_tokens import AsyncAccessTokens
    from .resources.agents import AsyncAgents
    from .resources.api_keys import AsyncApiKeys
    from .resources.datasets import AsyncDatasets
    from .resources.documents import AsyncDocuments
    from .resources.files import AsyncFiles
    from .resources.fine_tunes import AsyncFineTunes
    from .resources.folders import AsyncFolders
    from .resources.managed_agents import AsyncManagedAgents
    from .resources.models import AsyncModels
    from .resources.organizations import AsyncOrganizations
    from .resources.phone_numbers import AsyncPhoneNumbers
    from .resources.pronunciation_dicts import AsyncPronunciationDicts
    from .resources.status import AsyncStatus
    from .resources.stt import AsyncStt
    from .resources.tts import AsyncTts
    from .resources.usage import AsyncUsage
    from .resources.voice_changer import AsyncVoiceChanger
    from .resources.voices import AsyncVoices
    from .resources.webhooks import AsyncWebhooks


class AsyncClient(AsyncSession):
    """A client of the API. Use it as a context manager, or `close()` it.

    Credentials, addresses, time limits and retries are those of AsyncSession; each call takes its own
    `options`.
    """

    @cached_property
    def voices(self) -> AsyncVoices:
        """The voices that an account can speak with."""
        from .resources.voices import AsyncVoices

        return AsyncVoices(self.transport)

    @cached_property
    def access_tokens(self) -> AsyncAccessTokens:
        """Short-lived credentials for code that must not hold an API key."""
        from .resources.access_tokens import AsyncAccessTokens

        return AsyncAccessTokens(self.transport)

    @cached_property
    def agents(self) -> AsyncAgents:
        """Voice agents of the first generation, made with the command line tool or in the playground."""
        from .resources.agents import AsyncAgents

        return AsyncAgents(self.transport)

    @cached_property
    def api_keys(self) -> AsyncApiKeys:
        """The API keys of an organization, without the keys themselves."""
        from .resources.api_keys import AsyncApiKeys

        return AsyncApiKeys(self.transport)

    @cached_property
    def datasets(self) -> AsyncDatasets:
        """Collections of recordings to fine-tune with."""
        from .resources.datasets import AsyncDatasets

        return AsyncDatasets(self.transport)

    @cached_property
    def documents(self) -> AsyncDocuments:
        """Documents of the knowledge base that agents search during calls."""
        from .resources.documents import AsyncDocuments

        return AsyncDocuments(self.transport)

    @cached_property
    def files(self) -> AsyncFiles:
        """Stored files: background sounds, recordings to train with, saved speech."""
        from .resources.files import AsyncFiles

        return AsyncFiles(self.transport)

    @cached_property
    def fine_tunes(self) -> AsyncFineTunes:
        """Models trained on recordings of the account."""
        from .resources.fine_tunes import AsyncFineTunes

        return AsyncFineTunes(self.transport)

    @cached_property
    def folders(self) -> AsyncFolders:
        """Folders of the knowledge base, and which agents may look into them."""
        from .resources.folders import AsyncFolders

        return AsyncFolders(self.transport)

    @cached_property
    def tts(self) -> AsyncTts:
        """Text to speech."""
        from .resources.tts import AsyncTts

        return AsyncTts(self.transport)

    @cached_property
    def managed_agents(self) -> AsyncManagedAgents:
        """Agents that Cartesia runs: settings, versions, models and sessions."""
        from .resources.managed_agents import AsyncManagedAgents

        return AsyncManagedAgents(self.transport)

    @cached_property
    def models(self) -> AsyncModels:
        """Models that can be called."""
        from .resources.models import AsyncModels

        return AsyncModels(self.transport)

    @cached_property
    def organizations(self) -> AsyncOrganizations:
        """Members of an organization and invitations to it."""
        from .resources.organizations import AsyncOrganizations

        return AsyncOrganizations(self.transport)

    @cached_property
    def phone_numbers(self) -> AsyncPhoneNumbers:
        """Phone numbers of agents, and the telephony providers that they belong to."""
        from .resources.phone_numbers import AsyncPhoneNumbers

        return AsyncPhoneNumbers(self.transport)

    @cached_property
    def pronunciation_dicts(self) -> AsyncPronunciationDicts:
        """Dictionaries that say how words are to be spoken."""
        from .resources.pronunciation_dicts import AsyncPronunciationDicts

        return AsyncPronunciationDicts(self.transport)

    @cached_property
    def status(self) -> AsyncStatus:
        """Whether the service runs, and its newest version."""
        from .resources.status import AsyncStatus

        return AsyncStatus(self.transport)

    @cached_property
    def stt(self) -> AsyncStt:
        """Speech to text, of recordings and of live audio."""
        from .resources.stt import AsyncStt

        return AsyncStt(self.transport)

    @cached_property
    def usage(self) -> AsyncUsage:
        """What an organization has used up."""
        from .resources.usage import AsyncUsage

        return AsyncUsage(self.transport)

    @cached_property
    def voice_changer(self) -> AsyncVoiceChanger:
        """A recording in another voice."""
        from .resources.voice_changer import AsyncVoiceChanger

        return AsyncVoiceChanger(self.transport)

    @cached_property
    def webhooks(self) -> AsyncWebhooks:
        """Addresses that get the events of agent calls."""
        from .resources.webhooks import AsyncWebhooks

        return AsyncWebhooks(self.transport)
