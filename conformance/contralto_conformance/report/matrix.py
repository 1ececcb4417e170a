"""Several reports side by side: requirements as rows, targets as columns, versions inside.

Renders as text for a console, as Markdown, and as one HTML page that needs no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from contralto_conformance.report.collect import LEVELS
from contralto_conformance.report.html import page_environment, page_hash, page_part
from contralto_conformance.report.markdown import code, inline
from contralto_conformance.report.stored import Stored, StoredRequirement, StoredRow
from contralto_conformance.report.text import clip, count, one_line
from contralto_conformance.report.words import LEVEL_WORDS, SIGNS, TONES, WORDS
from contralto_conformance.runner.model import Totals, Verdict

MAX_TARGETS = 16
"""More columns do not fit a page."""

TITLES: Mapping[str, str] = {"server": "Servers", "client": "Clients"}
"""The sections, by the kind of their reports, in their order."""

_VALUE_LIMIT = 1000
_WORST = ("violated", "not_verified", "met")


@dataclass(frozen=True)
class Cell:
    """What one report says of one requirement. rows: by version, in the order of the report; may be empty."""

    rows: Mapping[str, StoredRow]

    @cached_property
    def totals(self) -> tuple[str, ...]:
        """Which of the three totals its verdicts count in, the worst first."""
        found = {row.verdict.total for row in self.rows.values()}
        return tuple(total for total in _WORST if total in found)

    @cached_property
    def worst(self) -> Verdict | None:
        """The verdict that is to be shown if only one can be; None if there is none."""
        for total in self.totals:
            return next(row.verdict for row in self.rows.values() if row.verdict.total == total)
        return None

    @property
    def words(self) -> str:
        """The worst verdict in words, and of how many versions it is one if not of all."""
        if self.worst is None:
            return ""
        of_kind = sum(row.verdict.total == self.totals[0] for row in self.rows.values())
        return WORDS[self.worst] + (f" {of_kind}/{len(self.rows)}" if of_kind < len(self.rows) else "")


@dataclass(frozen=True)
class Line:
    """One requirement with a cell for each report."""

    requirement: StoredRequirement
    cells: tuple[Cell, ...]

    @property
    def totals(self) -> tuple[str, ...]:
        """Which totals any of its verdicts count in, and `differs` if the reports do not agree; filters use it."""
        found = dict.fromkeys(total for cell in self.cells for total in cell.totals)
        return (*found, "differs") if self.differs else tuple(found)

    @property
    def differs(self) -> bool:
        """Whether two reports that both have a verdict see it differently, judged by the worst of each."""
        return len({cell.totals[0] for cell in self.cells if cell.totals}) > 1


@dataclass(frozen=True)
class Section:
    """Reports of one kind side by side. lines: every requirement that one of them names.

    first: place of its first report among those of all sections, from 0.
    """

    kind: str
    reports: tuple[Stored, ...]
    lines: tuple[Line, ...]
    first: int = 0

    @property
    def title(self) -> str:
        """What its reports are about."""
        return TITLES[self.kind]

    @property
    def letters(self) -> tuple[str, ...]:
        """What its columns are called."""
        return tuple(_letter(self.first + place) for place in range(len(self.reports)))

    @property
    def areas(self) -> Mapping[str, tuple[Line, ...]]:
        """Lines by area."""
        grouped: dict[str, list[Line]] = {}
        for line in self.lines:
            grouped.setdefault(line.requirement.area, []).append(line)
        return {area: tuple(lines) for area, lines in grouped.items()}

    @property
    def versions(self) -> tuple[str, ...]:
        """Every version that a report looked at, oldest first."""
        return tuple(sorted({version for report in self.reports for version in report.versions}))


@dataclass(frozen=True)
class Matrix:
    """All reports: those on servers in one section, those on clients in another."""

    sections: tuple[Section, ...]

    @property
    def reports(self) -> tuple[Stored, ...]:
        """The reports of all sections."""
        return tuple(report for section in self.sections for report in section.reports)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all sections."""
        return tuple(line for section in self.sections for line in section.lines)


def matrix(reports: Sequence[Stored], *, differing: bool = False) -> Matrix:
    """The matrix of these reports; at most `MAX_TARGETS` of a kind, else ValueError. differing: only where they do not
    agree.

    Requirements stand in the order of the first report that names them.
    """
    sections: list[Section] = []
    first = 0
    for kind in TITLES:
        own = [report for report in reports if report.kind == kind]
        if own:
            sections.append(_section(kind, own, first, differing=differing))
            first += len(own)
    return Matrix(tuple(sections))


def _section(kind: str, reports: Sequence[Stored], first: int, *, differing: bool) -> Section:
    if len(reports) > MAX_TARGETS:
        raise ValueError(f"at most {MAX_TARGETS} reports fit side by side, got {len(reports)}")
    known: dict[str, StoredRequirement] = {}
    for report in reports:
        for name, requirement in report.requirements.items():
            known.setdefault(name, requirement)
    lines = (Line(r, tuple(Cell(_rows(report, name)) for report in reports)) for name, r in known.items())
    return Section(kind, tuple(reports), tuple(line for line in lines if line.differs or not differing), first)


def _letter(place: int) -> str:
    """`A` to `Z`, then `AA`."""
    return chr(ord("A") + place) if place < 26 else _letter(place // 26 - 1) + _letter(place % 26)


def _rows(report: Stored, name: str) -> Mapping[str, StoredRow]:
    requirement = report.requirements.get(name)
    return {} if requirement is None else requirement.rows


def headline(made: Matrix) -> str:
    """All of it in one sentence."""
    worst = [report for report in made.reports if report.totals(["must"]).violated]
    targets = count(len(made.reports), "target")
    if not worst:
        text = f"{targets}, none of which is seen to violate a MUST"
    elif len(worst) == 1:
        violated = count(worst[0].totals(["must"]).violated, "MUST", "MUST")
        text = f"{targets}, of which `{worst[0].name}` violates {violated}"
    else:
        text = f"{targets}, of which {len(worst)} violate a MUST"
    cut = sum(bool(report.incomplete) for report in made.reports)
    return f"{text}; {count(cut, 'report')} not complete" if cut else text


def _outcome(made: Matrix) -> str:
    """Which colour the page has."""
    if any(report.totals(["must"]).violated for report in made.reports):
        return "violated"
    return "warned" if any(report.incomplete for report in made.reports) else "met"


# Text.


def render_text(made: Matrix, *, signs: bool = False) -> str:
    """For a console: columns are letters, which the lines above explain. signs: `✓` and its like before the words."""
    parts = []
    for section in made.sections:
        if len(made.sections) > 1:
            parts += [section.title, ""]
        parts += [*_section_text(section, signs), ""]
    return "\n".join([*parts, _sentence(made)]) + "\n"


def _section_text(made: Section, signs: bool) -> list[str]:
    letters = made.letters
    lines = [f"{letter}  {_about(report)}" for letter, report in zip(letters, made.reports, strict=True)]
    cells = {id(cell): _shown(cell, signs) for line in made.lines for cell in line.cells}
    names = max((len(line.requirement.id) for line in made.lines), default=0) + 2
    widths = [
        max([len(letter), *(len(cells[id(line.cells[place])]) for line in made.lines)]) + 2
        for place, letter in enumerate(letters)
    ]
    heads = "".join(f"{letter:<{width}}" for letter, width in zip(letters, widths, strict=True))
    lines += ["", f"{'requirement':<{names}}  {'level':<8}  {heads}".rstrip()]
    for area, group in made.areas.items():
        lines.append(one_line(area))
        for line in group:
            level = LEVEL_WORDS.get(line.requirement.level, line.requirement.level)
            row = "".join(f"{cells[id(c)]:<{width}}" for c, width in zip(line.cells, widths, strict=True))
            lines.append(f"  {one_line(line.requirement.id):<{names - 2}}  {level:<8}  {row}".rstrip())
    return [*lines, "", f"{'':<{names + 12}}{heads}".rstrip(), *_totals_lines(made, names, widths)]


def _sentence(made: Matrix) -> str:
    text = headline(made)
    return text[:1].upper() + text[1:]


def _shown(cell: Cell, signs: bool) -> str:
    if cell.worst is None:
        return ""
    return f"{SIGNS[cell.worst]} {cell.words.lower()}" if signs else cell.words


def _about(report: Stored) -> str:
    versions = ", ".join(report.versions) or "no version"
    text = f"{report.name}: {report.target}, {versions}"
    return one_line(text + (f"; not complete: {clip(report.incomplete, 200)}" if report.incomplete else ""))


def _totals_lines(made: Section, names: int, widths: Sequence[int]) -> Iterable[str]:
    for level in LEVELS:
        totals = [report.totals([level]) for report in made.reports]
        if all(each == Totals() for each in totals):
            continue
        for word, numbers in (
            ("met", [each.met for each in totals]),
            ("violated", [each.violated for each in totals]),
            ("not verified", [each.not_verified for each in totals]),
        ):
            cells = "".join(f"{number:<{width}}" for number, width in zip(numbers, widths, strict=True))
            yield f"{LEVEL_WORDS[level]:<10}{word:<{names + 2}}{cells}".rstrip()


# Markdown.


def render_markdown(made: Matrix) -> str:
    """As a table; text of a target stands in code spans only."""
    lines = [f"## Contralto: {inline(headline(made))}", ""]
    for section in made.sections:
        if len(made.sections) > 1:
            lines += [f"### {section.title}", ""]
        lines += [*_section_markdown(section), ""]
    return "\n".join(lines[:-1] if made.sections else lines) + "\n"


def _section_markdown(made: Section) -> list[str]:
    lines = ["| target | versions | MUST met | violated | not verified | SHOULD met | violated | not verified |"]
    lines += ["|---|---|--:|--:|--:|--:|--:|--:|"]
    for report in made.reports:
        both = (report.totals([level]) for level in ("must", "should"))
        numbers = [number for each in both for number in (each.met, each.violated, each.not_verified)]
        ended = f" **not complete**: {inline(clip(report.incomplete, 200))}" if report.incomplete else ""
        versions = ", ".join(map(inline, report.versions))
        lines.append(f"| {_cell_code(report.name)}{ended} | {versions} | {' | '.join(map(str, numbers))} |")
    heads = [_cell_code(report.name) for report in made.reports]
    lines += ["", f"| requirement | level | {' | '.join(heads)} |", "|" + "---|" * (2 + len(heads))]
    for line in made.lines:
        level = LEVEL_WORDS.get(line.requirement.level, line.requirement.level)
        cells = [_markdown_cell(cell) for cell in line.cells]
        lines.append(f"| {_cell_code(line.requirement.id)} | {level} | {' | '.join(cells)} |")
    return lines


def _markdown_cell(cell: Cell) -> str:
    """The verdict, or each verdict with its versions if they differ."""
    by_verdict: dict[Verdict, list[str]] = {}
    for version, row in cell.rows.items():
        by_verdict.setdefault(row.verdict, []).append(inline(version))
    if len(by_verdict) == 1:
        verdict = next(iter(by_verdict))
        return f"{SIGNS[verdict]} {WORDS[verdict]}"
    return "; ".join(f"{SIGNS[v]} {WORDS[v]} {', '.join(versions)}" for v, versions in by_verdict.items())


def _cell_code(text: str) -> str:
    # In a table a bar ends the cell even inside a code span.
    return code(text).replace("|", "\\|")


# HTML.


@dataclass(frozen=True)
class SignView:
    """One verdict inside a cell. tone: its colour."""

    version: str
    sign: str
    word: str
    tone: str


@dataclass(frozen=True)
class VerdictView:
    """One verdict in full. versions: those that it is the same for."""

    versions: tuple[str, ...]
    sign: SignView
    row: StoredRow
    again: str


@dataclass(frozen=True)
class TargetView:
    """What one report says of one requirement. word: the worst verdict, for narrow screens and readers."""

    name: str
    signs: tuple[SignView, ...]
    verdicts: tuple[VerdictView, ...]
    word: str


def render_html(made: Matrix) -> str:
    """The page as text. Nothing in it comes from anywhere else, and a policy in it allows only its own script."""
    style = page_part("report.css") + page_part("matrix.css")
    script = page_part("report.js")
    page = page_environment().get_template("matrix.html.jinja")
    return page.render(
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704  (our own file)
        policy=f"default-src 'none'; style-src '{page_hash(style)}'; script-src '{page_hash(script)}'; "
        "base-uri 'none'; form-action 'none'",
        headline=headline(made),
        outcome=_outcome(made),
        n_reports=len(made.reports),
        widest=max((len(section.reports) for section in made.sections), default=0),
        sections=[_view(section) for section in made.sections],
        areas=list(dict.fromkeys(line.requirement.area for line in made.lines)),
        levels=[level for level in LEVELS if any(line.requirement.level == level for line in made.lines)],
        level_words=LEVEL_WORDS,
        counts={
            "all": len(made.lines),
            **{
                total: sum(total in line.totals for line in made.lines)
                for total in ("met", "violated", "not_verified", "differs")
            },
        },
    )


@dataclass(frozen=True)
class SectionView:
    """One section of the page. areas: its requirements. totals: of each report, by level."""

    section: Section
    areas: Mapping[str, tuple[tuple[Line, tuple[TargetView, ...]], ...]]
    totals: tuple[tuple[tuple[str, Totals], ...], ...]


def _view(section: Section) -> SectionView:
    return SectionView(
        section=section,
        areas={area: tuple((line, _targets(section, line)) for line in lines) for area, lines in section.areas.items()},
        totals=tuple(
            tuple((LEVEL_WORDS[level], report.totals([level])) for level in ("must", "should"))
            for report in section.reports
        ),
    )


def _targets(made: Section, line: Line) -> tuple[TargetView, ...]:
    return tuple(_target(made, report, cell) for report, cell in zip(made.reports, line.cells, strict=True))


def _target(made: Section, report: Stored, cell: Cell) -> TargetView:
    grouped: dict[tuple[Verdict, str, str, str], list[str]] = {}
    for version, row in cell.rows.items():
        grouped.setdefault((row.verdict, row.reason, row.expected, row.got), []).append(version)
    return TargetView(
        name=report.name,
        signs=tuple(_sign(version, cell.rows.get(version)) for version in made.versions),
        verdicts=tuple(_verdict(tuple(versions), cell.rows[versions[0]]) for versions in grouped.values()),
        word=cell.words.lower(),
    )


def _sign(version: str, row: StoredRow | None) -> SignView:
    if row is None:
        return SignView(version, "·", "no verdict", "absent")
    return SignView(version, SIGNS[row.verdict], WORDS[row.verdict].lower(), TONES[row.verdict])


def _verdict(versions: tuple[str, ...], row: StoredRow) -> VerdictView:
    shown = StoredRow(
        verdict=row.verdict,
        reason=clip(row.reason, _VALUE_LIMIT),
        expected=clip(row.expected, _VALUE_LIMIT),
        got=clip(row.got, _VALUE_LIMIT),
        where=clip(row.where, _VALUE_LIMIT),
    )
    again = row.again if row.verdict.total != "met" else ""
    return VerdictView(versions, _sign(versions[0], row), shown, again)
