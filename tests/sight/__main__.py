"""Rewrites the golden matrix: `python -m tests.sight`. Read its diff before committing it."""

from __future__ import annotations

from multiprocessing import get_context

from contralto_conformance.mock import defects

from .matrix import GOLDEN, sight_of

HEADER = "# defect, version, requirements found violated (blocked: hidden behind them). Written by `make sight`.\n"


def main() -> None:
    with get_context("spawn").Pool(4) as pool:
        rows = []
        for row in pool.imap(sight_of, defects.catalogue()):
            print(row, flush=True)
            rows.append(row)
    GOLDEN.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    seen = sum(row.defect.partition(":")[0] in row.seen for row in rows)
    print(f"\n{seen} of {len(rows)} defects seen by their own check")


if __name__ == "__main__":
    main()
