"""What listens to a run on the command line: the reports, and what has to be said on standard error."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from contralto_cli.faults import CliError, complain
from contralto_conformance import report as reports
from contralto_conformance.runner.events import CannotJudge, Event, HarnessError, Listener
from contralto_conformance.runner.model import Summary


class Faults:
    """Says on standard error what kept the run from judging; the reports say the rest."""

    def __init__(self) -> None:
        self.hint = ""
        self.told: set[str] = set()

    def handle(self, event: Event) -> None:
        """Notes the hint of a target that cannot be judged; prints faults of the suite."""
        if isinstance(event, CannotJudge):
            self.hint = event.hint
        elif isinstance(event, HarnessError) and event.where == "report":
            complain(event.message)
            self.told.add(event.message)
        elif isinstance(event, HarnessError):
            complain(f"the suite itself broke at {event.where}: {event.message}")
            self.hint = "this is a fault of contralto, not of the target; CONTRALTO_DEBUG=1 shows where"
            if os.environ.get("CONTRALTO_DEBUG") == "1":
                print(event.traceback, file=sys.stderr)

    def concluded(self, summary: Summary) -> int:
        """The exit code of a run; says why it is 2 if that was not said yet."""
        if summary.exit_code == 2 and summary.exit_reason not in self.told:
            complain(summary.exit_reason, self.hint)
        return summary.exit_code


def listeners_for(name: str, folder: Path | None) -> list[Listener]:
    """The reports that `--format` and `--report` ask for. Raises CliError if one of them cannot be made."""
    if name not in reports.FORMATS:
        raise CliError(f"`--format {name}` does not exist", f"there are: {', '.join(reports.FORMATS)}")
    try:
        files = reports.files(folder) if folder is not None else ()
    except reports.ReportNotWritten as error:
        raise CliError(str(error)) from error
    # The console report names the files, so they hear each event first.
    return [*files, reports.console(name, sys.stdout, progress=sys.stderr, written=files)]
