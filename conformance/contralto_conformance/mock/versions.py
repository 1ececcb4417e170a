"""Which API version a request is served as.

A request names a date: that of a version, or any later one, which stands for the version before it. The mock serves it
from the nearest described version that is not newer (the oldest described one for still older dates), with the error
format of its own date. A request without a version is served as the newest one, and one with a value that is no date,
or a date before the first version, is refused; both get legacy errors.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date as calendar
from typing import Any, Literal, NamedTuple

import contralto_spec

from .errors import Fault

STRUCTURED_ERRORS_SINCE = "2026-03-01"

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATES_KEPT = 128


class Described(NamedTuple):
    """Names the documents of a described version, or of a dialect of it."""

    date: str
    dialect: str | None = None

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document; read-only."""
        return contralto_spec.load().openapi(self.date, self.dialect)

    def asyncapi(self) -> dict[str, Any]:
        """The AsyncAPI document; read-only."""
        return contralto_spec.load().asyncapi(self.date, self.dialect)


@dataclass(frozen=True, slots=True)
class Version:
    """The version of one request: `date` decides behaviour, `described` names the documents, `errors` the
    envelope."""

    date: str
    described: Described
    errors: Literal["structured", "legacy"]

    def since(self, date: str) -> bool:
        """Whether this version is `date` (YYYY-MM-DD) or newer."""
        return self.date >= date


@functools.cache
def known_dates() -> tuple[str, ...]:
    """The dates of all versions, oldest first."""
    return tuple(sorted(version.date for version in contralto_spec.load().versions))


def is_served(date: str) -> bool:
    """Whether a request may name `date`: a day on which there was a version."""
    if not _DATE.fullmatch(date) or date < known_dates()[0]:
        return False
    try:
        calendar.fromisoformat(date)
    except ValueError:
        return False
    return True


@functools.lru_cache(_DATES_KEPT)
def version_of(date: str) -> Version:
    """The version that a request naming `date` gets; raises Fault (400) when there was none."""
    if not is_served(date):
        newest = known_dates()[-1]
        raise Fault(400, "Invalid version", f"`{date[:40]}` is no known API version; send a date such as {newest}")
    described = [version.date for version in contralto_spec.load().versions if version.described]
    older = [known for known in described if known <= date]
    return Version(
        date=date,
        described=Described(older[-1] if older else described[0]),
        errors="structured" if date >= STRUCTURED_ERRORS_SINCE else "legacy",
    )


@functools.lru_cache(_DATES_KEPT)
def in_dialect(version: Version, name: str) -> Version:
    """The version as a dialect has it: the newest one of the dialect that is not newer, or its oldest.

    Its documents and its behaviour are of the dialect, the envelope of its errors stays.
    """
    known = sorted(contralto_spec.load().dialect(name).versions)
    older = [date for date in known if date <= version.described.date]
    date = older[-1] if older else known[0]
    behaviour = version.date if date == version.described.date else date
    return Version(behaviour, Described(date, name), version.errors)


@functools.cache
def unnamed_version(default: str | None) -> Version:
    """The version of a request that names none: `default`, or else the newest one with legacy errors."""
    if default is not None:
        return version_of(default)
    newest = contralto_spec.load().latest.date
    return Version(date=newest, described=version_of(newest).described, errors="legacy")


def version_asked(named: str | None, default: str | None, dialect: str | None) -> Version:
    """The version of a request to a mock that serves `default` where none is named, and speaks `dialect`.

    Raises Fault (400) when there is no such version.
    """
    version = version_of(named) if named is not None else unnamed_version(default)
    return version if dialect is None else in_dialect(version, dialect)
