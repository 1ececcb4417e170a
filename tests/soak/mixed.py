"""A mixed load on one mock, and whether it holds more and more: `python -m tests.soak.mixed [--seconds N]`.

Prints what the mock holds as time goes by, and how many visits of each kind there were. Exits with 1 when memory goes
on growing, or when something is left once all clients are gone. Nothing is judged by how fast it was.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence

import httpx

from .load import HEADERS, KINDS, Visitor

N_VISITORS = 6
N_ROWS = 12
CALM_S = 30  # within which all that was left alone must have ended
# What allocators keep for later, and what is bounded but not yet full.
GROWTH_KB = 16 * 1024
GROWTH_SHARE = 0.1
LEFT = ("contexts", "sockets", "forms", "calls")

Usage = dict[str, int]


@contextlib.contextmanager
def mock() -> Iterator[str]:
    """The address of a mock in a process of its own."""
    command = [sys.executable, "-m", "tests.soak.watched"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().removeprefix("http://")
        finally:
            process.send_signal(signal.SIGTERM)


def complaints(before: Usage, during: Sequence[Usage], after: Usage) -> list[str]:
    """What speaks against a mock: `during` are measurements at equal distances, `after` was taken when all was calm."""
    found = []
    middle, end = during[len(during) // 3 : 2 * len(during) // 3], during[2 * len(during) // 3 :]
    if middle and end:
        was, now = max(each["memory_kb"] for each in middle), max(each["memory_kb"] for each in end)
        if now > was * (1 + GROWTH_SHARE) + GROWTH_KB:
            found.append(f"memory grew from {was} kB in the second third to {now} kB in the last one")
    for name in ("files", "tasks"):
        if after[name] > before[name]:
            found.append(f"{after[name] - before[name]} {name} are left")
    found += [f"{after[name]} {name} are left" for name in LEFT if after[name] > before[name]]
    return found


async def soak(address: str, seconds: float) -> list[str]:
    """Runs the load and prints the table; what `complaints` says."""
    clock = asyncio.get_running_loop().time
    visits: collections.Counter[str] = collections.Counter()
    async with httpx.AsyncClient() as watch:
        before = await _usage(watch, address)
        _row("s", list(before))
        _row("0", list(before.values()))
        began = clock()
        during = []
        async with asyncio.TaskGroup() as visitors:
            for seed in range(N_VISITORS):
                visitors.create_task(_visit(address, seed, began + seconds, visits))
            for number in range(1, N_ROWS + 1):
                at = began + seconds * number / N_ROWS
                await asyncio.sleep(max(0.0, at - clock()))
                during.append(await _usage(watch, address))
                _row(f"{clock() - began:.0f}", list(during[-1].values()))
        after = await _usage(watch, address)
        deadline = clock() + CALM_S
        while complaints(before, (), after) and clock() < deadline:
            await asyncio.sleep(0.5)
            after = await _usage(watch, address)
    _row("calm", list(after.values()))
    print()
    for kind, count in sorted(visits.items()):
        print(f"{kind:<24}{count:>8}")
    return complaints(before, during, after)


async def _visit(address: str, seed: int, until: float, visits: collections.Counter[str]) -> None:
    clock = asyncio.get_running_loop().time
    async with httpx.AsyncClient(base_url=f"http://{address}", headers=HEADERS, timeout=60) as http:
        visitor = Visitor(address, http, seed)
        while clock() < until:
            kind = visitor.chance.choice(KINDS)
            await kind(visitor)
            visits[kind.__name__] += 1


async def _usage(http: httpx.AsyncClient, address: str) -> Usage:
    # A connection of its own, which counts the same each time.
    answer = await http.get(f"http://{address}/-/usage", headers={"Connection": "close"}, timeout=60)
    usage: Usage = json.loads(answer.content)
    return usage


def _row(first: str, rest: Sequence[object]) -> None:
    print(f"{first:>6}" + "".join(f"{each!s:>12}" for each in rest), flush=True)


def main() -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the load lasts (default: 60)")
    seconds = parser.parse_args().seconds
    with mock() as address:
        found = asyncio.run(soak(address, seconds))
    for complaint in found:
        print(complaint, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
