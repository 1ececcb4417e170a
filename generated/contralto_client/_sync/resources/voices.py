# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`client.voices`: The voices that an account can speak with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ...api.accents import list_accents
from ...api.locales import list_locales
from ...api.voices import (
    add_voice_accents,
    clone_voice,
    delete_voice,
    delete_voice_accent,
    get_voice,
    list_voices,
    localize_voice,
    update_voice,
)
from ...models._wire import given
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ..._null import Null
    from ..._options import CallOptions
    from ...models.accent_id import AccentId
    from ...models.accent_list import AccentList
    from ...models.access_by_type import AccessByType
    from ...models.access_level import AccessLevel
    from ...models.attachable_accent_id import AttachableAccentId
    from ...models.gender_presentation import GenderPresentation
    from ...models.locale_list import LocaleList
    from ...models.localize_dialect import LocalizeDialect
    from ...models.localize_target_language import LocalizeTargetLanguage
    from ...models.speaker_gender import SpeakerGender
    from ...models.voice import Voice
    from ...models.voice_language import VoiceLanguage
    from ...models.voice_metadata import VoiceMetadata
    from ...models.voice_page import VoicePage
    from ..transport import Transport


class Voices:
    """The voices that an account can speak with."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_accents(
        self,
        *,
        is_localizable: bool | None = None,
        language: str | None = None,
        locale: str | None = None,
        options: CallOptions | None = None,
    ) -> AccentList:
        """List the accents.

        The whole catalogue in one answer, sorted by id. Filters given together must all match.

        Args:
            is_localizable: Only accents that a voice can be localized to (true), or only others (false).
            language: Only accents of this language.
            locale: Only accents of this locale.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            list_accents.build_request(is_localizable=is_localizable, language=language, locale=locale),
            list_accents.parse_response,
            options,
        )

    def list_locales(self, *, options: CallOptions | None = None) -> LocaleList:
        """List the locales.

        All locales with the accents available under each. One page of the docs describes the operation; no
        index, SDK or export names it.

        Args:
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(list_locales.build_request(), list_locales.parse_response, options)

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        is_owner: bool | None = None,
        gender: GenderPresentation | None = None,
        q: str | None = None,
        language: str | None = None,
        include_archived: bool | None = None,
        expand: Sequence[Literal["preview_file_url"]] | None = None,
        options: CallOptions | None = None,
    ) -> Pager[VoicePage, Voice]:
        """List voices.

        One page of the voices that the account sees. Continue with `starting_after` set to the last id of a
        page until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            is_owner: Only voices of the own organization (true), or only others (false).
            gender: Only voices that present so.
            q: Text to look for in name, description and id; diacritics do not matter.
            language: Language (`en`) or locale (`en-GB` or `en_GB`); a bare language matches all its accents.
            include_archived: Archived voices too. Default `false`.
            expand: Additional members to include.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_voices.build_request(
                limit=limit,
                starting_after=starting_after,
                ending_before=ending_before,
                is_owner=is_owner,
                gender=gender,
                q=q,
                language=language,
                include_archived=include_archived,
                expand=expand,
            ),
            list_voices.parse_response,
            options,
        )

    def clone(
        self,
        clip: FileInput,
        *,
        name: str,
        language: VoiceLanguage | str,
        tagline: str | None = None,
        description: str | None = None,
        base_voice_id: str | None = None,
        accent: AccentId | str | None = None,
        access: AccessLevel | None = None,
        access_type: AccessLevel | None = None,
        options: CallOptions | None = None,
    ) -> VoiceMetadata:
        """Clone a voice.

        Makes a voice of the account from a recording of a few seconds.

        Args:
            clip: About five seconds of speech, at most 16 MB: flac, mp3, mpeg, mpga, oga, ogg, wav or webm.
            name: Name to show.
            language: Language of a voice to make, as a code or as a locale.
            tagline: Short line about the voice.
            description: Longer text about the voice.
            base_voice_id: Voice that the new one descends from.
            accent: Native accent, as an id of the catalogue; without it no further accents can be attached.
            access: Who may use the voice. Default `private`.
            access_type: Deprecated. The same as `access` in its older form. Default `private`.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            clone_voice.build_request(
                clip=clip,
                name=name,
                language=language,
                tagline=tagline,
                description=description,
                base_voice_id=base_voice_id,
                accent=accent,
                access=access,
                access_type=access_type,
            ),
            clone_voice.parse_response,
            options,
        )

    def localize(
        self,
        *,
        voice_id: str,
        name: str,
        accent: AttachableAccentId | str,
        tagline: str | None = None,
        description: str | None = None,
        language: LocalizeTargetLanguage | None = None,
        original_speaker_gender: SpeakerGender | None = None,
        dialect: LocalizeDialect | None = None,
        access: AccessLevel | AccessByType | Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> VoiceMetadata:
        """Localize a voice.

        Makes a new voice of the account that speaks with another accent or in another language. The source is
        a voice of the library or an instant clone; professional clones are refused.

        Args:
            voice_id: Voice to begin with.
            name: Name of the new voice.
            accent: Accent of the new voice, one of those that `GET /accents` marks with `is_localizable`.
            tagline: Short line about the new voice.
            description: Longer text about the new voice.
            language: Deprecated. Language of the new voice; `accent` says it already.
            original_speaker_gender: Deprecated. Gender of the speaker of the source voice.
            dialect: Deprecated. Dialect of the language; `accent` says it already.
            access: Who may use the resource; the object is the older form.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {
            "voice_id": voice_id,
            "name": name,
            "accent": accent,
            **given(
                {
                    "tagline": tagline,
                    "description": description,
                    "language": language,
                    "original_speaker_gender": original_speaker_gender,
                    "dialect": dialect,
                    "access": access,
                }
            ),
        }
        return self._transport.call(localize_voice.build_request(body=body), localize_voice.parse_response, options)

    def get(
        self,
        id: str,
        *,
        expand: Sequence[Literal["preview_file_url"]] | None = None,
        options: CallOptions | None = None,
    ) -> Voice:
        """One voice.

        The voice of this id.

        Args:
            id: Id of the voice, a UUID in practice.
            expand: Additional members to include.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_voice.build_request(id, expand=expand), get_voice.parse_response, options)

    def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Delete a voice.

        Deletes a voice of the account. The answer has no body.

        Args:
            id: Id of the voice, a UUID in practice.
            options: Time limits, retries and headers of this call alone.
        """
        self._transport.call(delete_voice.build_request(id), delete_voice.parse_response, options)

    def update(
        self,
        id: str,
        *,
        name: str | None = None,
        tagline: str | None = None,
        description: str | None = None,
        gender: GenderPresentation | Null | None = None,
        accent: AccentId | str | Null | None = None,
        access: AccessLevel | AccessByType | Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> Voice:
        """Change a voice.

        Changes what is sent and keeps the rest. `gender: null` sets the gender back to unknown; leaving
        `gender` out keeps it.

        Args:
            id: Id of the voice, a UUID in practice.
            name: New name.
            tagline: New short line.
            description: New longer text.
            gender: How the voice presents; null sets it back to unknown. `NULL` sends null, None leaves it as
                it is.
            accent: Native accent, as an id of the catalogue. `NULL` sends null, None leaves it as it is.
            access: Who may use the resource; the object is the older form.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given(
            {
                "name": name,
                "tagline": tagline,
                "description": description,
                "gender": gender,
                "accent": accent,
                "access": access,
            }
        )
        return self._transport.call(update_voice.build_request(id, body=body), update_voice.parse_response, options)

    def add_accents(
        self, id: str, *, accents: Sequence[AttachableAccentId | str], options: CallOptions | None = None
    ) -> Voice:
        """Attach accents to a voice.

        Lets the same voice speak with further accents. Only an own instant clone can have them, and it needs
        a native accent first (`PATCH /voices/{id}` sets one). A voice has at most 10 accents, the native one
        included.

        Args:
            id: Id of the voice, a UUID in practice.
            accents: Accents that the voice does not have yet.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"accents": accents}
        return self._transport.call(
            add_voice_accents.build_request(id, body=body), add_voice_accents.parse_response, options
        )

    def delete_accent(self, id: str, accent_id: str, *, options: CallOptions | None = None) -> Voice:
        """Take an accent from a voice.

        Takes away an attached accent. The native accent stays. Unlike other deletes, this one answers the
        voice.

        Args:
            id: Id of the voice, a UUID in practice.
            accent_id: One of the accents of the voice, but not its native one.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            delete_voice_accent.build_request(id, accent_id), delete_voice_accent.parse_response, options
        )
