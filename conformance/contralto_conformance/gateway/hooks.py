"""The seams: where a defect may change what the gateway does. Here they change nothing.

A defect is a subclass that overrides one or two of them (`defects/`). One instance serves all connections; what belongs
to one of them is kept in `memo` of its call.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Literal

from websockets.frames import Frame

from .exchange import Call, Headers, Refusal
from .settings import Key

Direction = Literal["up", "down"]
"""`up`: from the client to the service."""


class Hooks:
    """The correct gateway."""

    # Every request.

    def path(self, call: Call, path: str) -> str:
        """The path at the service."""
        return path

    def query(self, call: Call, query: str) -> str:
        """The query at the service."""
        return query

    def token(self, call: Call, token: str | None) -> str | None:
        """The credential that counts."""
        return token

    def admit(self, call: Call, refusal: Refusal | None) -> Refusal | None:
        """Why the caller is refused; None lets it in."""
        return refusal

    def key(self, call: Call, key: Key | None) -> Key | None:
        """The key that is used; None for none that can be used."""
        return key

    def sent_headers(self, call: Call, headers: Headers) -> Headers:
        """The headers at the service, with the credential; those of the handshake of a socket excepted."""
        return headers

    def refusal(self, call: Call, refusal: Refusal) -> Refusal:
        """An error of the gateway that is about to be said."""
        return refusal

    def refusal_answer(self, call: Call, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
        """Headers and body of that error."""
        return headers, body

    def is_refused_key(self, call: Call, status: int) -> bool:
        """Whether an answer with this status says that the key is of no use."""
        return status == 401 and not call.is_made

    def sets_aside(self, call: Call) -> bool:
        """Whether a key that the service refused is not used for a while."""
        return True

    def log(self, call: Call, line: str) -> str:
        """A line of the log."""
        return line

    # HTTP.

    def sent_body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The body of the request as it goes to the service."""
        return pieces

    def answer(self, call: Call, status: int, headers: Headers) -> tuple[int, Headers]:
        """The head of the service's answer, also one that refuses an upgrade, on its way to the client."""
        return status, headers

    def body(self, call: Call, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The body of that answer; may raise OSError, as a connection that is lost."""
        return pieces

    def tries_again(self, call: Call, status: int) -> bool:
        """Whether a request whose answer has this status, and is not passed on yet, is sent once more with its key."""
        return False

    def repeats_cut(self, call: Call) -> bool:
        """Whether a request whose answer broke off is sent once more."""
        return False

    def location(self, call: Call, location: str) -> str:
        """The address of a redirect, on its way to the client."""
        return location

    def is_asked_to_continue(self, call: Call) -> bool:
        """Whether a client that waits for `100 Continue` gets it."""
        return True

    def ends_with_client(self, call: Call) -> bool:
        """Whether a request to the service ends when the client goes away."""
        return True

    def reads_ahead(self, call: Call, direction: Direction) -> bool:
        """Whether it takes what comes faster than the other side takes it."""
        return False

    # Sockets.

    def subprotocol(self, call: Call, chosen: str | None) -> str | None:
        """The subprotocol that is selected."""
        return chosen

    def offered(self, call: Call, subprotocols: Sequence[str]) -> Sequence[str]:
        """The subprotocols that are offered to the service."""
        return subprotocols

    def accepts_first(self, call: Call) -> bool:
        """Whether the client is answered before the service has answered."""
        return False

    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        """What is passed on in place of a frame of data."""
        return (frame,)

    def relays_ping(self, call: Call, direction: Direction) -> bool:
        """Whether a ping is passed on, beside being answered."""
        return True

    def closing(self, call: Call, direction: Direction, code: int, reason: str) -> tuple[int, str] | None:
        """Code and reason of a close that is passed on; None keeps it back. 1005 stands for none."""
        return code, reason

    def lost(self, call: Call, direction: Direction) -> tuple[int, str] | None:
        """Code and reason with which a socket is closed whose other side was lost; None just cuts it. 1005: no code."""
        return (1011, "the service was lost") if direction == "down" else (1001, "the client was lost")

    def socket_life_s(self, call: Call) -> float | None:
        """After how long a socket is closed; None for never."""
        return None

    def idle_s(self, call: Call) -> float | None:
        """After how long without a message a socket is closed; None for never."""
        return None
