"""What a caller can set, per client and per call, and how it is resolved. No I/O."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from ._auth import BEARER, CREDENTIAL_HEADERS, Credential
from ._logging import log_to_stderr
from ._request import Response, query_items
from ._retry import RetryPolicy

if TYPE_CHECKING:
    import ssl

_HTTP = ("http", "https")
_SOCKET = ("ws", "wss", "http", "https")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_PROXY = ("http", "https", "socks5", "socks5h")

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

    `timeout`: a Timeout, or a number of seconds for the whole call. `retry`: a whole policy, `max_retries` its number
    alone. `retry_paid` allows that a call which costs credits is repeated although the attempt before may have been
    executed. `headers` and `query` (lists are repeated) are added to those of the client and replace what has the same
    name; `body` adds members to a JSON body, likewise. `api_key` or `access_token`: another credential. `base_url`:
    another address, which sockets and files follow unless `websocket_url` says otherwise. `on_response` is called with
    the good answer before it becomes the result, or when a stream opens, with an empty `content` then.
    """

    timeout: Timeout | None
    retry: RetryPolicy | None
    max_retries: int | None
    headers: Mapping[str, str] | None = field(repr=False)  # one may be a credential
    query: Mapping[str, object] | None = field(repr=False)
    body: Mapping[str, Any] | None = field(repr=False)
    api_version: str | None
    api_key: str | None = field(repr=False)
    access_token: str | None = field(repr=False)
    base_url: str | None
    websocket_url: str | None
    retry_paid: bool | None
    on_response: Callable[[Response], object] | None

    # Written out, since `timeout` takes more than it holds.
    def __init__(
        self,
        timeout: Timeout | float | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        api_version: str | None = None,
        retry_paid: bool | None = None,
        *,
        retry: RetryPolicy | None = None,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, Any] | None = None,
        api_key: str | None = None,
        access_token: str | None = None,
        base_url: str | None = None,
        websocket_url: str | None = None,
        on_response: Callable[[Response], object] | None = None,
    ) -> None:
        if max_retries is not None:
            _check_max_retries(max_retries)
        if api_key and access_token:
            raise ValueError("pass `api_key` or `access_token`, not both")
        put = object.__setattr__
        put(self, "timeout", None if timeout is None else as_timeout(timeout))
        put(self, "retry", retry)
        put(self, "max_retries", max_retries)
        put(self, "headers", headers)
        put(self, "query", query)
        put(self, "body", body)
        put(self, "api_version", api_version)
        put(self, "api_key", api_key)
        put(self, "access_token", access_token)
        put(self, "base_url", base_url)
        put(self, "websocket_url", websocket_url)
        put(self, "retry_paid", retry_paid)
        put(self, "on_response", on_response)

    def and_also(self, on_response: Callable[[Response], object]) -> CallOptions:
        """The same options, with one more function that gets the answer."""
        first = self.on_response

        def both(response: Response) -> None:
            if first is not None:
                first(response)
            on_response(response)

        return CallOptions(**{**{name: getattr(self, name) for name in self.__slots__}, "on_response": both})


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """Resolved settings of one client.

    The addresses have no slash at the end; the names in `headers` are lower case. `files_base_url` stands for the hosts
    of operations that do not live under `base_url`; None leaves them at their own. `subprotocol_prefix`: sockets carry
    the credential in a subprotocol that begins with it, not in a header. `api_key_header`: where API keys go.
    `encrypted_host`: the host of the API itself, to which nothing goes without TLS.
    """

    base_url: str
    websocket_url: str
    api_version: str
    user_agent: str
    credential: Credential | None = None
    admin_credential: Credential | None = None
    timeout: Timeout = field(default_factory=Timeout)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    retry_paid: bool = False
    files_base_url: str | None = None
    api_key_header: str = BEARER
    subprotocol_prefix: str | None = None
    env_prefix: str = "CARTESIA"
    proxy: str | None = field(default=None, repr=False)
    ssl_context: ssl.SSLContext | None = field(default=None, repr=False)
    on_response: Callable[[Response], object] | None = None
    encrypted_host: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for an address that would carry the credential to the API in clear."""
        for name, url in (
            ("base_url", self.base_url),
            ("websocket_url", self.websocket_url),
            ("files_base_url", self.files_base_url or ""),
        ):
            parts = urlsplit(url)
            if parts.scheme in ("http", "ws") and parts.hostname == self.encrypted_host:
                wanted = url.replace(parts.scheme, f"{parts.scheme}s", 1)
                raise ValueError(f"`{name}` would send the credential in clear to {parts.hostname}; use `{wanted}`")

    @property
    def credential_headers(self) -> frozenset[str]:
        """The headers that may carry a credential, by lower-case names."""
        return CREDENTIAL_HEADERS | {self.api_key_header}

    def base_of(self, own: str | None) -> str:
        """The address of an operation that lives at `own`, if that is not the address of the API."""
        return self.base_url if own is None else self.files_base_url or own

    def url_query(self, own: tuple[tuple[str, str], ...]) -> str:
        """The query of an address with its `?`: the parameters of the operation and those that the caller adds."""
        added = {name for name, _ in self.query}
        pairs = [pair for pair in own if pair[0] not in added] + list(self.query)
        return "?" + urlencode(pairs, quote_via=quote) if pairs else ""

    def subprotocol(self, credential: Credential | None) -> str | None:
        """The subprotocol that carries the credential to a socket; None if a header does.

        Raises ValueError for a credential with characters that a subprotocol cannot have.
        """
        if self.subprotocol_prefix is None or credential is None:
            return None
        if not _TOKEN.fullmatch(credential.secret):
            raise ValueError(
                "the credential has a character that a subprotocol cannot carry; "
                "leave `token_in_subprotocol` out, so that it goes in a header"
            )
        return self.subprotocol_prefix + credential.secret

    def missing_credential(self, operation: str, *, admin: bool = False) -> str:
        """What to do about a credential that `operation` needs and nobody gave."""
        if admin:
            return (
                f"`{operation}` needs an API key for administration: pass `admin_api_key` to the client, "
                f"or set {self.env_prefix}_ADMIN_API_KEY"
            )
        return (
            f"`{operation}` needs a credential: pass `api_key`, `access_token` or `token_provider` to the client, "
            f"or set {self.env_prefix}_API_KEY"
        )

    def merged(self, options: CallOptions | None) -> ClientConfig:
        """These settings with those that `options` sets otherwise. Raises ValueError for a bad address or header."""
        if options is None:
            return self
        base, socket = self.base_url, self.websocket_url
        files = self.files_base_url
        if options.base_url is not None:
            base = files = _checked_url("base_url", options.base_url, _HTTP)
            socket = _socket_url(base)
        if options.websocket_url is not None:
            socket = _socket_url(_checked_url("websocket_url", options.websocket_url, _SOCKET))
        retry = options.retry or self.retry
        if options.max_retries is not None:
            retry = replace(retry, max_retries=options.max_retries)
        own = _credential(options.api_key, options.access_token, self.api_key_header)
        return replace(
            self,
            base_url=base,
            websocket_url=socket,
            files_base_url=files,
            credential=own or self.credential,
            admin_credential=own or self.admin_credential,
            timeout=options.timeout or self.timeout,
            retry=retry,
            headers={**self.headers, **_lower_case(options.headers)} if options.headers else self.headers,
            query=_added(self.query, options.query) if options.query else self.query,
            body={**self.body, **options.body} if options.body else self.body,
            api_version=options.api_version or self.api_version,
            retry_paid=self.retry_paid if options.retry_paid is None else options.retry_paid,
            on_response=options.on_response or self.on_response,
        )


def resolve_config(
    *,
    api_version: str,
    user_agent: str,
    api_key: str | None = None,
    access_token: str | None = None,
    has_token_provider: bool = False,
    admin_api_key: str | None = None,
    base_url: str | None = None,
    websocket_url: str | None = None,
    files_base_url: str | None = None,
    timeout: Timeout | float | None = None,
    max_retries: int | None = None,
    retry: RetryPolicy | None = None,
    retry_paid: bool = False,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, object] | None = None,
    proxy: str | None = None,
    ssl_context: ssl.SSLContext | None = None,
    default_base_url: str | None = None,
    env_prefix: str = "CARTESIA",
    api_key_header: str = BEARER,
    subprotocol_prefix: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> ClientConfig:
    """The settings from arguments and environment, arguments first. Raises ValueError that names what to change.

    An own `base_url` also stands for the hosts that single operations have, since whoever names a gateway wants
    everything to go there, the credential above all; `files_base_url` names another address for those.
    """
    env = os.environ if environ is None else environ
    if sum(map(bool, (api_key, access_token, has_token_provider))) > 1:
        raise ValueError("pass one of `api_key`, `access_token` and `token_provider`, not both or all")
    api_key_header = api_key_header.lower()
    if not _TOKEN.fullmatch(api_key_header):
        raise ValueError(f"`api_key_header` must be the name of a header, such as `x-api-key`, not {api_key_header!r}")
    if not (api_key or access_token or has_token_provider):
        api_key = env.get(f"{env_prefix}_API_KEY")
        access_token = None if api_key else env.get(f"{env_prefix}_ACCESS_TOKEN")
    if level := env.get(f"{env_prefix}_LOG"):
        log_to_stderr(level, f"{env_prefix}_LOG")
    own_base = base_url or env.get(f"{env_prefix}_BASE_URL")
    if not own_base and not default_base_url:
        raise ValueError(
            f"pass `base_url`, or set {env_prefix}_BASE_URL: this API has no address that is the same for all"
        )
    base = _checked_url("base_url", own_base or default_base_url or "", _HTTP)
    files = files_base_url or env.get(f"{env_prefix}_FILES_BASE_URL")
    if files:
        files = _checked_url("files_base_url", files, _HTTP)
    socket = websocket_url or env.get(f"{env_prefix}_WEBSOCKET_URL")
    policy = retry or RetryPolicy()
    if max_retries is not None:
        _check_max_retries(max_retries)
        policy = replace(policy, max_retries=max_retries)
    checked = {
        **_headers_of(env.get(f"{env_prefix}_CUSTOM_HEADERS", ""), f"{env_prefix}_CUSTOM_HEADERS"),
        **_lower_case(headers or {}),
    }
    check_headers({**checked, "cartesia-version": api_version})
    return ClientConfig(
        base_url=base,
        websocket_url=_socket_url(_checked_url("websocket_url", socket, _SOCKET) if socket else base),
        api_version=api_version,
        user_agent=user_agent,
        credential=_credential(api_key, access_token, api_key_header),
        admin_credential=_credential(admin_api_key or env.get(f"{env_prefix}_ADMIN_API_KEY"), None, api_key_header),
        timeout=as_timeout(timeout),
        retry=policy,
        headers=checked,
        query=query_items((query or {}).items()),
        retry_paid=retry_paid,
        files_base_url=files or (base if own_base else None),
        api_key_header=api_key_header,
        subprotocol_prefix=subprotocol_prefix,
        env_prefix=env_prefix,
        proxy=_checked_proxy(proxy),
        ssl_context=ssl_context,
        encrypted_host=urlsplit(default_base_url).hostname if default_base_url else None,
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


def _credential(api_key: str | None, access_token: str | None, api_key_header: str) -> Credential | None:
    """The credential of either, if there is one. Access tokens always go as `Bearer`."""
    if access_token and access_token.strip():
        return Credential(access_token.strip())
    return Credential(api_key.strip(), api_key_header) if api_key and api_key.strip() else None


def _added(pairs: tuple[tuple[str, str], ...], query: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return (*(pair for pair in pairs if pair[0] not in query), *query_items(query.items()))


def _headers_of(lines: str, variable: str) -> dict[str, str]:
    """Headers of a variable of the environment, one `Name: value` a line."""
    found = {}
    for line in filter(str.strip, lines.splitlines()):
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise ValueError(f"{variable} must have one `Name: value` a line, and one of its lines has not")
        found[name.strip().lower()] = value.strip()
    return found


def _checked_proxy(proxy: str | None) -> str | None:
    # The libraries below quote a bad address in full, and it may hold a password.
    if proxy is not None and (urlsplit(proxy).scheme not in _PROXY or not urlsplit(proxy).hostname):
        raise ValueError(f"`proxy` must look like `http://host:port`, with one of {', '.join(_PROXY)} in front")
    return proxy


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
