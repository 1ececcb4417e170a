"""`contralto generate`: the client from the spec, and whether a folder still holds what the spec gives."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import contralto_generator
from contralto_cli.faults import EXIT_CANNOT, complain


def generate(
    *,
    check: Annotated[bool, Parameter(negative="")] = False,
    api_version: str | None = None,
    dialect: str | None = None,
    overlay: Annotated[tuple[Path, ...], Parameter(negative="")] = (),
    package: str | None = None,
    out: Path | None = None,
) -> int:
    """Generate the Python client: of the API, of an older version, of a dialect, or of the API with your additions.

    Parameters
    ----------
    check
        Write nothing; print what would change and exit 1 if anything would.
    api_version
        Version to generate for; the newest if none is given.
    dialect
        Variant of the API to generate for.
    overlay
        OpenAPI Overlay to apply to the published documents, YAML or JSON. May be given several times.
    package
        Import name of the package; `contralto_client`, and what was asked for, if none is given. It is installed
        under the same name with hyphens.
    out
        Folder of the package, empty or written by this command before. If none is given: `generated` for the package
        `contralto_client`, else a folder in the current one with the name under which the package is installed.
    """
    name = package or contralto_generator.default_package(api_version, dialect, overlay)
    folder = out or contralto_generator.default_out(name)
    try:
        if check:
            difference = contralto_generator.check(api_version, dialect, folder, name, overlays=overlay)
            return _drift(difference, folder, _command(api_version, dialect, overlay, package, out))
        result = contralto_generator.generate(api_version, dialect, folder, name, overlays=overlay)
    except contralto_generator.GeneratorError as error:
        for message in error.messages:
            complain(message)
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return EXIT_CANNOT
    for problem in result.problems:
        print(problem, file=sys.stderr)
    if not result.ok:
        return EXIT_CANNOT
    print(f"{len(result.files)} files of `{name}` in {folder}")
    return 0


def _drift(difference: str, folder: Path, command: str) -> int:
    if not difference:
        print(f"{folder} is what the spec gives")
        return 0
    print(difference, end="")
    print(f"{folder} differs from what the spec gives; `{command}` repairs it", file=sys.stderr)
    return 1


def _command(
    api_version: str | None, dialect: str | None, overlays: tuple[Path, ...], package: str | None, out: Path | None
) -> str:
    """The command that makes the folder what `--check` compares it with."""
    given = [("api-version", api_version), ("dialect", dialect), *(("overlay", path) for path in overlays)]
    given += [("package", package), ("out", out)]
    words = [word for name, value in given if value is not None for word in (f"--{name}", str(value))]
    return shlex.join(["contralto", "generate", *words])
