# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The client: one attribute for each group of operations."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .session import Session

if TYPE_CHECKING:
    from .resources.access_tokens import AccessTokens
    from .resources.agents import Agents
    from .resources.api_keys import ApiKeys
    from .resources.datasets import Datasets
    from .resources.documents import Documents
    from .resources.files import Files
    from .resources.fine_tunes import FineTunes
    from .resources.folders import Folders
    from .resources.managed_agents import ManagedAgents
    from .resources.models import Models
    from .resources.organizations import Organizations
    from .resources.phone_numbers import PhoneNumbers
    from .resources.pronunciation_dicts import PronunciationDicts
    from .resources.status import Status
    from .resources.stt import Stt
    from .resources.tts import Tts
    from .resources.usage import Usage
    from .resources.voice_changer import VoiceChanger
    from .resources.voices import Voices
    from .resources.webhooks import Webhooks


class Client(Session):
    """A client of the API. Use it as a context manager, or `close()` it.

    Credentials, addresses, time limits and retries are those of Session; each call takes its own
    `options`.
    """

    @cached_property
    def voices(self) -> Voices:
        """The voices that an account can speak with."""
        from .resources.voices import Voices

        return Voices(self.transport)

    @cached_property
    def access_tokens(self) -> AccessTokens:
        """Short-lived credentials for code that must not hold an API key."""
        from .resources.access_tokens import AccessTokens

        return AccessTokens(self.transport)

    @cached_property
    def agents(self) -> Agents:
        """Voice agents of the first generation, made with the command line tool or in the playground."""
        from .resources.agents import Agents

        return Agents(self.transport)

    @cached_property
    def api_keys(self) -> ApiKeys:
        """The API keys of an organization, without the keys themselves."""
        from .resources.api_keys import ApiKeys

        return ApiKeys(self.transport)

    @cached_property
    def datasets(self) -> Datasets:
        """Collections of recordings to fine-tune with."""
        from .resources.datasets import Datasets

        return Datasets(self.transport)

    @cached_property
    def documents(self) -> Documents:
        """Documents of the knowledge base that agents search during calls."""
        from .resources.documents import Documents

        return Documents(self.transport)

    @cached_property
    def files(self) -> Files:
        """Stored files: background sounds, recordings to train with, saved speech."""
        from .resources.files import Files

        return Files(self.transport)

    @cached_property
    def fine_tunes(self) -> FineTunes:
        """Models trained on recordings of the account."""
        from .resources.fine_tunes import FineTunes

        return FineTunes(self.transport)

    @cached_property
    def folders(self) -> Folders:
        """Folders of the knowledge base, and which agents may look into them."""
        from .resources.folders import Folders

        return Folders(self.transport)

    @cached_property
    def tts(self) -> Tts:
        """Text to speech."""
        from .resources.tts import Tts

        return Tts(self.transport)

    @cached_property
    def managed_agents(self) -> ManagedAgents:
        """Agents that Cartesia runs: settings, versions, models and sessions."""
        from .resources.managed_agents import ManagedAgents

        return ManagedAgents(self.transport)

    @cached_property
    def models(self) -> Models:
        """Models that can be called."""
        from .resources.models import Models

        return Models(self.transport)

    @cached_property
    def organizations(self) -> Organizations:
        """Members of an organization and invitations to it."""
        from .resources.organizations import Organizations

        return Organizations(self.transport)

    @cached_property
    def phone_numbers(self) -> PhoneNumbers:
        """Phone numbers of agents, and the telephony providers that they belong to."""
        from .resources.phone_numbers import PhoneNumbers

        return PhoneNumbers(self.transport)

    @cached_property
    def pronunciation_dicts(self) -> PronunciationDicts:
        """Dictionaries that say how words are to be spoken."""
        from .resources.pronunciation_dicts import PronunciationDicts

        return PronunciationDicts(self.transport)

    @cached_property
    def status(self) -> Status:
        """Whether the service runs, and its newest version."""
        from .resources.status import Status

        return Status(self.transport)

    @cached_property
    def stt(self) -> Stt:
        """Speech to text, of recordings and of live audio."""
        from .resources.stt import Stt

        return Stt(self.transport)

    @cached_property
    def usage(self) -> Usage:
        """What an organization has used up."""
        from .resources.usage import Usage

        return Usage(self.transport)

    @cached_property
    def voice_changer(self) -> VoiceChanger:
        """A recording in another voice."""
        from .resources.voice_changer import VoiceChanger

        return VoiceChanger(self.transport)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Addresses that get the events of agent calls."""
        from .resources.webhooks import Webhooks

        return Webhooks(self.transport)
