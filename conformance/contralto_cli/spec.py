"""`contralto spec`: the hand-written data and the bundles that are made of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

import contralto_spec
from contralto_cli.faults import EXIT_CANNOT, CliError
from contralto_spec import bundle as bundling
from contralto_spec import lint as linting

app = App(name="spec", help="Validate the spec and render its bundles.")


@app.command
def lint() -> int:
    """Validate every hand-written data file; exit 1 if one has an error."""
    findings = linting.lint()
    for finding in findings:
        print(finding)
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        print(f"{errors} {'error' if errors == 1 else 'errors'}", file=sys.stderr)
        return 1
    print("the spec is sound")
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
