"""The languages and locales that can be spoken (asyncapi-2026-08-14); case and `_` for `-` do not matter."""

from __future__ import annotations

# fmt: off
LANGUAGES = (
    "en", "fr", "de", "es", "pt", "zh", "ja", "hi", "it", "ko", "nl", "pl", "ru", "sv", "tr", "tl", "bg",
    "ro", "ar", "cs", "el", "fi", "hr", "ms", "sk", "da", "ta", "uk", "hu", "no", "vi", "bn", "th", "he",
    "ka", "id", "te", "gu", "kn", "ml", "mr", "pa", "or", "ur",
)

LOCALES = (
    "bg-BG", "bn-IN", "cs-CZ", "da-DK", "de-DE", "el-GR", "en-AU", "en-GB", "en-IE", "en-IN", "en-NZ",
    "en-SG", "en-US", "en-ZA", "es-ES", "es-MX", "es-US", "fi-FI", "fr-CA", "fr-FR", "gu-IN", "he-IL",
    "hi-IN", "hr-HR", "hu-HU", "id-ID", "it-IT", "ja-JP", "ka-GE", "kn-IN", "ko-KR", "ml-IN", "mr-IN",
    "ms-MY", "nl-BE", "nl-NL", "no-NO", "or-IN", "pa-IN", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU",
    "sk-SK", "sv-SE", "ta-IN", "te-IN", "th-TH", "tl-PH", "tr-TR", "uk-UA", "ur-IN", "vi-VN", "zh-CN",
)
# fmt: on

_KNOWN = frozenset(code.lower() for code in (*LANGUAGES, *LOCALES))


def is_language(code: str) -> bool:
    """Whether `code` is a language or locale that can be spoken."""
    return code.replace("_", "-").lower() in _KNOWN
