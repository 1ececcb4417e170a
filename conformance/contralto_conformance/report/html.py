"""The run as one HTML file that needs no network: no font, image, script or style from anywhere else.

The template escapes everything (jinja2 autoescape) and every string is made `visible` first. A content security
policy in the page allows exactly its own script and style, by hash, so that text of the target could not run even if
it got through. Without JavaScript everything can be read; only the filters are gone.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from contralto_conformance.report.account import account_facts
from contralto_conformance.report.collect import LEVELS, Alike, Entry, Observation, Report, alike, observations
from contralto_conformance.report.text import (
    arrival,
    byte_count,
    clip,
    count,
    listed,
    one_line,
    said,
    visible,
)
from contralto_conformance.report.wire import TraceView, trace_view
from contralto_conformance.report.words import (
    LEVEL_WORDS,
    SIGNS,
    TONES,
    WORDS,
    duration_words,
    grouped_reasons,
    headline,
    outcome,
    reason,
)
from contralto_conformance.runner.model import Finding, Row, Totals, Verdict
from contralto_conformance.trace import Trace

MAX_FINDINGS = 3
MAX_PLACES = 4
MAX_TRACES = 2
MAX_WIRE_CHARACTERS = 2_500_000
"""About how much of the page wire traces may take altogether; later ones are named, not shown."""

_VALUE_LIMIT = 2000
_BRIEF = 160
_TICKS = re.compile(r"(`+)")
_PROXY = {
    "pass": "a transparent proxy leaves it unchanged",
    "map": "a proxy has a part of its own in it",
    "none": "says nothing about proxies",
}


@dataclass(frozen=True)
class Cell:
    """One verdict in the matrix; `verdict` is None where the requirement does not apply."""

    version: str
    verdict: Verdict | None
    sign: str = ""
    word: str = ""
    tone: str = "absent"


@dataclass(frozen=True)
class RowView:
    """One verdict with everything that is known of it, for all versions that say the same.

    versions: which these are, in words. version: the one whose findings and traffic are shown. is_one_of_many: whether
    there are others.
    """

    versions: str
    version: str
    is_one_of_many: bool
    cell: Cell
    reason: str
    judged: str
    observations: tuple[Observation, ...]
    more: int
    again: str
    traces: tuple[TraceView, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """One requirement of the page. totals: which of met, violated, not_verified its verdicts are; filters use it."""

    entry: Entry
    cells: tuple[Cell, ...]
    rows: tuple[RowView, ...]
    totals: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def got(self) -> str:
        """What was seen first where it is violated; "" if nothing is."""
        violated = (row for row in self.rows if row.cell.verdict and row.cell.verdict.total == "violated")
        return next((row.observations[0].got for row in violated if row.observations), "")


@dataclass
class _Room:
    """Characters that wire traces may still take. share: what one violation may take without being cut short."""

    left: int
    share: int


def render(report: Report) -> str:
    """The page as text."""
    style, script = page_part("report.css"), page_part("report.js")
    summary = report.summary
    room = _Room(MAX_WIRE_CHARACTERS, MAX_WIRE_CHARACTERS // max(1, len(report.reported)))
    return (
        page_environment()
        .get_template("report.html.jinja")
        .render(
            style=Markup(style),  # noqa: S704  (our own file)
            script=Markup(script),  # noqa: S704  (our own file)
            policy=f"default-src 'none'; style-src '{page_hash(style)}'; script-src '{page_hash(script)}'; "
            "base-uri 'none'; form-action 'none'",
            report=report,
            summary=summary,
            identity=summary.identity,
            headline=headline(report),
            outcome=outcome(report),
            versions=report.versions,
            figures=_figures(report),
            blocks=_blocks(report),
            facts=_facts(report),
            areas={area: [_card(report, e, room) for e in entries] for area, entries in report.areas.items()},
            levels=[level for level in LEVELS if any(e.level == level for e in report.entries)],
            level_words=LEVEL_WORDS,
            counts=_counts(report),
            unverified=grouped_reasons(report.unverified),
            problems=report.problems,
        )
    )


def _card(report: Report, entry: Entry, room: _Room) -> Card:
    rows = [entry.rows[version] for version in report.versions if version in entry.rows]
    return Card(
        entry=entry,
        cells=tuple(_cell(version, entry.rows.get(version)) for version in report.versions),
        rows=tuple(_row(report, group, room) for group in alike(rows)),
        totals=tuple(dict.fromkeys(row.verdict.total for row in rows)),
        facts=_requirement_facts(entry),
    )


def _cell(version: str, row: Row | None) -> Cell:
    if row is None:
        return Cell(version, None)
    return Cell(version, row.verdict, SIGNS[row.verdict], WORDS[row.verdict].lower(), TONES[row.verdict])


def _row(report: Report, group: Alike, room: _Room) -> RowView:
    row = group.shown
    observed = observations(row.findings)
    shown = [finding for observation in observed[:MAX_FINDINGS] for finding in observation.places[:MAX_PLACES]]
    traces: list[TraceView] = []
    left_out: list[str] = []
    for key in dict.fromkeys(finding.trace for finding in shown):
        findings = [finding for finding in shown if finding.trace == key]
        trace = report.trace(row.version, findings[0])
        if trace is None:
            continue
        view = _wire(trace, findings, room) if len(traces) < MAX_TRACES else None
        if view is None:
            left_out.append(key)
        else:
            traces.append(view)
    return RowView(
        versions=listed(group.versions, "version", len(report.versions)),
        version=row.version,
        is_one_of_many=len(group.rows) > 1,
        cell=_cell(row.version, row),
        reason=reason(row),
        judged=_judged(row),
        observations=tuple(
            Observation(clip(o.expected, _VALUE_LIMIT), clip(o.got, _VALUE_LIMIT), o.places[:MAX_PLACES])
            for o in observed[:MAX_FINDINGS]
        ),
        more=len(row.findings) - len(shown),
        again=report.again(*group.rows),
        traces=tuple(traces),
        left_out=tuple(left_out),
    )


def _wire(trace: Trace, findings: Sequence[Finding], room: _Room) -> TraceView | None:
    """The picture of a trace, cut short if it is a big one; None if there is no room for it."""
    for is_short in (False, True):
        view = trace_view(trace, findings, is_short=is_short)
        if view.length <= min(room.left, room.share):
            break
    if view.length > room.left:
        return None
    room.left -= view.length
    return view


def _judged(row: Row) -> str:
    if not row.judged:
        return "" if row.findings else "no trace showed it"
    names = ", ".join(row.traces[:3]) + (f" and {len(row.traces) - 3} more" if len(row.traces) > 3 else "")
    return f"judged in {count(row.judged, 'trace')}: {names}"


def _requirement_facts(entry: Entry) -> tuple[tuple[str, str], ...]:
    requirement = entry.requirement
    if requirement is None:
        return ()
    dates = [f"since {requirement.since}"] if requirement.since else []
    dates += [f"until {requirement.until}"] if requirement.until else []
    facts = [
        ("Binds", requirement.party),
        ("Seen by", requirement.observed_by),
        ("Transport", requirement.transport),
        ("Versions", ", ".join(dates) or "all"),
        ("Through a proxy", _PROXY[requirement.proxy]),
        ("Cost of judging", requirement.cost),
    ]
    if requirement.feature:
        facts.append(("Feature", requirement.feature))
    return tuple(facts)


def _figures(report: Report) -> tuple[tuple[str, str, int, tuple[tuple[str, int], ...]], ...]:
    """The three totals as (tone, words, number, ((level, number), ...))."""

    def parts(total: str) -> tuple[tuple[str, int], ...]:
        by_level = report.summary.by_level
        numbers = [(LEVEL_WORDS[level], getattr(by_level.get(level, Totals()), total)) for level in LEVELS]
        return tuple((word, n) for word, n in numbers if n or word != "observed")

    total = report.summary.total
    return (
        ("met", "met", total.met, parts("met")),
        ("violated", "violated", total.violated, parts("violated")),
        ("unknown", "not verified", total.not_verified, parts("not_verified")),
    )


@dataclass(frozen=True)
class BarView:
    """Totals of one level under one version; segments as (tone, start, width), per cent of the bar."""

    level: str
    totals: Totals
    segments: tuple[tuple[str, float, float], ...]


def _blocks(report: Report) -> tuple[tuple[str, tuple[BarView, ...]], ...]:
    """Totals per version and level, for the table."""
    blocks = []
    for version in report.versions:
        by_level = report.summary.by_version.get(version, {})
        bars = [_bar(LEVEL_WORDS[level], by_level.get(level, Totals())) for level in LEVELS]
        blocks.append((version, tuple(bar for bar in bars if bar.segments or bar.level != "observed")))
    return tuple(blocks)


def _bar(level: str, totals: Totals) -> BarView:
    numbers = (("met", totals.met), ("violated", totals.violated), ("unknown", totals.not_verified))
    whole = sum(number for _, number in numbers)
    segments = []
    start = 0.0
    for tone, number in numbers:
        if number:
            width = 100 * number / whole
            segments.append((tone, round(start, 2), round(width, 2)))
            start += width
    return BarView(level, totals, tuple(segments))


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    summary = report.summary
    identity = summary.identity
    facts = [
        ("Said", said(identity.reported)),
        ("Server", clip(identity.server, 200)),
        ("Key accepted as", identity.auth),
        ("API versions", ", ".join(report.versions)),
        ("Judged", _extent(report)),
        ("Begun", _date(report.started_at)),
        ("Duration", duration_words(report)),
        ("Traces" if report.is_recorded else "Cases played", f"{summary.cases:,}"),
        ("Seed", "" if report.is_recorded else str(summary.seed)),
        ("Profile", summary.profile if summary.rounds == 1 else f"{summary.profile}, {summary.rounds} rounds"),
        *((label.capitalize(), value) for label, value in account_facts(report)),
        ("Only", " ".join(report.only)),
        ("Strict", "yes, a violated SHOULD fails the run" if report.strict else ""),
        *(("Note", clip(note, 400)) for note in report.notes),
        ("Suite", f"contralto {summary.suite_version}, spec {summary.spec_digest}"),
        ("Exit code", f"{summary.exit_code}: {summary.exit_reason}"),
    ]
    return tuple((label, value) for label, value in facts if value)


def _extent(report: Report) -> str:
    verdicts = sum(len(entry.rows) for entry in report.entries)
    versions = count(len(report.versions), "version")
    return f"{count(len(report.entries), 'requirement')} under {versions}: {count(verdicts, 'verdict')}"


def _date(started_at: str) -> str:
    try:
        moment = datetime.fromisoformat(started_at)
    except ValueError:
        return started_at
    zone = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M:%S}" + (f" {zone[:3]}:{zone[3:5]}" if zone else "")


def _counts(report: Report) -> Mapping[str, int]:
    """How many requirements have a verdict of each total, or a level: what the filter buttons show."""
    counts = {"all": len(report.entries), "met": 0, "violated": 0, "not_verified": 0}
    for entry in report.entries:
        for total in {row.verdict.total for row in entry.rows.values()}:
            counts[total] += 1
        counts[entry.level] = counts.get(entry.level, 0) + 1
    return counts


@cache
def page_environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(page_part),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters |= {
        "arrival": arrival,
        "byte_count": byte_count,
        "count": count,
        "one_line": one_line,
        "capital": lambda text: text[:1].upper() + text[1:],
        "brief": _brief,
        "marked_up": _code_spans,
    }
    return environment


def _shown(value: object) -> object:
    """Last step before escaping: no control character and no lone surrogate reaches the page."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _brief(text: str) -> str:
    """The beginning of a finding on one line, without marks: a cut could part a code span."""
    flat = one_line(text).replace("`", "")
    return flat if len(flat) <= _BRIEF else f"{flat[:_BRIEF]}…"


def _code_spans(text: str) -> Markup:
    """Escaped text whose `backticked` parts are code elements. As in Markdown, as many backticks end a part as began
    it; those without a partner stay what they are."""
    pieces = _TICKS.split(visible(text))
    result = escape(pieces[0])
    at = 1
    while at < len(pieces):
        ticks = pieces[at]
        end = next((place for place in range(at + 2, len(pieces), 2) if pieces[place] == ticks), None)
        if end is None:
            result += ticks + pieces[at + 1]
            at += 2
            continue
        inner = "".join(pieces[at + 1 : end])
        result += Markup("<code>{}</code>").format(inner.strip(" ") if len(ticks) > 1 else inner)
        result += pieces[end + 1]
        at = end + 2
    return result


@cache
def page_part(name: str) -> str:
    return resources.files("contralto_conformance.report").joinpath("templates", name).read_text(encoding="utf-8")


def page_hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
