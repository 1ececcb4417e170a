# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`POST /voices/clone`: clone a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._forms import file_part, form_items
from ..._request import Request, Response

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ...models.accent_id import AccentId
    from ...models.access_level import AccessLevel
    from ...models.voice_language import VoiceLanguage
    from ...models.voice_metadata import VoiceMetadata


def build_request(
    *,
    clip: FileInput,
    name: str,
    language: VoiceLanguage | str,
    tagline: str | None = None,
    description: str | None = None,
    base_voice_id: str | None = None,
    accent: AccentId | str | None = None,
    access: AccessLevel | None = None,
    access_type: AccessLevel | None = None,
) -> Request:
    """The request of `cloneVoice`."""
    return Request(
        operation="cloneVoice",
        method="POST",
        path="/voices/clone",
        form=form_items(
            [
                ("clip", file_part(clip)),
                ("name", name),
                ("language", language),
                ("tagline", tagline),
                ("description", description),
                ("base_voice_id", base_voice_id),
                ("accent", accent),
                ("access", access),
                ("access[type]", access_type),
            ]
        ),
    )


def parse_response(response: Response) -> VoiceMetadata:
    """The answer of `cloneVoice`."""
    from ...models.voice_metadata import VoiceMetadata  # here: a client that never calls this needs none of its values

    return VoiceMetadata.from_dict(response.json_object())
