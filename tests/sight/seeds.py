"""Whole runs with different seeds against sound mocks, of which none may find a violation.

    python -m tests.sight.seeds [RUNS] [FIRST_SEED]

The runs are spread over the versions and over legal ways to serve: in real time, below a prefix, in a dialect.
The exit code is 1 if a sound mock was found at fault, and 2 if a run could not judge.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context

from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.model import Target
from contralto_conformance.runner.plan import make_plan

from .matrix import CASES, KEY, PATIENCE_S, SPEC, Faults

PROCESSES = 2
_WAYS = {
    "plain": MockSettings(api_keys=(KEY,)),
    "real time": MockSettings(api_keys=(KEY,), pace="realtime"),
    "prefix": MockSettings(api_keys=(KEY,), prefix="/v1/cartesia"),
    "keypool": MockSettings(api_keys=(KEY,), dialect="keypool"),
    "carter": MockSettings(api_keys=(KEY,), dialect="carter"),
}
_DIALECTS = {name: dialect.versions for name, dialect in SPEC.dialects.items()}


@dataclass(frozen=True)
class Sown:
    """One run to make. way: key of `_WAYS`."""

    seed: int
    version: str
    way: str


def sown(runs: int, first_seed: int) -> Iterator[Sown]:
    """So many runs, each version in each way that it can be served in, one after the other."""
    versions = [version.date for version in SPEC.described_versions]
    pairs = [(version, way) for way in _WAYS for version in versions if version in _DIALECTS.get(way, versions)]
    for number in range(runs):
        version, way = pairs[number % len(pairs)]
        yield Sown(first_seed + number, version, way)


def reap(each: Sown) -> tuple[Sown, int, int, list[str], float]:
    """The run: its exit code, how many traces it recorded, what it found violated, and the seconds that it took."""
    spec = SPEC.in_dialect(each.way) if each.way in _DIALECTS else SPEC
    plan = make_plan(spec, CASES, versions=(each.version,), seed=each.seed, outward=True)
    faults = Faults()
    began_s = time.monotonic()
    with serve(_WAYS[each.way]) as running:
        target = Target(running.url, KEY, patience_s=10 * PATIENCE_S)
        result: Result = asyncio.run(run(plan, target, CASES, spec, [faults]))
    violated = [
        f"{row.requirement}: expected {finding.expected}; got {finding.got}; {finding.trace}, {finding.where}"
        for row in result.rows
        if row.verdict.total == "violated"
        for finding in row.findings[:1]
    ]
    summary = result.summary
    return each, summary.exit_code, summary.cases, [*faults.said, *violated], time.monotonic() - began_s


def main(arguments: list[str]) -> int:
    runs, first_seed = (*map(int, arguments), *(50, 1)[len(arguments) :])
    worst = traces = accused = 0
    with get_context("spawn").Pool(PROCESSES) as pool:
        for each, code, cases, violated, took_s in pool.imap_unordered(reap, sown(runs, first_seed)):
            worst = max(worst, code)
            traces += cases
            accused += bool(code or violated)
            print(
                f"seed {each.seed:<4} {each.version}  {each.way:<10} {cases} traces, {took_s:.0f} s, exit {code}",
                flush=True,
            )
            for line in violated:
                print(f"    {line}", flush=True)
    print(f"\n{runs} runs, {traces} traces, " + (f"{accused} NOT AS EXPECTED" if accused else "no violation"))
    return max(worst, int(accused > 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
