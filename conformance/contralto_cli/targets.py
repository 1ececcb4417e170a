"""`contralto init-target`, `target-schema` and `clean`: what an operator does before and after a run."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from cyclopts import Parameter

from contralto_cli.delivery import deliver
from contralto_cli.faults import CliError
from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.player import Network
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.json_file import Unreadable, load
from contralto_conformance.prepare.keys import FURTHER_KEY_VARIABLES, key_from
from contralto_conformance.runner.address import NotATarget, checked_key, checked_url
from contralto_conformance.runner.cleaning import clean as delete_all
from contralto_conformance.runner.ledger import Ledger, Stored, stored
from contralto_conformance.runner.model import DEFAULT_TOKEN_PREFIX, Target
from contralto_spec import load as load_spec
from contralto_spec.data import data_schema

EXAMPLE = """\
# What contralto has to know of one server. `contralto target-schema` describes every member.
# `contralto check {file}` judges it; `--dry-run` says first what that would do and cost.
url: {url}
name: {name}

# Names of environment variables, never the keys themselves.
credentials:
  api_key: CONTRALTO_API_KEY
  # admin_key: CONTRALTO_ADMIN_API_KEY
  # spent_key: CONTRALTO_SPENT_API_KEY

# Versions to examine; all that are described if left out.
# api_versions: [{versions}]

# Only where the target speaks another dialect, such as {dialects}.
# dialect: {dialects}

# How much is played: smoke, standard, full or soak. Smoke costs little; see what the others would by `--dry-run`.
profile: smoke

# What may be spent and done. Without `allow`, nothing is made, changed or deleted, and no agent is called, except on
# this machine; `allow: []` holds there too, as it should for a gateway in front of a paid service.
budget: 2000
# allow: [changes, calls]
# concurrency: 1
# patience_s: 10
# max_time_s: 1800

# What the requests use; what the target lists first if left out.
# model: sonic-3
# voice: an id of `GET /voices`
# agent: an id of `GET /agents`
# managed_agent: an id of `GET /v1/agents`

# What the account may do at once, so that its limits are filled.
# plan: name of the plan of the account

# Seconds after which the target closes idle sockets, where it does not keep to the documents.
# idle_timeout_s: 60

# Only of a proxy: where it expects the service, which the suite then plays; what it may send with one key at once;
# how the subprotocol begins that carries the token of a team.
# upstream: 127.0.0.1:9000
# key_concurrency: 4
# token_prefix: {token_prefix}

# Features that the target does not offer, each with the reason. Their requirements are skipped, never passed.
# There are: {features}.
unclaimed: {{}}
#   line-agents: this gateway carries no calls

# Violations that are known. Each needs a reason and a last day, after which it counts again.
waivers: []
#   - requirement: voices.limit-out-of-range-refused
#     versions: [{latest}]
#     reason: the gateway clamps the limit; ticket 1234
#     until: 2027-01-31
"""


def init_target(url: str, /, *, out: Path | None = None) -> int:
    """Print an example of a target file, with every member explained.

    Parameters
    ----------
    url
        Base URL of the target.
    out
        File to write instead; one that is there already is kept.
    """
    try:
        checked_url(url)
    except NotATarget as error:
        raise CliError(error.message, error.hint) from None
    if out is not None and out.exists():
        raise CliError(f"`{out}` is there already", "give another name by `--out`")
    spec = load_spec()
    features = sorted({r.feature for r in spec.requirements.values() if r.feature and r.party == "server"})
    text = EXAMPLE.format(
        file=out or "target.yaml",
        url=json.dumps(url),
        name=json.dumps(urlsplit(url).hostname),
        versions=", ".join(version.date for version in spec.described_versions),
        latest=spec.latest.date,
        dialects=next(iter(spec.dialects), "none"),
        features=", ".join(features),
        token_prefix=DEFAULT_TOKEN_PREFIX,
    )
    deliver(text, out)
    return 0


def target_schema() -> None:
    """Print the JSON Schema of target files."""
    deliver(json.dumps(data_schema("target"), indent=2, ensure_ascii=False) + "\n", None)


def clean(
    ledger: Path,
    /,
    *,
    api_key: Annotated[str | None, Parameter(show_default=False)] = None,
) -> int:
    """Delete what a run has left behind in an account, such as one that was killed.

    Exit code 0: nothing is left, and the ledger is removed. 1: something could not be deleted and stays in the ledger.

    Parameters
    ----------
    ledger
        ledger.json of `contralto check`.
    api_key
        The key of the account; better set CONTRALTO_API_KEY or CARTESIA_API_KEY.
    """
    left = _read(ledger)
    try:
        target = Target(checked_url(left.url), checked_key(key_from(api_key, option="--api-key")))
        admin_key = checked_key(os.environ.get(FURTHER_KEY_VARIABLES["admin_key"], ""))
    except NotATarget as error:
        raise CliError(error.message, error.hint) from None
    spec = load_spec()
    book = Ledger(spec, left.url, run=left.run, file=ledger)
    for made in left.made:
        book.put(made)
    redactor = Redactor(target.api_key)
    endpoint = Endpoint(target.base_url, target.socket_url, target.api_key, spec.latest.date, "", redactor)
    asyncio.run(_clean(book, endpoint, admin_key))
    for made in left.made:
        still = next((one for one in book.made if (one.what, one.id) == (made.what, made.id)), None)
        print(f"{'kept' if still else 'deleted':<9}{made.delete or made.what}{f': {still.problem}' if still else ''}")
    book.close()
    if book.fault:
        raise CliError(book.fault)
    return 1 if book.made else 0


async def _clean(book: Ledger, endpoint: Endpoint, admin_key: str) -> None:
    secure = endpoint.base_url.startswith("https:")
    async with Network(secure=secure, patience_s=endpoint.patience_s) as network:
        await delete_all(book, book.made, endpoint, network, admin_key=admin_key)


def _read(file: Path) -> Stored:
    try:
        return stored(load(file))
    except Unreadable as error:
        raise CliError(str(error)) from None
    except ValueError as error:
        raise CliError(f"`{file}`: {error}") from None
