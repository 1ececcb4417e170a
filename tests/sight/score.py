"""How well the suite sees: the matrix in figures, for people to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from contralto_spec import Requirement

from .matrix import SightRow

LEVELS = ("must", "should", "observed")


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part} of {self.whole}" if self.whole else "none"

    @property
    def is_whole(self) -> bool:
        """Nothing is left out."""
        return self.part == self.whole


@dataclass(frozen=True)
class Score:
    """What the matrix comes to.

    seen: by area and level, defects that their own check sees. unseen: ids of the others. also: by defect, what is
    found violated beside its own requirement. without: requirements with a check and without a defect. single: MUSTs
    with one defect. flagged: by variation that the API allows, what is said against it; None if they were not run.
    """

    seen: Mapping[tuple[str, str], Share]
    unseen: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]
    single: tuple[str, ...]
    variations: int = 0
    flagged: Mapping[str, Sequence[str]] | None = None

    @property
    def is_fine(self) -> bool:
        """Every defect is seen by its own check alone, no check lacks one, and nothing that is allowed is flagged."""
        return not (self.unseen or self.also or self.without or self.flagged)

    def total(self, *, area: str | None = None, level: str | None = None) -> Share:
        """Over these areas and levels, all by default."""
        shares = [share for (a, n), share in self.seen.items() if area in (None, a) and level in (None, n)]
        return Share(sum(share.part for share in shares), sum(share.whole for share in shares))


def score(
    rows: Iterable[SightRow],
    requirements: Mapping[str, Requirement],
    checked: Iterable[str],
    *,
    variations: int = 0,
    flagged: Mapping[str, Sequence[str]] | None = None,
) -> Score:
    """The score of these rows. checked: ids of the requirements that have a check."""
    rows = tuple(rows)
    own = {row.defect: requirements[row.defect.partition(":")[0]] for row in rows}
    defects = Counter(requirement.id for requirement in own.values())
    seen = Counter((own[row.defect].area, own[row.defect].level) for row in rows if row.is_seen)
    all_of = Counter((own[row.defect].area, own[row.defect].level) for row in rows)
    others = {row.defect: tuple(name for name in row.seen if name != own[row.defect].id) for row in rows}
    return Score(
        seen={place: Share(seen[place], count) for place, count in all_of.items()},
        unseen=tuple(row.defect for row in rows if not row.is_seen),
        also={defect: names for defect, names in others.items() if names},
        without=tuple(name for name in checked if not defects[name]),
        single=tuple(name for name, count in defects.items() if count == 1 and requirements[name].level == "must"),
        variations=variations,
        flagged=flagged,
    )


def shown(score: Score) -> RenderableType:
    """The score as it is printed."""
    parts: list[RenderableType] = [Rule("what the suite sees", align="left"), _table(score)]
    for title, names in (
        ("not seen by their own check", score.unseen),
        ("checks without a defect", score.without),
    ):
        parts.append(_listed(title, names))
    parts.append(_under("MUSTs with one defect only", len(score.single), _by_area(score.single)))
    parts.append(_listed("defects that violate more than their own requirement", _pairs(score.also)))
    if score.flagged is None:
        parts.append(Text("variations that the API allows: not run", style="dim"))
    else:
        parts.append(_listed(f"flagged of {score.variations} variations that the API allows", _pairs(score.flagged)))
    return Group(*parts)


def _table(score: Score) -> Table:
    table = Table(box=None, pad_edge=False, show_footer=True)
    table.add_column("defects seen", "all areas")
    for level in (*LEVELS, None):
        share = score.total(level=level)
        table.add_column("all" if level is None else level.upper(), _cell(share), justify="right")
    for area in dict.fromkeys(area for area, _ in score.seen):
        cells = [_cell(score.total(area=area, level=level)) for level in (*LEVELS, None)]
        table.add_row(area, *cells)
    return table


def _cell(share: Share) -> Text:
    if not share.whole:
        return Text("")
    return Text(str(share), style="" if share.is_whole else "bold red")


def _listed(title: str, names: Sequence[str]) -> Text:
    return _under(title, len(names), names)


def _under(title: str, count: int, lines: Sequence[str]) -> Text:
    head = Text(f"{title}: {count or 'none'}", style="bold" if count else "green")
    return Text("\n  ").join([head, *map(Text, lines)])


def _by_area(names: Sequence[str]) -> list[str]:
    """Ids in one line for an area, without what they have in common."""
    areas: dict[str, list[str]] = {}
    for name in names:
        area, _, claim = name.rpartition(".")
        areas.setdefault(area, []).append(claim)
    return [f"{area}: {', '.join(claims)}" for area, claims in areas.items()]


def _pairs(found: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{name}: {', '.join(said)}" for name, said in found.items()]
