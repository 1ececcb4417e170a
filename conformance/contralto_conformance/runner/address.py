"""What users give as a target, checked before anything is sent: the base URL, the key, and where a proxy looks for the
service."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx


class NotATarget(ValueError):
    """No run can begin with this URL or key. message: one sentence without the key; hint: what to give instead, may be
    empty."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def checked_url(url: str) -> str:
    """The base URL as given. Raises NotATarget that says what to give instead."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotATarget(f"`{url}` is not a URL: {error}") from None
    if parts.scheme in {"ws", "wss"}:
        raise NotATarget(f"`{url}` is a socket URL", f"give the HTTP one: `http{url.removeprefix('ws')}`")
    if parts.scheme not in {"http", "https"}:
        hint = f"did you mean `http://{url}`?" if "://" not in url else "it begins with http:// or https://"
        raise NotATarget(f"`{url}` is not an HTTP URL", hint)
    if not parts.hostname or port == 0:
        raise NotATarget(f"`{url}` names no host to speak to")
    if "@" in parts.netloc:
        raise NotATarget("the URL holds credentials", "leave them out and set CONTRALTO_API_KEY")
    if parts.query or parts.fragment:
        raise NotATarget(f"`{url}` has a query or fragment", "give the base URL only")
    try:
        httpx.URL(url).raw_host.decode("ascii").encode("idna")
    except httpx.InvalidURL as error:
        raise NotATarget(f"`{url}` is not a URL: {error}") from None
    except UnicodeError:
        raise NotATarget(f"`{url}` is not a URL: a part of its host name is empty or too long") from None
    return url


def checked_key(key: str) -> str:
    """The key as given. Raises NotATarget if no header could carry it."""
    if not key.isprintable() or not key.isascii() or " " in key:
        raise NotATarget("the API key holds characters that cannot stand in a header")
    return key


def checked_address(text: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:9000` or `[::1]:9000`. Raises NotATarget."""
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise NotATarget(f"`{text}` is not HOST:PORT such as `127.0.0.1:9000`")
    return host.strip("[]"), int(port)
