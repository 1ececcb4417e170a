"""`GET /locales`: the locales that can be spoken, each with its accents."""

from __future__ import annotations

from contralto_conformance.mock.answers import answer
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sound.languages import LOCALES, display_name

from .accents import catalogue


async def list_locales(service: Service, call: Call) -> Reply:
    """All locales by name, with the accents under each."""
    locales = [
        {
            "locale": locale,
            "language": locale.partition("-")[0],
            "display_name": display_name(locale),
            "accents": [
                {"id": accent["id"], "name": accent["name"]}
                for accent in catalogue().values()
                if accent["locale"] == locale
            ],
        }
        for locale in sorted(LOCALES)
    ]
    return answer(call, {"locales": locales})


OPERATIONS = (Operation("GET", "/locales", list_locales),)
