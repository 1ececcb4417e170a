"""The catalogue of accents, and the names that each version has for them.

From 2026-08-14 on voices and requests name an accent by its id in the catalogue; before, voices and the requests that
make or change one do so by its display name, while attached accents have ids in both (docs-reference-2026-03-01).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from contralto_conformance.mock.answers import answer
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.sound.languages import locale_of
from contralto_conformance.mock.versions import Version

from .seeds import seeds

Accent = Mapping[str, Any]

IDS_SINCE = "2026-08-14"

# Ids that were renamed; the official clients of the time, 4.2.0 among them, still send them.
_OLDER_IDS = {
    "arabic": "modern-standard-arabic",
    "high-german": "standard-german",
    "hindi": "standard-hindi",
    "italian": "standard-italian",
    "jakarta": "standard-indonesian",
    "japanese": "standard-japanese",
}


@functools.cache
def catalogue() -> Mapping[str, Accent]:
    """All accents by id, sorted by it, in the shape of the newest version."""
    records = sorted(seeds("accents"), key=lambda accent: str(accent["id"]))
    return MappingProxyType({accent["id"]: MappingProxyType(accent) for accent in records})


@functools.cache
def _by_name() -> Mapping[str, Accent]:
    named = {str(accent["name"]).lower(): accent for accent in catalogue().values()}
    return {**named, "arabic": catalogue()["modern-standard-arabic"]}


def accent_with_id(accent_id: str) -> Accent | None:
    """The accent of an id of the catalogue, renamed ones included; None when there is none."""
    return catalogue().get(_OLDER_IDS.get(accent_id, accent_id))


def accent_named(call: Call, name: str) -> Accent | None:
    """The accent that a request of the call's version calls `name`; None when there is none."""
    return accent_with_id(name) if call.version.since(IDS_SINCE) else _by_name().get(name.lower())


def name_of(version: Version, accent_id: str) -> str:
    """What `version` calls the native accent of a voice."""
    return accent_id if version.since(IDS_SINCE) else str(catalogue()[accent_id]["name"])


def main_accent(language: str) -> Accent:
    """The default accent of the locale that a language stands for, see `locale_of`."""
    locale = locale_of(language)
    accents = catalogue().values()
    return next(accent for accent in accents if accent["locale"] == locale and accent["is_locale_default"])


async def list_accents(service: Service, call: Call) -> Reply:
    """`GET /accents`."""
    query = read_query(service, call)
    wanted = {name: query[name] for name in ("is_localizable", "language", "locale") if name in query}
    if "locale" in wanted:
        wanted["locale"] = wanted["locale"].replace("_", "-").lower()
    accents = [accent for accent in catalogue().values() if all(_has(accent, *item) for item in wanted.items())]
    return answer(call, {"accents": [dict(accent) for accent in accents]})


def _has(accent: Accent, member: str, value: object) -> bool:
    held = accent[member]
    return bool((held.lower() if member == "locale" else held) == value)


OPERATIONS = (Operation("GET", "/accents", list_accents),)
