"""What changed between neighbouring versions, as the page of changes shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from contralto_spec.diff import Change, Difference
from contralto_spec.diff.wording import SECTION_TITLES, Subject, certainty, reached, reasons, subjects, values

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change. `breaks`: `client`, `server`, both words or none; `reasons`: each of them with its reason."""

    place: str
    words: str
    values: str
    certainty: str
    breaks: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SubjectView:
    """What changed in one operation, channel, component or schema."""

    id: str
    name: str
    uses: tuple[str, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section: what came and went as a whole, by verb, and what changed inside."""

    title: str
    whole: tuple[tuple[str, tuple[SubjectView, ...]], ...]
    subjects: tuple[SubjectView, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two neighbouring versions."""

    before: str
    after: str
    total: int
    client: int
    server: int
    neither: int
    sections: tuple[SectionView, ...]


def pair_views(differences: Sequence[Difference]) -> tuple[PairView, ...]:
    """Every difference as the page shows it, newest first."""
    return tuple(_pair(difference) for difference in reversed(differences))


def _pair(difference: Difference) -> PairView:
    counts = difference.counts()
    return PairView(
        before=difference.before,
        after=difference.after,
        total=counts["total"],
        client=counts["client"],
        server=counts["server"],
        neither=counts["neither"],
        sections=tuple(_sections(difference)),
    )


def _sections(difference: Difference) -> Iterator[SectionView]:
    taken: set[str] = set()
    for section, group in groupby(subjects(difference), lambda subject: subject.section):
        listed = [(subject, _subject(difference.after, subject, taken)) for subject in group]
        whole = [
            (subject.changes[0].words.split()[-1], view) for subject, view in listed if subject.changes[0].is_whole
        ]
        yield SectionView(
            title=SECTION_TITLES[section],
            whole=tuple(
                (verb, tuple(view for _, view in views)) for verb, views in groupby(whole, lambda entry: entry[0])
            ),
            subjects=tuple(view for subject, view in listed if not subject.changes[0].is_whole),
        )


def _subject(date: str, subject: Subject, taken: set[str]) -> SubjectView:
    name = f"{date}-{subject.section}-{_NOT_IN_IDS.sub('-', subject.name.lower()).strip('-')}"
    # `Some_Name` and `SomeName` may come out alike.
    unique = next(candidate for candidate in _numbered(name) if candidate not in taken)
    taken.add(unique)
    return SubjectView(unique, subject.name, tuple(reached(subject.uses)), tuple(map(_change, subject.changes)))


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _change(change: Change) -> ChangeView:
    broken = tuple(reasons(change))
    return ChangeView(
        place=change.place.trail,
        words=change.words,
        values=values(change),
        certainty=certainty(change),
        breaks=" ".join(side for side, _ in broken),
        reasons=broken,
    )
