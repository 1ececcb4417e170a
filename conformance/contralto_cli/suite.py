"""The suite of a command: what contralto brings, and what the folders of `--own` add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import contralto_spec
from contralto_cli.faults import CliError
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.own import Extended, extended

Own = Annotated[tuple[Path, ...], Parameter(name="--own", negative="")]
"""Folders with requirements and checks of one's own."""


@contextmanager
def extended_by(
    folders: tuple[Path, ...],
    spec: contralto_spec.Spec | None = None,
    cases: Mapping[str, Case] | None = None,
) -> Iterator[Extended]:
    """The suite with these folders. Raises CliError with all that is wrong with one of them.

    spec, cases: those that contralto brings, unless others are given.
    """
    with ExitStack() as opened:
        try:
            suite = opened.enter_context(
                extended(
                    folders,
                    contralto_spec.load() if spec is None else spec,
                    loader.cases_of(loader.bundled()) if cases is None else cases,
                )
            )
        except contralto_spec.SpecError as error:
            lines = "\n".join(str(finding) for finding in error.findings)
            raise CliError(f"requirements of your own cannot be judged\n{lines}") from error
        yield suite
