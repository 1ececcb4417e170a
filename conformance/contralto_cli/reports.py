"""`contralto matrix`, `compare`, `badge` and `report-schema`: what can be made of reports that were written earlier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from contralto_cli.delivery import deliver, has_signs
from contralto_cli.faults import CliError
from contralto_conformance.json_file import Unreadable
from contralto_conformance.report import badge as badges
from contralto_conformance.report import compare as comparing
from contralto_conformance.report import matrix as matrices
from contralto_conformance.report.stored import Stored, read_reports, schema

MatrixFormat = Literal["console", "markdown", "html"]
CompareFormat = Literal["console", "markdown", "json"]
FailOn = Literal["worse", "violated", "never"]

_SUFFIXES: dict[str, MatrixFormat] = {".html": "html", ".htm": "html", ".md": "markdown"}


def matrix(
    *reports: Path,
    format: MatrixFormat | None = None,
    out: Path | None = None,
    name: Annotated[tuple[str, ...], Parameter(name="--name", negative="")] = (),
    differing: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Show several reports side by side: requirements as rows, targets as columns, versions inside.

    Reports on clients have a section of their own.

    Parameters
    ----------
    reports
        report.json files of `contralto check` or `contralto verify`, or what `contralto mock --examine` wrote of a
        client as JSON; at most 16 of each kind.
    format
        `console`, `markdown` or `html`, one page that works offline; that of the name of `--out` if left out.
    out
        File to write instead of standard output.
    name
        What to call a report, in their order, may be repeated; the others are called after their files.
    differing
        Only requirements on which the reports do not agree.
    """
    if not reports:
        raise CliError("`REPORTS` is missing", "see `contralto matrix --help`")
    if len(name) > len(reports):
        raise CliError(f"there are {len(name)} names for {len(reports)} reports")
    stored = _read(reports, name, clients=True)
    try:
        made = matrices.matrix(stored, differing=differing)
    except ValueError as error:
        raise CliError(str(error)) from error
    form = format or _SUFFIXES.get(out.suffix.lower() if out is not None else "", "console")
    if form == "html":
        deliver(matrices.render_html(made), out)
    elif form == "markdown":
        deliver(matrices.render_markdown(made), out)
    else:
        deliver(matrices.render_text(made, signs=out is None and has_signs()), out)
    return 0


def compare(
    old: Path,
    new: Path,
    /,
    *,
    format: CompareFormat = "console",
    out: Path | None = None,
    fail_on: FailOn = "never",
) -> int:
    """Say what changed between two reports: newly violated, repaired, no longer verified, new and gone requirements.

    Exit code 1 if `--fail-on` finds what it looks for, 2 if a file is no report.

    Parameters
    ----------
    old
        report.json of the older run.
    new
        report.json of the newer run.
    format
        `console`, `markdown` or `json` (its schema is `spec/schemas/comparison.schema.json`).
    out
        File to write instead of standard output.
    fail_on
        Exit 1 if something is `worse` (newly violated, or no longer verified), or only if it is newly `violated`.
    """
    before, after = _read([old, new], ())
    comparison = comparing.compare(before, after)
    failed = (fail_on == "worse" and comparison.is_worse) or (fail_on == "violated" and bool(comparison.of("violated")))
    code = int(failed)
    if format == "json":
        deliver(comparing.render_json(comparison), out)
    elif format == "markdown":
        deliver(comparing.render_markdown(comparison), out)
    else:
        deliver(comparing.render_text(comparison, exit_code=code, signs=out is None and has_signs()), out)
    return code


def badge(
    report: Path,
    /,
    *,
    out: Path | None = None,
    label: str = "contralto",
    level: Literal["must", "should", "observed"] = "must",
) -> int:
    """Draw a badge of a report: how many MUST are met, violated and not verified, as an SVG that stands alone.

    Parameters
    ----------
    report
        report.json of `contralto check` or `contralto verify`.
    out
        File to write instead of standard output.
    label
        First words of the badge.
    level
        Whose figures it shows.
    """
    (stored,) = _read([report], ())
    deliver(badges.render(stored, label=label, level=level), out)
    return 0


def report_schema() -> None:
    """Print the JSON Schema of report.json."""
    deliver(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", None)


def _read(paths: Sequence[Path], names: Sequence[str], *, clients: bool = False) -> tuple[Stored, ...]:
    try:
        return read_reports(paths, names, clients=clients)
    except Unreadable as error:
        hint = "a newer contralto reads it" if "this contralto reads formats" in str(error) else ""
        raise CliError(str(error), hint) from error
