"""What every client has, whatever the API: its settings, its connections and their end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, cast

from .._hooks import Hook, as_hooks
from .._options import CallOptions, Timeout, resolve_config
from .._request import ApiResponse, Response
from .._retry import RetryPolicy
from .._version import (
    API_VERSION,
    BASE_URL,
    CREDENTIAL_HEADER,
    ENV_PREFIX,
    PACKAGE_NAME,
    PACKAGE_VERSION,
    SUBPROTOCOL_PREFIX,
)

if TYPE_CHECKING:
    import ssl

    import httpx

    from ._backend import Method, TokenProvider

P = ParamSpec("P")
T = TypeVar("T")


class Session:
    """Settings and connections of one client.

    Who calls. `api_key` (else the environment variable CARTESIA_API_KEY), `access_token` (else CARTESIA_ACCESS_TOKEN)
    or `token_provider`, a function that gives an access token: it is asked when a call needs one, again shortly before
    the token expires, and once more when the service refuses it. `admin_api_key` (else CARTESIA_ADMIN_API_KEY) goes
    with operations of administration and no others. `api_key_header`: `authorization`, as `Bearer`, or `x-api-key`.
    `token_in_subprotocol`: sockets carry the credential as browsers do, where the API has a way for that.

    Where to. `base_url` (else CARTESIA_BASE_URL) may carry a path; sockets follow it, `http` as `ws`, `https` as
    `wss`, unless `websocket_url` (else CARTESIA_WEBSOCKET_URL) says otherwise. Operations on hosts of their own follow
    `base_url`, too, if you give one, unless `files_base_url` (else CARTESIA_FILES_BASE_URL) says otherwise. `proxy`
    (else HTTPS_PROXY and its like) and `ssl_context` hold for HTTP and sockets. `http_client`: an HTTP client of your
    own, which you close yourself; `proxy` and `ssl_context` then hold for sockets alone.

    How. `timeout`: a Timeout, or a number of seconds for each whole call. `retry`: how often and how fast failed
    attempts are repeated, `max_retries` their number alone; `retry_paid` lets calls that cost credits be repeated
    although they may have been executed. `headers` (before them those of CARTESIA_CUSTOM_HEADERS, one `Name: value` a
    line) and `query` go with every request. `max_concurrency`: the most calls of HTTP that cost credits at once,
    streams until they end; more wait for `pool_s`. `hooks`: functions that are told what happens, see `ClientEvent`.

    CARTESIA_LOG set to `debug`, `info`, `warning` or `error` shows the log on stderr. A client of a dialect has the
    dialect's name in its variables (KEYPOOL_API_KEY), and may need a `base_url`.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        access_token: str | None = None,
        token_provider: TokenProvider | None = None,
        admin_api_key: str | None = None,
        api_key_header: str = CREDENTIAL_HEADER,
        base_url: str | None = None,
        websocket_url: str | None = None,
        files_base_url: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float | None = None,
        max_retries: int | None = None,
        retry: RetryPolicy | None = None,
        retry_paid: bool = False,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, object] | None = None,
        proxy: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        http_client: httpx.Client | None = None,
        max_concurrency: int | None = None,
        hooks: Hook | Iterable[Hook] | None = None,
        token_in_subprotocol: bool = False,
    ) -> None:
        # Here, since importing the package alone shall not load the HTTP library.
        from .. import _quick_httpx  # noqa: F401
        from .tokens import TokenSource
        from .transport import Transport

        if token_in_subprotocol and SUBPROTOCOL_PREFIX is None:
            raise ValueError("`token_in_subprotocol`: this API takes no credential in a subprotocol")
        if max_concurrency is not None and max_concurrency < 1:
            raise ValueError(f"`max_concurrency` must be 1 or more, or None, not {max_concurrency}")
        config = resolve_config(
            api_key=api_key,
            access_token=access_token,
            has_token_provider=token_provider is not None,
            admin_api_key=admin_api_key,
            base_url=base_url,
            websocket_url=websocket_url,
            files_base_url=files_base_url,
            api_version=api_version,
            user_agent=f"{PACKAGE_NAME}/{PACKAGE_VERSION}",
            timeout=timeout,
            max_retries=max_retries,
            retry=retry,
            retry_paid=retry_paid,
            headers=headers,
            query=query,
            proxy=proxy,
            ssl_context=ssl_context,
            default_base_url=BASE_URL,
            env_prefix=ENV_PREFIX,
            api_key_header=api_key_header,
            subprotocol_prefix=SUBPROTOCOL_PREFIX if token_in_subprotocol else None,
        )
        self.transport = Transport(
            config,
            http_client,
            tokens=None if token_provider is None else TokenSource(token_provider),
            hooks=as_hooks(hooks),
            max_concurrency=max_concurrency,
        )

    def with_options(self, options: CallOptions) -> Self:
        """A client over the same connections whose calls behave as `options` says. Closing it closes nothing."""
        other = type(self).__new__(type(self))
        other.transport = self.transport.with_options(options)
        return other

    def with_response(self, method: Method[P, T], *args: P.args, **kwargs: P.kwargs) -> ApiResponse[T]:
        """Calls a method of a resource and gives its result beside status, headers, request id and body.

            answer = client.with_response(client.voices.get, "f786b574-daa5-4673-aa0c-cbe3e8534c02")
            print(answer.request_id, answer.value.name)

        Of a list, pass the `first_page` of what it gives. Streams and sockets have these themselves. Raises as the
        method does.
        """
        seen: list[Response] = []
        named: dict[str, Any] = dict(kwargs)
        named["options"] = (named.get("options") or CallOptions()).and_also(seen.append)
        value = cast("Callable[..., Any]", method)(*args, **named)
        if not seen:
            raise TypeError("`with_response` takes methods that send a request when they are called")
        return ApiResponse(value, seen[-1])

    def close(self) -> None:
        """Closes the connections."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        config = self.transport.config
        return f"{type(self).__name__}(base_url={config.base_url!r}, api_version={config.api_version!r})"
