"""Imports the HTTP library without its command line.

httpx imports its command line along wherever `click`, `pygments` and `rich` are installed, which takes longer than all
the rest of it. Here that import is told to fail, as it does where they are missing; `httpx.main` then imports the real
one when it is called. To be imported before anything that imports httpx.
"""

from __future__ import annotations

import sys

COMMAND_LINE = "httpx._main"


def _main() -> None:
    from httpx._main import main

    main()


if "httpx" not in sys.modules:
    sys.modules[COMMAND_LINE] = None  # type: ignore[assignment]  # how the import system spells "not to be found"
    try:
        import httpx

        vars(httpx)["main"] = _main
    finally:
        if sys.modules.get(COMMAND_LINE, sys) is None:
            del sys.modules[COMMAND_LINE]
