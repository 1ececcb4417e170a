"""The languages and locales that can be spoken.

They are those of asyncapi-2026-08-14, and the further locales that the catalogue of accents needs (openapi-2026-08-14).
Case and `_` for `-` do not matter.
"""

from __future__ import annotations

# fmt: off
LANGUAGES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese", "zh": "Chinese",
    "ja": "Japanese", "hi": "Hindi", "it": "Italian", "ko": "Korean", "nl": "Dutch", "pl": "Polish",
    "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "tl": "Tagalog", "bg": "Bulgarian", "ro": "Romanian",
    "ar": "Arabic", "cs": "Czech", "el": "Greek", "fi": "Finnish", "hr": "Croatian", "ms": "Malay",
    "sk": "Slovak", "da": "Danish", "ta": "Tamil", "uk": "Ukrainian", "hu": "Hungarian", "no": "Norwegian",
    "vi": "Vietnamese", "bn": "Bengali", "th": "Thai", "he": "Hebrew", "ka": "Georgian", "id": "Indonesian",
    "te": "Telugu", "gu": "Gujarati", "kn": "Kannada", "ml": "Malayalam", "mr": "Marathi", "pa": "Punjabi",
    "or": "Odia", "ur": "Urdu",
}
"""English names by code."""

LOCALES = (
    "ar-SA", "ar-AE", "bg-BG", "bn-IN", "cs-CZ", "da-DK", "de-DE", "de-CH", "el-GR", "en-US", "en-AE", "en-AU",
    "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-PH", "en-SG", "en-ZA", "es-MX", "es-BO", "es-CL", "es-CO",
    "es-ES", "es-PE", "es-US", "fi-FI", "fr-FR", "fr-BE", "fr-CA", "fr-SN", "gu-IN", "he-IL", "hi-IN", "hr-HR",
    "hu-HU", "id-ID", "it-IT", "ja-JP", "ka-GE", "kn-IN", "ko-KR", "ml-IN", "mr-IN", "ms-MY", "nl-NL", "nl-BE",
    "no-NO", "or-IN", "pa-IN", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ro-MD", "ru-RU", "sk-SK", "sv-SE", "ta-IN",
    "te-IN", "th-TH", "tl-PH", "tr-TR", "uk-UA", "ur-PK", "ur-IN", "vi-VN", "zh-CN", "zh-TW",
)
"""Of each language the one first that is meant when only the language is named."""

_COUNTRIES = {
    "AE": "United Arab Emirates", "AU": "Australia", "BE": "Belgium", "BG": "Bulgaria", "BO": "Bolivia",
    "BR": "Brazil", "CA": "Canada", "CH": "Switzerland", "CL": "Chile", "CN": "China", "CO": "Colombia",
    "CZ": "Czechia", "DE": "Germany", "DK": "Denmark", "ES": "Spain", "FI": "Finland", "FR": "France",
    "GB": "United Kingdom", "GE": "Georgia", "GR": "Greece", "HR": "Croatia", "HU": "Hungary", "ID": "Indonesia",
    "IE": "Ireland", "IL": "Israel", "IN": "India", "IT": "Italy", "JP": "Japan", "KR": "South Korea",
    "MD": "Moldova", "MX": "Mexico", "MY": "Malaysia", "NL": "Netherlands", "NO": "Norway", "NZ": "New Zealand",
    "PE": "Peru", "PH": "Philippines", "PK": "Pakistan", "PL": "Poland", "PT": "Portugal", "RO": "Romania",
    "RU": "Russia", "SA": "Saudi Arabia", "SE": "Sweden", "SG": "Singapore", "SK": "Slovakia", "SN": "Senegal",
    "TH": "Thailand", "TR": "Türkiye", "TW": "Taiwan", "UA": "Ukraine", "US": "United States", "VN": "Vietnam",
    "ZA": "South Africa",
}
# fmt: on

_BY_CODE = {code.lower(): code for code in (*LANGUAGES, *LOCALES)}


def is_language(code: str) -> bool:
    """Whether `code` is a language or locale that can be spoken."""
    return _plain(code) in _BY_CODE


def locale_of(code: str) -> str:
    """The locale that a language or locale which can be spoken stands for: `en-GB` for `en_gb`, `en-US` for `en`."""
    known = _BY_CODE[_plain(code)]
    return known if "-" in known else next(locale for locale in LOCALES if locale.startswith(f"{known}-"))


def display_name(locale: str) -> str:
    """A locale in words, such as `English (United Kingdom)`."""
    language, _, country = locale.partition("-")
    return f"{LANGUAGES[language]} ({_COUNTRIES[country]})"


def _plain(code: str) -> str:
    return code.replace("_", "-").lower()
