"""`contralto spec`: the hand-written data and the bundles that are made of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

import contralto_spec
from contralto_cli.faults import EXIT_CANNOT, CliError
from contralto_spec import bundle as bundling
from contralto_spec import lint as linting

app = App(name="spec", help="Validate the spec and render its bundles.")
app.command("contralto_cli.spec_diff:diff", name="diff", help="Compare two versions, dialects or documents.")


@app.command
def lint(*files: Path, rules: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Validate the hand-written spec, or OpenAPI 3 and AsyncAPI 3 documents of your own.

    Exits with 1 if there is an error, with 2 if a document cannot be read at all. Warnings about documents of your own
    do no harm; the hand-written spec has none.

    Parameters
    ----------
    files
        YAML or JSON documents. References to other files are followed within the folder of the document, those to the
        network are not. Without a file: the spec of this repository.
    rules
        Print the rules in place of findings.
    """
    if rules:
        return _print_rules(own=not files)
    if files:
        return _lint_files(files)
    findings = linting.lint()
    for finding in findings:
        print(finding)
    if findings:
        print(_counted(findings), file=sys.stderr)
        return 1
    print("the spec is sound")
    return 0


def _lint_files(files: Sequence[Path]) -> int:
    found: list[contralto_spec.Finding] = []
    unread = False
    for path in files:
        try:
            findings = linting.lint_file(path)
        except contralto_spec.SpecError as error:
            findings, unread = list(error.findings), True
        for finding in findings:
            print(finding)
        found.extend(findings)
    if found:
        print(_counted(found), file=sys.stderr)
    else:
        print("no findings")
    if unread:
        return EXIT_CANNOT
    return 1 if any(finding.severity == "error" for finding in found) else 0


def _counted(findings: Sequence[contralto_spec.Finding]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    parts = [f"{errors} {'error' if errors == 1 else 'errors'}"] if errors else []
    parts += [f"{warnings} {'warning' if warnings == 1 else 'warnings'}"] if warnings else []
    return ", ".join(parts)


def _print_rules(*, own: bool) -> int:
    for rule in linting.known_rules():
        if own or not {"own", "facts"} >= set(rule.applies_to):
            print(f"{rule.id} ({rule.severity}; {', '.join(rule.applies_to)})")
            print(f"    {rule.about}\n    To mend: {rule.hint}.")
    return 0


@app.command
def bundle(*, check: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Render one document per version and kind into `spec/published`.

    Parameters
    ----------
    check
        Write nothing; print what would change and exit 1 if anything would.
    """
    try:
        if check:
            return _drift(bundling.drift())
        changed = bundling.write()
    except contralto_spec.SpecError as error:
        for finding in error.findings:
            print(finding, file=sys.stderr)
        return EXIT_CANNOT
    except OSError as error:
        raise CliError(f"the bundles cannot be written: {(error.strerror or str(error)).lower()}") from error
    for name in changed:
        print(f"spec/published/{name}")
    print(f"{len(changed)} {'file' if len(changed) == 1 else 'files'} changed")
    return 0


@app.command
def site(out: Path = Path("site"), /, *, assets: Path = Path(".tools/site")) -> int:
    """Build the reference to browse: one folder of pages that work offline.

    Parameters
    ----------
    out
        Folder to write.
    assets
        Folder that keeps the viewers, fetched once from npm.
    """
    # Imported here: nothing else of this command needs the templates.
    from contralto_generator.site import AssetsUnavailable, build, fetch_assets

    try:
        fetch_assets(assets)
        written = build(out, assets)
    except AssetsUnavailable as error:
        raise CliError(str(error)) from error
    except OSError as error:
        raise CliError(f"the site cannot be written: {(error.strerror or str(error)).lower()}") from error
    print(f"{len(written)} files; open {out / 'index.html'}")
    return 0


def _drift(difference: str) -> int:
    if not difference:
        print("spec/published is what the spec gives")
        return 0
    print(difference, end="")
    print("spec/published differs from the spec; `contralto spec bundle` repairs it", file=sys.stderr)
    return 1
