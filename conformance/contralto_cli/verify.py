"""`contralto verify`: judges recorded traffic, without a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from cyclopts import Parameter

import contralto_spec
from contralto_cli.faults import CliError
from contralto_cli.listening import Faults, listeners_for
from contralto_cli.suite import Own
from contralto_conformance import recorded
from contralto_conformance.prepare.suite import extended_by
from contralto_conformance.runner.model import Plan
from contralto_conformance.runner.plan import UnknownPattern, select


def verify(
    *files: Path,
    party: recorded.Party = "server",
    base_path: str = "",
    api_version: Annotated[tuple[str, ...], Parameter(name="--api-version", negative="")] = (),
    only: Annotated[tuple[str, ...], Parameter(name="--only", negative="")] = (),
    report: Path | None = None,
    format: str = "console",
    strict: Annotated[bool, Parameter(negative="")] = False,
    own: Own = (),
) -> int:
    """Judge recorded traffic, without a server.

    Every exchange is judged by the version that it named. A requirement that the traffic does not show is not verified,
    never met. Credentials are taken out when a file is read.

    Exit code 0: everything judged is as expected. 1: a requirement is violated. 2: nothing could be judged (a file that
    cannot be read, no traffic of this API, or the suite itself broke).

    Parameters
    ----------
    files
        HAR 1.2, as browsers and proxies write it (`_webSocketMessages` included); report.json of `contralto check`,
        whose traces are judged anew; or traces of contralto, one or an array.
    party
        Whose requirements are judged: `server`, `client` or `both`.
    base_path
        Where the API begins in a HAR file: a path such as `/v1/cartesia`, or a URL. Found by what was asked for if left
        out; the report says what was found.
    api_version
        Version to judge, may be repeated; all that the traffic names if none is given.
    only
        Requirement id or glob, may be repeated.
    report
        Folder for report.json, junit.xml, report.md and report.html.
    format
        What is printed: console, json, junit, markdown or html.
    strict
        A violated SHOULD counts as a failure.
    own
        Folder with requirements and checks of your own, may be repeated; its `checks.py` is executed.
    """
    if not files:
        raise CliError("`FILES` is missing", "see `contralto verify --help`")
    with extended_by(own) as suite:
        spec = suite.spec
        try:
            wanted = tuple(dict.fromkeys(spec.described(date).date for date in api_version))
            requirements = select(spec, only)
        except contralto_spec.UnknownVersion as error:
            raise CliError(str(error)) from error
        except UnknownPattern as error:
            raise CliError(str(error), "`contralto list` prints all ids") from error
        if not only:
            parties = ("server", "client") if party == "both" else (party,)
            requirements = tuple(name for name in requirements if spec.requirement(name).party in parties)
        recordings = _read(files, [version.date for version in spec.described_versions], _base(base_path))
        plan = Plan(
            versions=tuple(sorted(wanted)) or _versions(recordings),
            requirements=requirements,
            cases=(),
            only=tuple(only),
            fuzz=False,
            sessions=False,
            strict=strict,
        )
        faults = Faults()
        listeners = [faults, *listeners_for(format, report)]
        summary = recorded.verify(
            recordings, plan, spec, listeners, party=party, command=_again(files, party, base_path, own, strict)
        )
        return faults.concluded(summary)


def _read(files: Sequence[Path], versions: Sequence[str], base: str) -> list[recorded.Recording]:
    try:
        return [recorded.read(path, versions, base=base) for path in files]
    except recorded.NothingRecorded as error:
        hint = "" if base else "`--base-path` says where the API begins, if it is not at the root"
        raise CliError(str(error), hint) from error
    except recorded.Unreadable as error:
        raise CliError(str(error)) from error


def _versions(recordings: Sequence[recorded.Recording]) -> tuple[str, ...]:
    traces = [trace for recording in recordings for trace in (*recording.traces, *recording.client)]
    return tuple(sorted({trace.api_version for trace in traces}))


def _base(given: str) -> str:
    """The base path or URL, checked. Raises CliError that says what to give instead."""
    try:
        parts = urlsplit(given)
    except ValueError as error:
        raise CliError(f"`--base-path {given}` is not a path: {error}") from None
    if not given or given.startswith("/") or (parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc):
        return given
    raise CliError(f"`--base-path {given}` is not a path", f"did you mean `/{given}`?")


def _again(files: Sequence[Path], party: str, base_path: str, own: Sequence[Path], strict: bool) -> tuple[str, ...]:
    """Arguments that repeat the verdicts."""
    words = ["contralto", "verify", *map(str, files)]
    words += ["--party", party] if party != "server" else []
    words += ["--base-path", base_path] if base_path else []
    words += [word for folder in own for word in ("--own", str(folder))]
    return (*words, "--strict") if strict else tuple(words)
