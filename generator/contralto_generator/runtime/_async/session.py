"""What every client has, whatever the API: its settings, its connections and their end."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .._options import CallOptions, Timeout, resolve_config
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
    import httpx


class AsyncSession:
    """Settings and connections of one client.

    `api_key` (else the environment variable CARTESIA_API_KEY) or `access_token`: the credential. `base_url` (else
    CARTESIA_BASE_URL) may carry a path; sockets follow it, `http` as `ws`, `https` as `wss`, unless `websocket_url`
    says otherwise. Operations on hosts of their own follow `base_url`, too, if you give one, unless `files_base_url`
    (else CARTESIA_FILES_BASE_URL) says otherwise. A client of a dialect has the dialect's name in its variables
    (KEYPOOL_API_KEY), and may need a `base_url`.

    `timeout`: a Timeout, or a number of seconds for each whole call. `headers` are sent with every request.
    `http_client`: an HTTP client of your own (proxies, certificates, limits), which you close yourself.
    `token_in_subprotocol`: sockets carry the credential as browsers do, where the API has a way for that.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        access_token: str | None = None,
        base_url: str | None = None,
        websocket_url: str | None = None,
        files_base_url: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float | None = None,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        http_client: httpx.AsyncClient | None = None,
        token_in_subprotocol: bool = False,
    ) -> None:
        # Here, since importing the package alone shall not load the HTTP library.
        from .. import _quick_httpx  # noqa: F401
        from .transport import AsyncTransport

        if token_in_subprotocol and SUBPROTOCOL_PREFIX is None:
            raise ValueError("`token_in_subprotocol`: this API takes no credential in a subprotocol")
        config = resolve_config(
            api_key=api_key,
            access_token=access_token,
            base_url=base_url,
            websocket_url=websocket_url,
            files_base_url=files_base_url,
            api_version=api_version,
            user_agent=f"{PACKAGE_NAME}/{PACKAGE_VERSION}",
            timeout=timeout,
            max_retries=max_retries,
            headers=headers,
            default_base_url=BASE_URL,
            env_prefix=ENV_PREFIX,
            credential_header=CREDENTIAL_HEADER,
            subprotocol_prefix=SUBPROTOCOL_PREFIX if token_in_subprotocol else None,
        )
        self.transport = AsyncTransport(config, http_client)

    def with_options(self, options: CallOptions) -> Self:
        """A client over the same connections whose calls behave as `options` says. Closing it closes nothing."""
        other = type(self).__new__(type(self))
        other.transport = self.transport.with_options(options)
        return other

    async def close(self) -> None:
        """Closes the connections."""
        await self.transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        config = self.transport.config
        return f"{type(self).__name__}(base_url={config.base_url!r}, api_version={config.api_version!r})"
