"""What a caller can set, per client and per call, and how it is resolved. No I/O."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit, urlunsplit

from ._retry import RetryPolicy

BEARER = "authorization"
"""The header that carries the credential as `Bearer`; in any other it stands alone."""

REDACTED = "[redacted]"

_FORBIDDEN = re.compile(r"[\r\n\0]|[^\x00-\x7f]").search
"""Finds what no header may hold."""


@dataclass(frozen=True, slots=True)
class Timeout:
    """Time limits in seconds; None means no limit.

    `connect_s`: until the connection (with TLS) stands. `read_s`: the longest silence while something is awaited.
    `write_s`: the longest wait for the network to take a piece. `pool_s`: the longest wait for a free connection.
    `total_s`: the whole call with its retries and its body or stream.
    """

    connect_s: float | None = 5.0
    read_s: float | None = 60.0
    write_s: float | None = 60.0
    pool_s: float | None = 60.0
    total_s: float | None = None

    def __post_init__(self) -> None:
        for name in ("connect_s", "read_s", "write_s", "pool_s", "total_s"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise ValueError(f"`{name}` must be above 0 or None, not {value!r}")


@dataclass(frozen=True, slots=True, init=False)
class CallOptions:
    """What one call does otherwise than its client. None leaves the client's setting.

    `timeout`: a Timeout, or a number of seconds for the whole call. `retry_paid` allows that a call which costs
    credits is repeated although the attempt before may have been executed.
    """

    timeout: Timeout | None
    max_retries: int | None
    headers: Mapping[str, str] | None = field(repr=False)  # one may be a credential
    api_version: str | None
    retry_paid: bool | None

    # Written out, since `timeout` takes more than it holds.
    def __init__(
        self,
        timeout: Timeout | float | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        api_version: str | None = None,
        retry_paid: bool | None = None,
    ) -> None:
        if max_retries is not None:
            _check_max_retries(max_retries)
        put = object.__setattr__
        put(self, "timeout", None if timeout is None else as_timeout(timeout))
        put(self, "max_retries", max_retries)
        put(self, "headers", headers)
        put(self, "api_version", api_version)
        put(self, "retry_paid", retry_paid)


NO_OPTIONS = CallOptions()
"""Nothing otherwise; told apart by identity, since most calls have none."""


class Credential:
    """An API key or access token. Its text is in `secret` and shows nowhere else."""

    __slots__ = ("secret",)

    def __init__(self, secret: str) -> None:
        if not secret.isascii() or not secret.isprintable() or " " in secret:
            raise ValueError("the credential has a blank or a character that no key has; was it pasted in full?")
        self.secret = secret

    def __repr__(self) -> str:
        return f"Credential({REDACTED})"

    def scrub(self, data: bytes) -> bytes:
        """`data` without the secret, should a server have echoed it."""
        secret = self.secret.encode()
        return data.replace(secret, REDACTED.encode()) if secret in data else data


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """Resolved settings of one client.

    The addresses have no slash at the end; the names in `headers` are lower case. `files_base_url` stands for the hosts
    of operations that do not live under `base_url`; None leaves them at their own. `subprotocol_prefix`: sockets carry
    the credential in a subprotocol that begins with it, not in a header.
    """

    base_url: str
    websocket_url: str
    api_version: str
    user_agent: str
    credential: Credential | None = None
    timeout: Timeout = field(default_factory=Timeout)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    retry_paid: bool = False
    files_base_url: str | None = None
    credential_header: str = BEARER
    subprotocol_prefix: str | None = None
    env_prefix: str = "CARTESIA"

    def base_of(self, own: str | None) -> str:
        """The address of an operation that lives at `own`, if that is not the address of the API."""
        return self.base_url if own is None else self.files_base_url or own

    def credential_headers(self) -> dict[str, str]:
        """The credential as headers, none if there is none."""
        if self.credential is None:
            return {}
        secret = self.credential.secret
        return {self.credential_header: f"Bearer {secret}" if self.credential_header == BEARER else secret}

    def subprotocol(self) -> str | None:
        """The subprotocol that carries the credential to a socket; None if a header does."""
        if self.subprotocol_prefix is None or self.credential is None:
            return None
        return self.subprotocol_prefix + self.credential.secret

    def merged(self, options: CallOptions) -> ClientConfig:
        """These settings with those that `options` sets otherwise."""
        if options is NO_OPTIONS:
            return self
        retry = self.retry
        if options.max_retries is not None:
            retry = replace(retry, max_retries=options.max_retries)
        return replace(
            self,
            timeout=options.timeout or self.timeout,
            retry=retry,
            headers={**self.headers, **_lower_case(options.headers or {})},
            api_version=options.api_version or self.api_version,
            retry_paid=self.retry_paid if options.retry_paid is None else options.retry_paid,
        )

    def scrubbed(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """Headers of an answer without the secret, should the server have echoed it in one."""
        credential = self.credential
        if credential is None or not any(credential.secret in value for value in headers.values()):
            return headers
        return {name.lower(): value.replace(credential.secret, REDACTED) for name, value in headers.items()}


def resolve_config(
    *,
    api_version: str,
    user_agent: str,
    api_key: str | None = None,
    access_token: str | None = None,
    base_url: str | None = None,
    websocket_url: str | None = None,
    files_base_url: str | None = None,
    timeout: Timeout | float | None = None,
    max_retries: int = 2,
    headers: Mapping[str, str] | None = None,
    default_base_url: str | None = None,
    env_prefix: str = "CARTESIA",
    credential_header: str = BEARER,
    subprotocol_prefix: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> ClientConfig:
    """The settings from arguments and environment. Raises ValueError that names the argument to change.

    An own `base_url` also stands for the hosts that single operations have, since whoever names a gateway wants
    everything to go there, the credential above all; `files_base_url` names another address for those.
    """
    env = os.environ if environ is None else environ
    if api_key and access_token:
        raise ValueError("pass `api_key` or `access_token`, not both")
    secret = access_token or api_key or env.get(f"{env_prefix}_API_KEY")
    own_base = base_url or env.get(f"{env_prefix}_BASE_URL")
    if not own_base and not default_base_url:
        raise ValueError(
            f"pass `base_url`, or set {env_prefix}_BASE_URL: this API has no address that is the same for all"
        )
    base = _checked_url("base_url", own_base or default_base_url or "", ("http", "https"))
    files = files_base_url or env.get(f"{env_prefix}_FILES_BASE_URL")
    if files:
        files = _checked_url("files_base_url", files, ("http", "https"))
    _check_max_retries(max_retries)
    checked = _lower_case(headers or {})
    check_headers({**checked, "cartesia-version": api_version})
    return ClientConfig(
        base_url=base,
        websocket_url=_socket_url(
            _checked_url("websocket_url", websocket_url, ("ws", "wss", "http", "https")) if websocket_url else base
        ),
        api_version=api_version,
        user_agent=user_agent,
        credential=Credential(secret.strip()) if secret and secret.strip() else None,
        timeout=as_timeout(timeout),
        retry=RetryPolicy(max_retries=max_retries),
        headers=checked,
        files_base_url=files or (base if own_base else None),
        credential_header=credential_header,
        subprotocol_prefix=subprotocol_prefix,
        env_prefix=env_prefix,
    )


def check_headers(headers: Mapping[str, str]) -> None:
    """Raises ValueError for a header that would end early and begin another, or that is no ASCII text.

    The message names the header and keeps its value to itself, which may be a credential.
    """
    for name, value in headers.items():
        if _FORBIDDEN(name + value):
            raise ValueError(
                f"the header {name!r} has a line break, a NUL or a character outside ASCII in its name or value"
            )


def as_timeout(timeout: Timeout | float | None) -> Timeout:
    """A Timeout as it is; a number of seconds as the total; None as the defaults."""
    if timeout is None:
        return Timeout()
    return timeout if isinstance(timeout, Timeout) else Timeout(total_s=timeout)


def redacted_url(url: str) -> str:
    """`url` without user info, query and fragment, which may hold credentials; for messages and logs."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def _lower_case(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _check_max_retries(max_retries: int) -> None:
    if max_retries < 0:
        raise ValueError(f"`max_retries` must be 0 or more, not {max_retries}")


def _checked_url(name: str, url: str, schemes: tuple[str, ...]) -> str:
    parts = urlsplit(url)
    if parts.scheme not in schemes or not parts.hostname:
        expected = " or ".join(f"`{scheme}://host`" for scheme in schemes[:2])
        raise ValueError(f"`{name}` must look like {expected}, got `{redacted_url(url)}`")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(
            f"`{name}` must be scheme, host and path only, got more than `{redacted_url(url)}`; "
            "credentials go into `api_key`, `access_token` or `headers`"
        )
    return url.rstrip("/")


def _socket_url(url: str) -> str:
    scheme, rest = url.split("://", 1)
    return {"http": "ws", "https": "wss"}.get(scheme, scheme) + "://" + rest
