"""`contralto examine`: judges a client by playing an unusual service to it."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import contralto_spec
from contralto_cli.faults import CliError
from contralto_cli.listening import Faults, listeners_for
from contralto_cli.stopping import until_told_to_stop
from contralto_conformance.examine.examination import DEFAULT_CONCURRENCY, Examination, chosen
from contralto_conformance.examine.program import CannotRun, words_of
from contralto_conformance.examine.scenarios import PROTOCOL, bundled, unseen
from contralto_conformance.runner.model import Plan
from contralto_conformance.runner.plan import UnknownPattern, select


def examine(
    *,
    command: str | None = None,
    only: Annotated[tuple[str, ...], Parameter(name="--only", negative="")] = (),
    report: Path | None = None,
    format: str = "console",
    strict: Annotated[bool, Parameter(negative="")] = False,
    stays: Annotated[bool, Parameter(negative="")] = False,
    concurrency: int = DEFAULT_CONCURRENCY,
    patience: float = 1.0,
    protocol: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Judge a client by what it makes of a service that does what is legal and unusual.

    For each scenario a service is started on this machine and the command is run, which uses the client under test. The
    variables CONTRALTO_TASK and CONTRALTO_INPUT say what it has to do; in the end it prints one line of JSON that says
    what it got. `--protocol` prints the page for those who write one.

    Exit code 0: everything judged is as expected. 1: the client violates a requirement. 2: the run could not judge (no
    such command, a program that does not manage what is plain, interrupted, nothing to judge, or the suite itself
    broke).

    Parameters
    ----------
    command
        The command to run, as one would type it; it is split into words and given to no shell.
    only
        Requirement id or glob, may be repeated.
    report
        Folder for report.json, junit.xml, report.md and report.html.
    format
        What is printed: console, json, junit, markdown or html.
    strict
        A violated SHOULD counts as a failure.
    stays
        The program stays: it reads scenarios from its standard input, one a line, and answers each with one line.
    concurrency
        Programs that run at once.
    patience
        Factor on the time that a program has for a scenario, 10 s for most.
    protocol
        Print what a program has to do, and end.
    """
    if protocol:
        print(PROTOCOL.read_text(encoding="utf-8"), end="")
        return 0
    if command is None:
        raise CliError("`--command` is missing", "`contralto examine --protocol` says what it has to do")
    spec = contralto_spec.load()
    try:
        words = words_of(command)
    except CannotRun as error:
        raise CliError(str(error), "`--command` takes what one would type in a shell") from None
    if concurrency < 1:
        raise CliError(f"`--concurrency` must be at least 1, got {concurrency}")
    if not 0 < patience < float("inf"):
        raise CliError(f"`--patience` must be greater than 0, got {patience:g}")
    try:
        selected = select(spec, only)
    except UnknownPattern as error:
        raise CliError(str(error), "`contralto list` prints all ids") from error
    requirements = tuple(name for name in selected if spec.requirement(name).party == "client")
    if not requirements:
        raise CliError("none of these requirements binds clients", "`contralto list` says whom each binds")
    plan = Plan(
        versions=(spec.latest.date,),
        requirements=requirements,
        cases=(),
        only=tuple(only),
        fuzz=False,
        sessions=False,
        strict=strict,
        concurrency=concurrency,
    )
    faults = Faults()
    examination = Examination(
        words,
        chosen(bundled(), requirements),
        spec,
        plan,
        [faults, *listeners_for(format, report)],
        unseen=unseen(),
        command=_again(command, strict, stays, concurrency, patience),
        stays=stays,
        patience=patience,
    )
    return faults.concluded(asyncio.run(until_told_to_stop(examination.all())))


def _again(command: str, strict: bool, stays: bool, concurrency: int, patience: float) -> tuple[str, ...]:
    """Arguments that repeat the verdicts."""
    words = ["contralto", "examine", "--command", shlex.join(shlex.split(command))]
    words += ["--stays"] if stays else []
    words += ["--concurrency", str(concurrency)] if concurrency != DEFAULT_CONCURRENCY else []
    words += ["--patience", f"{patience:g}"] if patience != 1.0 else []
    return (*words, "--strict") if strict else tuple(words)
