"""`contralto mock`: the mock server."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from contralto_cli.faults import CliError
from contralto_conformance.mock import MockSettings, run
from contralto_conformance.mock.settings import DEFAULT_ADMIN_KEY, DEFAULT_API_KEY


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
    defect: Annotated[tuple[str, ...], Parameter(name="--defect", negative="")] = (),
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
    defect
        Requirement to violate on purpose, may be repeated; `contralto explain ID` lists the defects of one.
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
            defects=defect,
            time_scale=time_scale,
        )
        return run(settings, host, port)
    except ValueError as error:
        raise CliError(str(error)) from error
