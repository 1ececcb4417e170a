"""`contralto mock`: the mock server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from contralto_cli.faults import CliError
from contralto_conformance.mock import MockSettings, run
from contralto_conformance.mock.settings import DEFAULT_ADMIN_KEY, DEFAULT_API_KEY, JOURNAL_SIZE, MAX_CONNECTIONS


def mock(
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    prefix: str = "",
    api_key: Annotated[tuple[str, ...], Parameter(name="--api-key", negative="")] = (),
    dialect: str | None = None,
    api_version: str | None = None,
    seed: int = 0,
    pace: Literal["immediate", "realtime"] = "immediate",
    voice_engine: Literal["tones", "espeak"] = "tones",
    defect: Annotated[tuple[str, ...], Parameter(name="--defect", negative="")] = (),
    plan: Literal["free", "pro", "startup", "scale"] | None = None,
    quota: float | None = None,
    rate: str | None = None,
    spent_key: Annotated[tuple[str, ...], Parameter(name="--spent-key", negative="")] = (),
    idle_timeout: float | None = None,
    fault: Annotated[tuple[str, ...], Parameter(name="--fault", negative="")] = (),
    allow_fault_header: Annotated[bool, Parameter(negative="")] = False,
    tls: Annotated[bool, Parameter(negative="")] = False,
    tls_port: int = 0,
    ca_file: Path | None = None,
    admin: Annotated[bool, Parameter(negative="")] = False,
    journal: Path | None = None,
    max_connections: int = MAX_CONNECTIONS,
    examine: Path | None = None,
    time_scale: Annotated[float, Parameter(show=False)] = 1.0,
) -> int:
    """Start the mock server; the first line it prints is its URL.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Port to listen on; 0 takes a free one.
    prefix
        Base path of the API, such as `/v1/cartesia`.
    api_key
        Key to accept, may be repeated; `sk_car_test` and `sk_car_admin_test` if none is given. All others are refused.
    dialect
        Dialect to speak, `keypool` or `carter`; the keys are tokens of the team then.
    api_version
        Version of requests that name none.
    seed
        Of everything random.
    pace
        `realtime` sends audio no faster than it plays.
    voice_engine
        `tones` speaks a note for a word, and is understood by the mock; `espeak` speaks words for people to listen to,
        with the extra `contralto[speech]`.
    defect
        Requirement to violate on purpose, may be repeated; `contralto explain ID` lists the defects of one.
    plan
        Plan whose limits on what runs at once hold; none: no limits.
    quota
        Credits that paid calls may use; then they are refused.
    rate
        Requests in a span of seconds, such as `20/1`; more are answered 429.
    spent_key
        Further key to accept, may be repeated, of an account that has no credits left.
    idle_timeout
        Seconds after which an idle socket is closed; as documented for each channel if not given.
    fault
        What goes wrong, as `WHERE:KIND[=VALUE][WHEN]`, may be repeated: `tts.sse:truncate@0.1` cuts one stream of ten,
        `voices.list:429=retry-after:1x2` refuses the first two requests.
    allow_fault_header
        A request may ask for a fault of its own: `X-Contralto-Fault: stall`.
    tls
        Serve https and wss as well, with a certificate made on the spot.
    tls_port
        Port of TLS; 0 takes a free one.
    ca_file
        Where to write the certificate of the authority that clients must trust; in a temporary directory if not given.
    admin
        Let clients on this machine reset the mock, read its journal and set faults, below `/_contralto/`.
    journal
        Write what was asked and answered to this file when the mock ends, as HAR.
    max_connections
        Connections that may be open at once.
    examine
        Watch the client and write here, when the mock ends, what it keeps of the contract: JSON for a name that ends
        in `.json`, else Markdown. Streams then hold members, events and comments that a client has to bear.
    time_scale
        Factor on all waiting times.
    """
    if not 0 <= port <= 65535:
        raise CliError(f"`--port` must be 0 to 65535, got {port}")
    try:
        settings = MockSettings(
            api_keys=api_key or (DEFAULT_API_KEY, DEFAULT_ADMIN_KEY),
            prefix=prefix,
            dialect=dialect,
            api_version=api_version,
            seed=seed,
            pace=pace,
            voice_engine=voice_engine,
            defects=defect,
            plan=plan,
            quota=quota,
            rate=rate,
            spent_keys=spent_key,
            idle_timeout_s=idle_timeout,
            faults=fault,
            allow_fault_header=allow_fault_header,
            tls=tls,
            tls_port=tls_port,
            ca_file=ca_file,
            admin=admin,
            journal_size=JOURNAL_SIZE if admin or journal else 0,
            journal_file=journal,
            max_connections=max_connections,
            time_scale=time_scale,
        )
        if examine is None:
            return run(settings, host, port)
        return _examine(settings, host, port, examine)
    except ValueError as error:
        raise CliError(str(error)) from error


def _examine(settings: MockSettings, host: str, port: int, path: Path) -> int:
    from contralto_conformance.examine import Examiner, write_report  # the oracle takes its time to load

    if not path.parent.is_dir():
        raise CliError(f"`--examine`: the folder `{path.parent}` does not exist")
    examiner = Examiner(settings)
    code = run(settings, host, port, wrap=examiner.wrap)
    if code != 0:
        return code
    grades = examiner.grades()
    try:
        write_report(path, grades, n_exchanges=len(examiner.exchanges()))
    except OSError as error:
        raise CliError(f"`{path}` cannot be written: {error.strerror}") from error
    n_violated = sum(grade.verdict == "violated" for grade in grades)
    print(f"{path}: {n_violated} of the requirements on clients violated", file=sys.stderr)
    return 1 if n_violated else 0
