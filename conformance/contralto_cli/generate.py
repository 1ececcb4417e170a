"""`contralto generate`: the client from the spec, and whether a folder still holds what the spec gives."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import contralto_generator
from contralto_cli.faults import EXIT_CANNOT, CliError

DEFAULT_OUT = Path("generated")


def generate(
    *,
    check: Annotated[bool, Parameter(negative="")] = False,
    api_version: str | None = None,
    dialect: str | None = None,
    out: Path = DEFAULT_OUT,
) -> int:
    """Generate the Python client.

    Parameters
    ----------
    check
        Write nothing; print what would change and exit 1 if anything would.
    api_version
        Version to generate for; the newest if none is given.
    dialect
        Variant of the API to generate for.
    out
        Folder of the package.
    """
    try:
        if check:
            return _drift(contralto_generator.check(api_version, dialect, out), out)
        result = contralto_generator.generate(api_version, dialect, out)
    except contralto_generator.GeneratorError as error:
        raise CliError(str(error)) from error
    except OSError as error:
        raise CliError(f"`{out}` cannot be written: {(error.strerror or str(error)).lower()}") from error
    for problem in result.problems:
        print(problem, file=sys.stderr)
    if not result.ok:
        return EXIT_CANNOT
    print(f"{len(result.files)} files in {out}")
    return 0


def _drift(difference: str, out: Path) -> int:
    if not difference:
        print(f"{out} is what the spec gives")
        return 0
    print(difference, end="")
    print(f"{out} differs from what the spec gives; `contralto generate` repairs it", file=sys.stderr)
    return 1
