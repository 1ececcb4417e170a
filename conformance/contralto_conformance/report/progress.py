"""The one line that moves while a run goes on. On anything but a terminal there is none."""

from __future__ import annotations

import os
from typing import TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from contralto_conformance.report.text import count, duration, one_line
from contralto_conformance.runner import events


class ProgressLine:
    """Cases done of all, requirements judged, time passed, time left; gone without a trace when the run is over."""

    def __init__(self, stream: TextIO, color: bool | None = None) -> None:
        """stream: nothing is written unless it is a terminal that can move its cursor. color: as on the console."""
        console = Console(file=stream, no_color=True if color is False else None)
        self._enabled = stream.isatty() and os.environ.get("TERM", "") not in {"dumb", "unknown"}
        self._console = console
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._judged = 0
        self._violated = 0

    def handle(self, event: events.Event) -> None:
        """Moves the line."""
        if not self._enabled:
            return
        match event:
            case events.RunStarted():
                self._start()
            case events.Progress(done=done, total=total, left_s=left_s, note=note):
                self._show(done, total, left_s, note)
            case events.RequirementJudged(row=row):
                self._judged += 1
                self._violated += row.verdict.total == "violated"
                self._update(judged=self._words())
            case events.CannotJudge() | events.RunFinished():
                self.close()
            case _:
                pass

    def close(self) -> None:
        """Takes the line away and gives the cursor back. May be called at any time, and twice."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _start(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=16),
            _CasesColumn(),
            TextColumn("{task.fields[judged]}", markup=False),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}", markup=False, style="dim"),
            console=self._console,
            transient=True,
            refresh_per_second=8,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=None, judged="", left="")
        self._progress.start()

    def _show(self, done: int, total: int, left_s: float | None, note: str) -> None:
        left = f"{duration(left_s)} left" if left_s is not None else one_line(note)[:24]
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total, left=left)

    def _update(self, *, judged: str) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, judged=judged)

    def _words(self) -> str:
        return f"{count(self._judged, 'judged', 'judged')}" + (f", {self._violated} violated" if self._violated else "")


class _CasesColumn(ProgressColumn):
    """`12/61 cases`; `starting` until the number is known."""

    def render(self, task: Task) -> Text:
        return Text("starting" if task.total is None else f"{task.completed:.0f}/{task.total:.0f} cases")
