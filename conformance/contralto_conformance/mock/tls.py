"""A certificate made on the spot, by an authority of its own that nobody trusts until told to."""

from __future__ import annotations

import contextlib
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NAMES = ("localhost", "127.0.0.1", "::1")
_EVERY_ADDRESS = frozenset(("0.0.0.0", "::", ""))  # noqa: S104 - recognised, not listened on


@dataclass(frozen=True, slots=True)
class Certified:
    """What a server needs for TLS, and the file with the certificate of the authority that clients need."""

    context: ssl.SSLContext
    ca_file: Path


@contextlib.contextmanager
def certified(host: str, ca_file: Path | None = None) -> Iterator[Certified]:
    """A fresh certificate for this machine and for `host`.

    The certificate of the authority goes into `ca_file`, or into a directory that is removed on exit. Raises OSError
    when it cannot be written.
    """
    # Takes longer to import than all of the mock.
    import trustme

    names = [*_NAMES, *([] if host in _NAMES or host in _EVERY_ADDRESS else [host])]
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    authority.issue_cert(*names).configure_cert(context)
    with contextlib.ExitStack() as kept:
        if ca_file is None:
            ca_file = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="contralto-"))) / "ca.pem"
        authority.cert_pem.write_to_path(str(ca_file))
        yield Certified(context, ca_file)
