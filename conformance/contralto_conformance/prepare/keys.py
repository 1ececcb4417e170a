"""Where a run finds its keys: in the environment, under names that a target file may choose."""

from __future__ import annotations

import os
from collections.abc import Mapping

from contralto_conformance.prepare.faults import CannotBegin
from contralto_conformance.runner.address import NotATarget, checked_key
from contralto_conformance.runner.manifest import Manifest

KEY_VARIABLES = ("CONTRALTO_API_KEY", "CARTESIA_API_KEY")
FURTHER_KEY_VARIABLES = {"admin_key": "CONTRALTO_ADMIN_API_KEY", "spent_key": "CONTRALTO_SPENT_API_KEY"}
UPSTREAM_VARIABLE = "CONTRALTO_UPSTREAM_KEY"
TOKEN_VARIABLES = {name: f"CONTRALTO_{name.upper()}_TOKEN" for name in ("forbidden", "limited", "keyless")}


def key_from(given: str | None, manifest: Manifest | None = None, *, option: str = "") -> str:
    """The API key: as given, of the variable that the target file names, or of the usual ones. Raises CannotBegin.

    option: which one gives a key, "" if none does.
    """
    key = given or named_key("api_key", manifest)
    key = key or next((os.environ[name] for name in KEY_VARIABLES if os.environ.get(name)), "")
    if not key:
        raise CannotBegin("no API key", f"set {' or '.join(KEY_VARIABLES)}{f', or pass `{option}`' if option else ''}")
    return key


def named_key(kind: str, manifest: Manifest | None) -> str:
    """The key whose environment variable the target file names; "" if it names none. Raises CannotBegin if it is not
    set."""
    variable = manifest.credentials.get(kind) if manifest else None
    if manifest is None or variable is None:
        return ""
    if not os.environ.get(variable):
        raise CannotBegin(f"{variable}, which `{manifest.source}` names as `{kind}`, is not set", f"set {variable}")
    return os.environ[variable]


def further_key(kind: str, manifest: Manifest | None) -> str:
    """A key beside the first: whose variable the target file names, or from the usual one; "" if there is none. Raises
    CannotBegin."""
    variable = FURTHER_KEY_VARIABLES[kind]
    key = named_key(kind, manifest) or os.environ.get(variable, "")
    try:
        return checked_key(key)
    except NotATarget as error:
        raise CannotBegin(f"the key in {variable}, or in what names it: {error.message}", error.hint) from None


def tokens() -> Mapping[str, str]:
    """Tokens of other teams, as `Target` has them."""
    return {name: os.environ[variable] for name, variable in TOKEN_VARIABLES.items() if os.environ.get(variable)}


def upstream_keys() -> list[list[str]]:
    """The keys of each account that a proxy has. Raises CannotBegin if none is known."""
    accounts = os.environ.get(UPSTREAM_VARIABLE, "").split(";")
    keys = [[key.strip() for key in account.split(",") if key.strip()] for account in accounts]
    if not any(keys):
        raise CannotBegin(
            "no key of the proxy is known", f"set {UPSTREAM_VARIABLE} to the key that it sends to the service behind it"
        )
    return keys
