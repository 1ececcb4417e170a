"""`contralto spec diff`: what differs between two versions, dialects or documents, and whom it breaks."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

import contralto_spec
from contralto_cli.faults import CliError
from contralto_spec import diff as comparing

Format = Literal["console", "json", "markdown"]
FailOn = Literal["breaking", "any", "never"]


def diff(
    a: str | None = None,
    b: str | None = None,
    /,
    *,
    all_versions: Annotated[bool, Parameter(name="--all", negative="")] = False,
    format: Format = "console",
    out: Path | None = None,
    fail_on: FailOn = "never",
    side: comparing.Side = "both",
    texts: Annotated[bool, Parameter(negative="")] = False,
    rules: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Compare two contracts and say which change breaks whom.

    A change breaks the client if one that stays with A fails with a server of B; it breaks the server if one that
    stays with A fails for clients of B.

    Parameters
    ----------
    a
        The older one: a version (`2025-04-16`), a dialect (`keypool`, `keypool@2025-04-16`), an OpenAPI or AsyncAPI
        file, or a folder that holds one of each.
    b
        The newer one.
    all_versions
        Compare each version with the next one, instead of A with B.
    format
        `console`, `json` (its schema is `spec/schemas/diff.schema.json`) or `markdown`.
    out
        File to write instead of standard output.
    fail_on
        Exit 1 if anything is `breaking`, or if there is `any` change.
    side
        Whose breakage counts for `--fail-on`, and is marked on the console.
    texts
        Count descriptions, summaries, titles and examples too.
    rules
        Print the table of rules as Markdown and stop.
    """
    if rules:
        _deliver(comparing.render_rules(), out)
        return 0
    differences = _differences(a, b, all_versions, texts)
    _deliver(_rendered(differences, format, all_versions, side, out), out)
    changes = [change for difference in differences for change in difference.changes]
    if fail_on == "any":
        return int(bool(changes))
    return int(fail_on == "breaking" and any(change.breaks(side) for change in changes))


def _differences(a: str | None, b: str | None, all_versions: bool, texts: bool) -> list[comparing.Difference]:
    spec = contralto_spec.load()
    try:
        if all_versions:
            if a is not None:
                raise CliError("`--all` compares all versions and takes neither `A` nor `B`")
            return [comparing.compare(old, new, texts=texts) for old, new in comparing.neighbours(spec)]
        if a is None or b is None:
            raise CliError(f"`{'A' if a is None else 'B'}` is missing", "see `contralto spec diff --help`")
        return [comparing.compare(comparing.contract(a, spec), comparing.contract(b, spec), texts=texts)]
    except comparing.Unreadable as error:
        raise CliError(str(error), _known(spec) if "neither a version" in str(error) else "") from error
    except comparing.NothingInCommon as error:
        raise CliError(str(error), "compare two OpenAPI or two AsyncAPI documents") from error


def _known(spec: contralto_spec.Spec) -> str:
    versions = ", ".join(version.date for version in spec.described_versions)
    return f"versions are {versions}; dialects are {', '.join(spec.dialects) or 'none'}"


def _rendered(
    differences: Sequence[comparing.Difference],
    form: Format,
    all_versions: bool,
    side: comparing.Side,
    out: Path | None,
) -> str:
    if form == "json":
        return comparing.render_json(differences)
    if form == "markdown":
        return comparing.render_changelog(differences) if all_versions else comparing.render_markdown(differences[0])
    is_terminal = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_terminal else comparing.DEFAULT_WIDTH
    color = is_terminal and not os.environ.get("NO_COLOR")
    return "\n".join(
        comparing.render_console(difference, width=width, color=color, side=side) for difference in differences
    )


def _deliver(text: str, out: Path | None) -> None:
    if out is None:
        # A terminal that cannot show a character gets its escape.
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CliError(f"`{out}` cannot be written: {(error.strerror or str(error)).lower()}") from error
