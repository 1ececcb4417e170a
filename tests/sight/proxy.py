"""All defects of the gateway against all checks on proxies: `python -m tests.sight.proxy [DEFECT ...]`.

Without ids the matrix is written anew; with ids their rows are printed.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.sight.matrix import CASES, SPEC, SightRow

from contralto_conformance.gateway import GatewaySettings, Key, Team, serve
from contralto_conformance.gateway.defects import DefectInfo, catalogue, hooks_for, resolve
from contralto_conformance.gateway.hooks import Hooks
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.model import Target, Verdict
from contralto_conformance.runner.plan import make_plan
from contralto_conformance.stand_in import standing_in

TOKEN = "team-token-of-the-sight"
KEYS = ("sk_car_behind.first", "sk_car_behind.second", "sk_car_behind.others")
ACCOUNTS = ("main", "main", "another")
CONCURRENCY = 2
OTHERS = {"forbidden": "team-token-forbidden", "limited": "team-token-limited", "keyless": "team-token-keyless"}
GOLDEN = Path(__file__).parent / "proxy_matrix.txt"
PATIENCE_S = 5.0
SET_ASIDE_S = 600.0
"""Longer than a run: the case that sets a key aside is the last one."""
VERSION = "2026-08-14"
SIDE_BY_SIDE = 4
"""Defects examined at once."""


def settings_for(upstream: str, per_key: int = CONCURRENCY) -> GatewaySettings:
    """A gateway with two keys of one account and one of another, and a team of every kind."""
    teams = {
        TOKEN: Team(),
        OTHERS["forbidden"]: Team(may_use=False),
        OTHERS["limited"]: Team(is_over=True),
        OTHERS["keyless"]: Team(account="nobody"),
    }
    keys = tuple(Key(key, account, per_key) for key, account in zip(KEYS, ACCOUNTS, strict=True))
    return GatewaySettings(upstream, teams, keys, set_aside_s=SET_ASIDE_S)


def judge(
    hooks: Hooks | None = None,
    *,
    only: Sequence[str] = ("proxy.*",),
    version: str = VERSION,
    per_key: int = CONCURRENCY,
) -> Result:
    """A run of these requirements against the gateway with these hooks. per_key: what each key may carry at once."""
    with ExitStack() as opened:
        log = Path(opened.enter_context(tempfile.TemporaryDirectory())) / "gateway.log"
        file = opened.enter_context(log.open("a", buffering=1, encoding="utf-8"))
        behind = opened.enter_context(standing_in("127.0.0.1", 0, KEYS))
        settings = settings_for(behind.url.removeprefix("http://"), per_key)
        url = opened.enter_context(serve(settings, hooks=hooks, log=lambda line: print(line, file=file)))
        # One case at a time: the keys carry two requests each.
        plan = make_plan(
            SPEC, CASES, versions=(version,), only=only, fuzz=False, sessions=False, concurrency=1, back_to_back=True
        )
        target = Target(
            url,
            TOKEN,
            # A sound gateway lets nobody wait in vain; how long a busy machine takes must not count against it.
            patience_s=10 * PATIENCE_S if hooks is None else PATIENCE_S,
            tokens=OTHERS,
            upstream_keys=KEYS,
            key_accounts=tuple(ACCOUNTS.index(account) + 1 for account in ACCOUNTS),
            key_concurrency=per_key,
            proxy_log=log,
        )
        return asyncio.run(run(plan, target, CASES, SPEC, behind=behind))


def sight_of(info: DefectInfo) -> SightRow:
    """The row of one defect. Raises AssertionError if the run could not judge."""
    result = judge(hooks_for((info.id,)))
    assert result.summary.exit_code != 2, result.summary.exit_reason
    return SightRow(
        info.id,
        VERSION,
        tuple(row.requirement for row in result.rows if row.verdict in (Verdict.FAIL, Verdict.WARN)),
        tuple(row.requirement for row in result.rows if row.verdict is Verdict.BLOCKED),
    )


def golden_rows() -> dict[str, str]:
    """The committed row of each defect."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []
    return {line.split()[0]: line for line in lines if line and not line.startswith("#")}


def sights_of(infos: Sequence[DefectInfo]) -> Iterator[SightRow]:
    """The rows of several defects, which are examined side by side: a run mostly waits."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield from pool.map(sight_of, infos)


def main(ids: Sequence[str]) -> None:
    """Prints the rows of these defects, or writes those of all."""
    rows = []
    for row in sights_of([resolve(each) for each in ids] or catalogue()):
        rows.append(str(row))
        print(rows[-1], flush=True)
    if not ids:
        head = "# Defects of the gateway, and the requirements that are found violated when it commits them.\n"
        GOLDEN.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
