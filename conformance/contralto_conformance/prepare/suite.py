"""The suite of a run: what contralto brings, and what folders of one's own add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import contralto_spec
from contralto_conformance.cases import loader
from contralto_conformance.cases.model import Case
from contralto_conformance.own import Extended, extended
from contralto_conformance.prepare.faults import CannotBegin


@contextmanager
def extended_by(
    folders: tuple[Path, ...],
    spec: contralto_spec.Spec | None = None,
    cases: Mapping[str, Case] | None = None,
) -> Iterator[Extended]:
    """The suite with these folders. Raises CannotBegin with all that is wrong with one of them.

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
            raise CannotBegin(f"requirements of your own cannot be judged\n{lines}") from error
        yield suite
