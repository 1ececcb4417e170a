"""Where the command line finds the API key."""

from __future__ import annotations

import os

from contralto_cli.faults import CliError
from contralto_conformance.runner.manifest import Manifest

KEY_VARIABLES = ("CONTRALTO_API_KEY", "CARTESIA_API_KEY")


def key_from(given: str | None, manifest: Manifest | None = None) -> str:
    """The API key: as given, of the variable that the target file names, or of the usual ones. Raises CliError."""
    key = given or named_key("api_key", manifest)
    key = key or next((os.environ[name] for name in KEY_VARIABLES if os.environ.get(name)), "")
    if not key:
        raise CliError("no API key", "set CONTRALTO_API_KEY or CARTESIA_API_KEY, or pass `--api-key`")
    return key


def named_key(kind: str, manifest: Manifest | None) -> str:
    """The key whose environment variable the target file names; "" if it names none. Raises CliError if it is not
    set."""
    variable = manifest.credentials.get(kind) if manifest else None
    if manifest is None or variable is None:
        return ""
    if not os.environ.get(variable):
        raise CliError(f"{variable}, which `{manifest.source}` names as `{kind}`, is not set", f"set {variable}")
    return os.environ[variable]
