"""Access tokens that are made when they are needed and renewed before they expire."""

from __future__ import annotations

from typing import Any

from .._auth import AccessToken, Credential, Issued, TokenCache
from ._backend import Lock, Method, TokenProvider, ask


class TokenSource:
    """Asks a provider for a token when there is none, or the last one is about to expire; calls meanwhile share it."""

    def __init__(self, provider: TokenProvider, cache: TokenCache | None = None) -> None:
        self._provider = provider
        self._cache = cache or TokenCache()
        self._asking = Lock()

    def credential(self) -> Credential:
        """A token that is good for some time. Raises what the provider raises, ValueError if it gives no token."""
        found = self._cache.fresh()
        if found is not None:
            return found
        with self._asking:
            found = self._cache.fresh()
            if found is None:
                asked_at_s = self._cache.now_s()
                found = self._cache.put(ask(self._provider), asked_at_s)
            return found

    def refused(self, credential: Credential) -> None:
        """The service refused `credential`: the next call gets another."""
        self._cache.drop(credential)


class IssuedTokens:
    """A token provider over an operation that makes tokens, of a client that holds the API key.

        issuer = Client()  # with the API key
        tokens = IssuedTokens(issuer.access_tokens.create, grants={"tts": True}, expires_in=600)
        client = Client(token_provider=tokens)

    `expires_in` is the life of each token in seconds; the other arguments are those of the operation.
    """

    def __init__(self, create: Method[..., Issued], *, expires_in: int = 600, **arguments: Any) -> None:
        self._create = create
        self._expires_in = expires_in
        self._arguments = arguments

    def __call__(self) -> AccessToken:
        issued = self._create(expires_in=self._expires_in, **self._arguments)
        return AccessToken(issued.token, self._expires_in)
