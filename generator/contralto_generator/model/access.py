"""Where the API lives, and how a request proves who sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contralto_generator.model.operations import raw_operations

_BEARER = "authorization"
_PLACE = "{token}"


@dataclass(frozen=True, slots=True)
class Access:
    """`base_url` is None where the address is different for everybody.

    `env_prefix` begins the names of the environment variables. `subprotocol_prefix` begins the subprotocol that may
    carry the credential to a socket; None if there is no such way.
    """

    base_url: str | None
    credential_header: str
    env_prefix: str
    subprotocol_prefix: str | None


def access_of(openapi: Mapping[str, Any], asyncapi: Mapping[str, Any], dialect: str | None) -> Access:
    """What the documents say about both."""
    url = next((str(server.get("url", "")) for server in openapi.get("servers", ())), "")
    return Access(
        base_url=url.rstrip("/") if url and "{" not in url else None,
        credential_header=_credential_header(openapi),
        env_prefix=dialect.upper().replace("-", "_") if dialect else "CARTESIA",
        subprotocol_prefix=_subprotocol_prefix(asyncapi),
    )


def _credential_header(openapi: Mapping[str, Any]) -> str:
    """`authorization` if any operation takes a bearer, else the header that the operations name."""
    schemes = openapi.get("components", {}).get("securitySchemes", {})
    default = openapi.get("security", ())
    used = {name for _, _, raw in raw_operations(openapi) for entry in raw.get("security", default) for name in entry}
    found = [schemes[name] for name in schemes if name in used]
    if any(scheme.get("type") == "http" for scheme in found):
        return _BEARER
    headers = (str(scheme["name"]).lower() for scheme in found if scheme.get("in") == "header" and "name" in scheme)
    return next(headers, _BEARER)


def _subprotocol_prefix(asyncapi: Mapping[str, Any]) -> str | None:
    """What the channels say about it, as `x-subprotocol: {form: "gateway-token.{token}"}`."""
    for channel in asyncapi.get("channels", {}).values():
        form = str(channel.get("x-subprotocol", {}).get("form", ""))
        if form.endswith(_PLACE):
            return form.removesuffix(_PLACE)
    return None


def deprecated_models(openapi: Mapping[str, Any]) -> dict[str, str]:
    """What is known of models that were switched off, from `x-retired: {on, models}` of the schemas of their ids."""
    schemas = openapi.get("components", {}).get("schemas", {})
    facts = [schema["x-retired"] for schema in schemas.values() if "x-retired" in schema]
    return {str(model): f"was switched off on {fact['on']}" for fact in facts for model in sorted(fact["models"])}
