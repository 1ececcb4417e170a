"""The console report is readable without colour, on a small terminal and behind a pipe."""

from __future__ import annotations

import errno
import io
from dataclasses import replace
from typing import Any

import pytest

from contralto_conformance import report as reports
from contralto_conformance.report.collect import Collector, Report
from contralto_conformance.report.console import ConsoleReport, Page, wrap
from contralto_conformance.runner.events import Event


class _Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class _Gone(io.StringIO):
    """A reader that went away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError

    def flush(self) -> None:
        raise BrokenPipeError


class _Full(io.StringIO):
    """A stream on a device that is full."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("name", reports.FORMATS)
def test_a_stream_that_takes_nothing_is_said_in_one_sentence(name: str, events: list[Event]) -> None:
    listener = reports.console(name, _Full())
    for event in events[:-1]:
        listener.handle(event)
    with pytest.raises(reports.ReportNotWritten) as caught:
        listener.handle(events[-1])
    assert str(caught.value) == "cannot write to the stream of the report: no space left on device"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return _Terminal()


def _played(stream: io.StringIO, events: list[Event], requirements: Any, **options: Any) -> str:
    listener = ConsoleReport(stream, collector=Collector(requirements), **options)
    for event in events:
        listener.handle(event)
    return stream.getvalue()


def test_piped_output_has_words_and_no_escapes(events: list[Event], requirements: Any) -> None:
    text = _played(io.StringIO(), events, requirements)
    assert "\x1b" not in text
    assert "\r" not in text
    assert "FAIL" in text
    assert "✗" not in text
    assert text.rstrip().endswith(
        "2 MUST violated, 1 SHOULD violated, 1 waived requirement met, 1 known violation, 6 not verified: exit 1"
    )


def test_terminal_has_signs_and_colours(events: list[Event], requirements: Any, terminal: _Terminal) -> None:
    text = _played(terminal, events, requirements)
    assert "✗ fail" in text
    assert "\x1b[1;31m" in text


@pytest.mark.parametrize("how", ["NO_COLOR", "option"])
def test_colour_can_be_turned_off(
    how: str, events: list[Event], requirements: Any, terminal: _Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1" if how == "NO_COLOR" else "")
    text = _played(terminal, events, requirements, color=None if how == "NO_COLOR" else False)
    finished = text[text.index("requirement ") :]
    assert "\x1b[" not in finished
    assert "✗ fail" in finished


def test_stream_that_cannot_write_signs_gets_words(
    events: list[Event], requirements: Any, terminal: _Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Terminal, "encoding", "ascii")
    assert "FAIL" in _played(terminal, events, requirements)


def test_control_characters_of_the_target_do_not_reach_the_terminal(
    events: list[Event], requirements: Any, terminal: _Terminal
) -> None:
    text = _played(terminal, events, requirements, color=False)
    finished = text[text.index("requirement ") :]
    assert "\\x1b[31mred\\x00\\u202e" in finished
    assert not set(finished) & {"\x1b", "\x00", "\u202e"}


@pytest.mark.parametrize("signs", [True, False])
def test_only_lines_to_paste_are_wider_than_80_columns(signs: bool, report: Report) -> None:
    wide = [line.plain for line in Page(report, width=80, signs=signs).lines() if len(line.plain) > 80]
    assert all(line.startswith("      again     contralto check ") for line in wide)


def test_six_versions_fit_a_terminal(report: Report) -> None:
    versions = tuple(f"202{n}-01-01" for n in range(6))
    entries = tuple(
        replace(entry, id=f"{entry.id:-<43}", rows=dict.fromkeys(versions, next(iter(entry.rows.values()))))
        for entry in report.entries
    )
    lines = [line.plain for line in Page(replace(report, versions=versions, entries=entries), signs=True).lines()]
    (head,) = (place for place, line in enumerate(lines) if "A 2020-01-01   B 2021-01-01" in line)
    table = lines[head + 1 : lines.index("", head)]
    assert max(map(len, table)) <= 80
    assert "  ✓  ✓  ✓  ✓  ✓  ✓" in table[2]


def test_met_run_ends_with_exit_0(met_events: list[Event], requirements: Any) -> None:
    last = _played(io.StringIO(), met_events, requirements).splitlines()[-1]
    assert last == "All 22 judged requirements are met: exit 0"


def test_reader_that_goes_away_does_not_end_the_run(events: list[Event], requirements: Any) -> None:
    _played(_Gone(), events, requirements)


def test_moving_line_is_gone_when_the_run_is_over(events: list[Event], requirements: Any, terminal: _Terminal) -> None:
    text = _played(io.StringIO(), events, requirements, progress=terminal)
    moving = terminal.getvalue()
    assert "requirement" not in moving
    assert "\x1b[?25l" in moving, "the cursor was hidden"
    assert moving.rindex("\x1b[?25h") > moving.rindex("\x1b[?25l"), "and came back"
    assert "\x1b" not in text


def test_moving_line_stays_away_from_a_dumb_terminal(
    events: list[Event], requirements: Any, terminal: _Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    _played(io.StringIO(), events, requirements, progress=terminal)
    assert terminal.getvalue() == ""


def test_moving_line_can_be_taken_away_at_any_time(events: list[Event], terminal: _Terminal) -> None:
    listener = reports.console("json", io.StringIO(), progress=terminal)
    for event in events[:5]:
        listener.handle(event)
    listener.close()
    listener.close()
    assert terminal.getvalue().endswith("\x1b[?25h") or "\x1b[?25h" in terminal.getvalue()


@pytest.mark.parametrize("format", reports.FORMATS)
def test_each_format_prints_once(format: str, met_events: list[Event]) -> None:
    stream = io.StringIO()
    listener = reports.console(format, stream)
    for event in [*met_events, met_events[-1]]:
        listener.handle(event)
    text = stream.getvalue()
    assert text.endswith("\n")
    assert text.count("884a354a688c717c") == {"html": 2, "junit": 2}.get(format, 1)


def test_unknown_format_is_told(terminal: _Terminal) -> None:
    with pytest.raises(ValueError, match=r"format `yaml` does not exist; known are console, json"):
        reports.console("yaml", terminal)


def test_long_words_and_wide_characters_are_wrapped() -> None:
    assert wrap("aaa bb " + "c" * 12, 5) == ["aaa", "bb", "ccccc", "ccccc", "cc"]
    assert wrap("日本語", 4) == ["日本", "語"]
    assert wrap("", 5) == [""]
