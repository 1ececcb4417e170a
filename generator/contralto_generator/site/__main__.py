"""`python -m contralto_generator.site OUT`: fetch the viewers if they are not there yet, then write the site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .assets import AssetsUnavailable, fetch_assets
from .build import build

DEFAULT_ASSETS = Path(".tools/site")


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 when the site was written, 2 when the viewers could not be had."""
    parser = argparse.ArgumentParser(prog="python -m contralto_generator.site", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to write the site into")
    parser.add_argument(
        "--assets", type=Path, default=DEFAULT_ASSETS, help="folder to keep the viewers in (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    try:
        fetch_assets(options.assets)
        written = build(options.out, options.assets)
    except AssetsUnavailable as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"{len(written)} files in {options.out}; open {options.out / 'index.html'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
