# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The values of the API, one class each. Nothing is imported before it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api_info import ApiInfo
    from .bit_rate import BitRate
    from .cancel_request import CancelRequest
    from .chunk_event import ChunkEvent
    from .done_event import DoneEvent
    from .error_code import ErrorCode
    from .error_event import ErrorEvent
    from .flush_done_event import FlushDoneEvent
    from .gender_presentation import GenderPresentation
    from .generation_config import GenerationConfig
    from .generation_config_emotion import GenerationConfigEmotion
    from .generation_request import GenerationRequest
    from .model_id import ModelId
    from .model_speed import ModelSpeed
    from .mp3_output_format import Mp3OutputFormat
    from .phoneme_timestamps import PhonemeTimestamps
    from .phoneme_timestamps_event import PhonemeTimestampsEvent
    from .raw_encoding import RawEncoding
    from .raw_output_format import RawOutputFormat
    from .sample_rate import SampleRate
    from .timestamps_event import TimestampsEvent
    from .token_grant import TokenGrant
    from .token_request import TokenRequest
    from .token_response import TokenResponse
    from .tts_request import TtsRequest
    from .tts_sse_request import TtsSseRequest
    from .voice import Voice
    from .voice_accent import VoiceAccent
    from .voice_access import VoiceAccess
    from .voice_by_id import VoiceById
    from .voice_gender import VoiceGender
    from .voice_locale import VoiceLocale
    from .voice_page import VoicePage
    from .voice_status import VoiceStatus
    from .voice_visibility import VoiceVisibility
    from .wav_output_format import WavOutputFormat
    from .word_timestamps import WordTimestamps

_MODULES: dict[str, str] = {
    "ApiInfo": "api_info",
    "BitRate": "bit_rate",
    "CancelRequest": "cancel_request",
    "ChunkEvent": "chunk_event",
    "DoneEvent": "done_event",
    "ErrorCode": "error_code",
    "ErrorEvent": "error_event",
    "FlushDoneEvent": "flush_done_event",
    "GenderPresentation": "gender_presentation",
    "GenerationConfig": "generation_config",
    "GenerationConfigEmotion": "generation_config_emotion",
    "GenerationRequest": "generation_request",
    "ModelId": "model_id",
    "ModelSpeed": "model_speed",
    "Mp3OutputFormat": "mp3_output_format",
    "PhonemeTimestamps": "phoneme_timestamps",
    "PhonemeTimestampsEvent": "phoneme_timestamps_event",
    "RawEncoding": "raw_encoding",
    "RawOutputFormat": "raw_output_format",
    "SampleRate": "sample_rate",
    "TimestampsEvent": "timestamps_event",
    "TokenGrant": "token_grant",
    "TokenRequest": "token_request",
    "TokenResponse": "token_response",
    "TtsRequest": "tts_request",
    "TtsSseRequest": "tts_sse_request",
    "Voice": "voice",
    "VoiceAccent": "voice_accent",
    "VoiceAccess": "voice_access",
    "VoiceById": "voice_by_id",
    "VoiceGender": "voice_gender",
    "VoiceLocale": "voice_locale",
    "VoicePage": "voice_page",
    "VoiceStatus": "voice_status",
    "VoiceVisibility": "voice_visibility",
    "WavOutputFormat": "wav_output_format",
    "WordTimestamps": "word_timestamps",
}

__all__: list[str] = [
    "ApiInfo",
    "BitRate",
    "CancelRequest",
    "ChunkEvent",
    "DoneEvent",
    "ErrorCode",
    "ErrorEvent",
    "FlushDoneEvent",
    "GenderPresentation",
    "GenerationConfig",
    "GenerationConfigEmotion",
    "GenerationRequest",
    "ModelId",
    "ModelSpeed",
    "Mp3OutputFormat",
    "PhonemeTimestamps",
    "PhonemeTimestampsEvent",
    "RawEncoding",
    "RawOutputFormat",
    "SampleRate",
    "TimestampsEvent",
    "TokenGrant",
    "TokenRequest",
    "TokenResponse",
    "TtsRequest",
    "TtsSseRequest",
    "Voice",
    "VoiceAccent",
    "VoiceAccess",
    "VoiceById",
    "VoiceGender",
    "VoiceLocale",
    "VoicePage",
    "VoiceStatus",
    "VoiceVisibility",
    "WavOutputFormat",
    "WordTimestamps",
]


if not TYPE_CHECKING:  # a type checker sees the imports above, and reports names that do not exist

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
