"""The run on a console: what stands there when it is over. `progress.py` has what moves before that.

Order: who was examined and the totals, the requirement table by area, every violation in full, what was not verified
and why, the files, and the verdict on the last line, where a person looks first. Signs and words say everything; colour
only repeats it. 80 columns are enough for two API versions; nothing but the line to paste is wider.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from contralto_conformance.report.account import account_facts, estimate_words
from contralto_conformance.report.collect import (
    LEVELS,
    Alike,
    Collector,
    Entry,
    Observation,
    Report,
    observations,
)
from contralto_conformance.report.progress import ProgressLine
from contralto_conformance.report.text import clip, count, listed, one_line, said
from contralto_conformance.report.words import (
    LEVEL_WORDS,
    SIGNS,
    TONES,
    WORDS,
    grouped_reasons,
    headline,
    known_violations,
    outcome,
    reason,
    run_words,
)
from contralto_conformance.report.writing import FileReport, lead_nowhere, stream_failed
from contralto_conformance.runner.events import Event, RunStarted
from contralto_conformance.runner.model import Estimate, Row, Totals, Verdict

DEFAULT_WIDTH = 80
_MAX_WIDTH = 120
_INDENT = 6
_LABEL = 10
_VALUE_LIMIT = 600
_FINDINGS_SHOWN = 2
_MAX_UNFOLDED = 60
"""Requirements that the table names one by one; of more of them it counts those that are met."""

_STYLES = {
    "met": "green",
    "violated": "bold red",
    "warned": "yellow",
    "unknown": "cyan",
    "broken": "bold magenta",
    "partial": "green",
    "dim": "dim",
    "head": "bold",
}


class ConsoleReport:
    """A listener for people.

    stream: where the report goes. color: None follows the stream and NO_COLOR. progress: where the moving line goes,
    if that is a terminal; the stream itself if left out. width: columns; None asks the terminal, else 80. files:
    listeners that write files in the same run and hear each event before this one; those written are named at the end.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        color: bool | None = None,
        progress: TextIO | None = None,
        width: int | None = None,
        files: Sequence[FileReport] = (),
        collector: Collector | None = None,
    ) -> None:
        self._collector = collector or Collector()
        self._stream = stream
        self._console = _console(stream, color, width)
        self._signs = self._console.is_terminal and _can_write(stream, "✓✗–")  # noqa: RUF001
        self._files = files
        self._progress = ProgressLine(progress or stream, color)
        self._printed = False

    def handle(self, event: Event) -> None:
        """Takes note of one event; prints the report at `RunFinished`.

        Raises ReportNotWritten if the stream does not take it; a reader that went away is no fault.
        """
        self._collector.handle(event)
        self._progress.handle(event)
        if isinstance(event, RunStarted) and event.estimate is not None:
            with contextlib.suppress(OSError):  # the report says it of a stream that takes nothing
                self._begin(event.estimate, event.plan.budget)
        report = self._collector.report
        if report is not None and not self._printed:
            self._printed = True
            try:
                self._print(report)
            except OSError as error:
                raise stream_failed(self._stream, error) from error

    def close(self) -> None:
        """Takes the moving line away, should the run end without `RunFinished`. May be called at any time."""
        self._progress.close()

    def _begin(self, estimate: Estimate, budget: float | None) -> None:
        """Says what is about to be done, before anything that costs."""
        text = f"{'estimate':<{_LABEL}}{estimate_words(estimate, budget)}"
        self._console.print(Text(text), soft_wrap=True, highlight=False, markup=False, emoji=False)
        self._console.print()

    def _print(self, report: Report) -> None:
        width = min(self._console.width, _MAX_WIDTH)
        page = Page(report, width=width, signs=self._signs)
        lines = list(page.lines())
        lines += [page.fact("report", str(file.path)) for file in self._files if file.written]
        for line in [*lines, page.last_line()]:
            # One write per line and no wrapping by rich: a pasted command must stay one line.
            self._console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False)


class Page:
    """The lines of a report. signs: `✓` and its like for a terminal; words otherwise."""

    def __init__(self, report: Report, *, width: int = DEFAULT_WIDTH, signs: bool = False) -> None:
        self._report = report
        self._width = max(width, 40)
        self._signs = signs

    def lines(self) -> Iterable[Text]:
        """All lines but the last. A run that judged nothing has no table: its last line says why."""
        yield from self._facts()
        yield Text("")
        yield from self._totals()
        if self._report.summary.cases == 0 and self._report.problems:
            return
        yield from self._table()
        for entry, group in self._report.reported:
            yield from self._violation(entry, group)
        yield from self._grouped("known violations", known_violations(self._report))
        yield from self._grouped("not verified", grouped_reasons(self._report.unverified))

    def last_line(self) -> Text:
        """The verdict and the exit code."""
        report = self._report
        tone = outcome(report)
        text = f"{clip(one_line(headline(report)), _VALUE_LIMIT)}: exit {report.summary.exit_code}"
        if report.summary.exit_code == 2 and report.summary.exit_reason not in text:
            text = f"{clip(one_line(report.summary.exit_reason), _VALUE_LIMIT)}; {text}"
        return Text(text[:1].upper() + text[1:], style=_STYLES[tone])

    # The table.

    def _table(self) -> Iterable[Text]:
        report = self._report
        if not report.entries:
            return
        unfolded = [entry for entry in report.entries if not self._is_folded(entry)]
        names = max((len(entry.id) for entry in unfolded), default=9) + 2
        levels = max(len(LEVEL_WORDS.get(entry.level, entry.level)) for entry in report.entries)
        cell = max((len(self._cell(row)) for e in report.entries for row in e.rows.values()), default=0)
        heads = list(report.versions)
        if self._signs and names + levels + 2 + len(heads) * (max(cell, 10) + 2) > self._width:
            # Too many versions for this terminal: columns become letters, cells become signs.
            heads = [chr(ord("A") + place) for place in range(len(heads))]
            yield Text("   ".join(f"{head} {version}" for head, version in zip(heads, report.versions, strict=True)))
            cell = 1
        columns = max([cell, *map(len, heads)]) + 2
        title = "requirement"
        for area, entries in report.areas.items():
            head = f"{title:<{names}}  {'level':<{levels}}  {''.join(f'{h:<{columns}}' for h in heads)}"
            if title:
                yield Text(head.rstrip(), style=_STYLES["dim"])
            title = ""
            yield Text(one_line(area), style=_STYLES["head"])
            shown = [entry for entry in entries if not self._is_folded(entry)]
            for entry in shown:
                yield self._table_line(entry, names, levels, columns, short=cell == 1)
            if len(shown) < len(entries):
                rest = count(len(entries) - len(shown), "requirement")
                also = "more " if shown else ""
                yield Text(f"  {rest.replace(' ', f' {also}', 1)} met", style=_STYLES["dim"])
        yield Text("")

    def _is_folded(self, entry: Entry) -> bool:
        """Whether a requirement is only counted: it is met, and there are too many to read them all."""
        many = len(self._report.entries) > _MAX_UNFOLDED
        return many and all(row.verdict is Verdict.PASS for row in entry.rows.values())

    def _table_line(self, entry: Entry, names: int, levels: int, columns: int, *, short: bool) -> Text:
        level = LEVEL_WORDS.get(entry.level, entry.level)
        line = Text(f"  {one_line(entry.id):<{names - 2}}  {level:<{levels}}  ")
        for version in self._report.versions:
            row = entry.rows.get(version)
            if row is None:
                line.append(" " * columns)
                continue
            text = SIGNS[row.verdict] if short and self._signs else self._cell(row)
            line.append(text, style=_STYLES[TONES[row.verdict]])
            line.append(" " * (columns - cell_len(text)))
        line.rstrip()
        return line

    def _cell(self, row: Row) -> str:
        if not self._signs:
            return WORDS[row.verdict]
        return SIGNS[row.verdict] + ("" if row.verdict is Verdict.PASS else f" {WORDS[row.verdict].lower()}")

    # One violation.

    def _violation(self, entry: Entry, group: Alike) -> Iterable[Text]:
        row = group.shown
        level = LEVEL_WORDS.get(row.level, row.level)
        versions = listed(group.versions, "version", len(self._report.versions))
        head = Text(f"{WORDS[row.verdict]:<4}  ", style=_STYLES[TONES[row.verdict]])
        head.append(one_line(entry.id), style=_STYLES["head"])
        if len(head.plain) + len(level) + len(entry.party) + len(versions) + 6 > self._width:
            yield head
            head = Text(" " * (_INDENT - 2))
        head.append(f"  {level}  {entry.party}  {versions}", style="default")
        yield head
        yield from self._wrapped("", entry.statement)
        shown = observations(row.findings)[:_FINDINGS_SHOWN]
        for observation in shown:
            yield from self._observation(observation)
        if len(row.findings) > len(shown):
            rest = count(len(row.findings) - len(shown), "more finding")
            yield from self._wrapped("more", f"{rest}, in {count(len(row.failed), 'trace')} altogether")
        if row.reason or not row.findings:
            yield from self._wrapped("reason", reason(row))
        yield from self._wrapped("source", "; ".join(entry.sources))
        yield Text(f"{'':<{_INDENT}}{'again':<{_LABEL}}{one_line(self._report.again(*group.rows))}")
        yield Text("")

    def _observation(self, observation: Observation) -> Iterable[Text]:
        first = observation.places[0]
        yield from self._wrapped("expected", observation.expected)
        yield from self._wrapped("got", observation.got)
        yield from self._wrapped("where", f"{first.trace}: {first.where}")

    def _wrapped(self, label: str, value: str, indent: int = _INDENT) -> Iterable[Text]:
        if not value:
            return
        first = f"{'':<{indent}}{label:<{_LABEL}}" if label else " " * indent
        for line in wrap(clip(one_line(value), _VALUE_LIMIT), max(20, self._width - len(first))):
            yield Text(f"{first}{line}")
            first = " " * len(first)

    # What was not verified, the totals, the facts.

    def _grouped(self, title: str, groups: Sequence[tuple[str, str, tuple[str, ...]]]) -> Iterable[Text]:
        if not groups:
            return
        yield Text(title, style=_STYLES["head"])
        for _, why, ids in groups:
            named = ", ".join(ids) if len(ids) <= 3 else count(len(ids), "requirement")
            for number, line in enumerate(wrap(f"{one_line(clip(why, 300))}: {one_line(named)}", self._width - 4)):
                yield Text(f"{'  ' if number == 0 else '    '}{line}")
        yield Text("")

    def _totals(self) -> Iterable[Text]:
        summary = self._report.summary
        blocks = [(version, summary.by_version.get(version, {})) for version in self._report.versions]
        if len(blocks) != 1:
            blocks.append(("all versions", summary.by_level))
        yield Text(f"{'':<24}{'met':>6}{'violated':>12}{'not verified':>16}", style=_STYLES["dim"])
        for name, by_level in blocks:
            for level in LEVELS:
                totals = by_level.get(level, Totals())
                if totals == Totals() and level == "observed":
                    continue
                yield self._totals_line(name, LEVEL_WORDS[level], totals)
                name = ""
        yield Text("")

    @staticmethod
    def _totals_line(name: str, level: str, totals: Totals) -> Text:
        line = Text(f"{name:<14}{level:<10}")
        for number, width, tone in (
            (totals.met, 6, "met"),
            (totals.violated, 12, "violated"),
            (totals.not_verified, 16, "unknown"),
        ):
            line.append(f"{number:>{width},}", style=_STYLES[tone] if number else _STYLES["dim"])
        return line

    def _facts(self) -> Iterable[Text]:
        report = self._report
        summary = report.summary
        identity = summary.identity
        yield self.fact("target", identity.shown)
        about = []
        if identity.reported:
            about.append(f"said {said(identity.reported)}")
        if identity.server:
            about.append(f"server `{clip(identity.server, 80)}`")
        if identity.auth:
            about.append(f"key accepted as {identity.auth}")
        if about:
            yield from self._wrapped("", ", ".join(about), indent=_LABEL)
        yield self.fact("run", ", ".join(run_words(report)))
        for label, value in account_facts(report):
            yield from self._wrapped(label or " ", value, indent=0)
        for note in report.notes:
            yield from self._wrapped("note", note, indent=0)
        if report.only:
            yield self.fact("only", " ".join(report.only))
        yield self.fact("suite", f"contralto {summary.suite_version}, spec {summary.spec_digest}")
        if summary.interrupted:
            yield self.fact("ended", f"early, {summary.interrupted}: this report is not complete")
        for problem in report.problems:
            if problem.message in report.summary.exit_reason:
                continue  # the last line says it
            kind = "suite" if problem.kind == "harness" else "problem"
            where = f"{problem.where}: " if problem.kind == "harness" else ""
            yield from self._wrapped(kind, f"{where}{problem.message}", indent=0)
            yield from self._wrapped("hint", problem.hint, indent=0)

    def fact(self, label: str, value: str) -> Text:
        """A labelled line, not wrapped."""
        return Text(f"{label:<{_LABEL}}{one_line(value)}")


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at blanks where there are some; wide characters count two."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        while cell_len(word) > width:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line or not lines else lines


def _head(word: str, width: int) -> str:
    end = min(len(word), width)
    while end > 1 and cell_len(word[:end]) > width:
        end -= 1
    return word[:end]


class _QuietConsole(Console):
    """A console whose reader may go away (`| head`): the rest is then not printed, and the run goes on."""

    def __init__(self, stream: TextIO, **options: Any) -> None:
        super().__init__(file=stream, **options)
        self._stream = stream

    def on_broken_pipe(self) -> None:
        self.quiet = True
        lead_nowhere(self._stream)


def _console(stream: TextIO, color: bool | None, width: int | None) -> Console:
    terminal = stream.isatty()
    without = color is False or (color is None and (bool(os.environ.get("NO_COLOR")) or not terminal))
    return _QuietConsole(
        stream,
        no_color=without,
        color_system=None if without else "auto" if terminal else "standard",
        force_terminal=terminal or color is True,
        width=width or (None if terminal else DEFAULT_WIDTH),
        highlight=False,
        markup=False,
        emoji=False,
    )


def _can_write(stream: TextIO, text: str) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
