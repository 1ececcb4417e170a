"""What a package is called that nobody gave a name, where it goes, and which names are none."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Sequence
from pathlib import Path

_PACKAGE = "contralto_client"
DEFAULT_OUT = Path("generated")
_IMPORTED = frozenset({"attr", "attrs", "httpx", "websockets", "msgspec", "pybase64"})


def default_package(api_version: str | None, dialect: str | None, overlays: Sequence[Path]) -> str:
    """The name of the package of what was asked for: `contralto_client`, else with what makes it another one.

    Packages of two versions or dialects can be installed side by side, and none of them replaces the client that
    `contralto` itself uses.
    """
    parts = [_PACKAGE, dialect or "", api_version or "", *(path.stem for path in overlays)]
    return "_".join(re.sub(r"[^0-9a-z]+", "_", part.lower()).strip("_") for part in parts if part).strip("_")


def distribution_of(package: str) -> str:
    """The name under which the package is installed: `acme_voice` as `acme-voice`."""
    return re.sub("_+", "-", package)


def default_out(package: str) -> Path:
    """Where a package is written if no folder is named; only the client of this repository goes to `generated`."""
    return DEFAULT_OUT if package == _PACKAGE else Path(distribution_of(package))


def package_fault(package: str) -> str:
    """Why this cannot be the name of the package; empty if it can."""
    refused = f"`{package}` cannot be the name of a package"
    if not re.fullmatch(r"[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?", package):
        return f"{refused}; use letters, digits and underscores, a letter first and no underscore last"
    if keyword.iskeyword(package):
        return f"{refused}, since it is a word of Python; `{package}_client` would do"
    if package.lower() in _IMPORTED or package in sys.stdlib_module_names:
        return f"{refused}, since it would hide a module that the client needs; `{package}_client` would do"
    return ""
