"""Examines the suite: plays what each defect changes, rewrites the golden matrix (read its diff before committing it),
runs the variations that the API allows, and prints the score."""

from __future__ import annotations

import argparse
import functools
import itertools
import os
import sys
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from multiprocessing import get_context
from multiprocessing.pool import Pool

from rich.console import Console

from contralto_conformance.mock import defects
from contralto_conformance.mock.defects import DefectInfo
from contralto_conformance.oracle import CHECKS

from .legal_runs import GROUPS, accused
from .matrix import GOLDEN, SPEC, SightRow, be_quiet, golden_rows, looked_again, sights_of, write_golden
from .score import score, shown

_AT_ONCE = 24
"""Defects that a process takes at a time."""

_AREA_OF = {info.id: SPEC.requirement(info.requirement).area for info in defects.catalogue()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 if every defect is seen by its own check alone and nothing that is allowed is flagged, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m tests.sight", description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="GLOB", help="defects or requirements by id")
    parser.add_argument("--all", action="store_true", help="play all cases against each defect as well, and compare")
    asked = parser.parse_args(arguments)
    infos = _chosen(asked.only)
    if not infos:
        parser.error(f"there is no defect `{'` or `'.join(asked.only)}`")
    console = Console(highlight=False)
    before = golden_rows()
    with get_context("spawn").Pool(os.cpu_count(), be_quiet) as pool:
        rows = looked_again(infos, _examined(pool, infos, console), before)
        differing = _differing(rows, _examined(pool, infos, console, plainly=True)) if asked.all else []
        flagged = None if asked.only else _flagged(pool)
    write_golden(before | rows)
    after = golden_rows()
    # Those on proxies have defects of their own, of the gateway.
    checks = {name: check for name, check in CHECKS.items() if SPEC.requirement(name).party == "server"}
    result = score(after.values(), SPEC.requirements, checks, variations=_count_variations(), flagged=flagged)
    console.print(shown(result))
    _tell(
        console, f"rows changed in {GOLDEN.name}", [str(row) for name, row in after.items() if row != before.get(name)]
    )
    if asked.all:
        _tell(console, "rows that all cases make otherwise", differing)
    return 0 if result.is_fine and not differing else 1


def _chosen(patterns: Sequence[str]) -> list[DefectInfo]:
    """Defects that match one of the globs by their id or that of their requirement; all without any."""
    return [
        info
        for info in defects.catalogue()
        if not patterns or any(fnmatchcase(name, each) for each in patterns for name in (info.id, info.requirement))
    ]


def _examined(
    pool: Pool, infos: Sequence[DefectInfo], console: Console, *, plainly: bool = False
) -> dict[str, SightRow]:
    """The rows by defect."""
    pieces = [
        piece
        for _, area in itertools.groupby(infos, key=lambda info: _AREA_OF[info.id])
        for piece in _pieces(list(area))
    ]
    rows: dict[str, SightRow] = {}
    with console.status("") as status:
        for made in pool.imap_unordered(functools.partial(sights_of, plainly=plainly), pieces):
            rows |= {row.defect: row for row in made}
            status.update(f"{len(rows)} of {len(infos)} defects examined")
    return rows


def _pieces(infos: Sequence[DefectInfo]) -> list[Sequence[DefectInfo]]:
    return [infos[at : at + _AT_ONCE] for at in range(0, len(infos), _AT_ONCE)]


def _differing(rows: Mapping[str, SightRow], plain: Mapping[str, SightRow]) -> list[str]:
    return [f"{plain[name]}\n    instead of {row}" for name, row in rows.items() if row != plain[name]]


def _flagged(pool: Pool) -> dict[str, Sequence[str]]:
    names = [(date, name) for date, groups in GROUPS.items() for name in groups]
    said = zip(names, pool.starmap(accused, names, chunksize=1), strict=True)
    return {f"{each} ({date})": lines for (date, _), found in said for each, lines in found.items()}


def _count_variations() -> int:
    return sum(len(group) for groups in GROUPS.values() for group in groups.values())


def _tell(console: Console, what: str, lines: Sequence[str]) -> None:
    console.print(f"{what}: {len(lines) or 'none'}")
    for line in lines:
        console.print(f"  {line}", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
