"""All defects of a raw client against all checks of an examination.

`python -m tests.sight.clients` rewrites the matrix. Read its diff before committing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.examine.examining import PROGRAMS, examined, program

from contralto_conformance.examine.scenarios import Scenario, bundled

GOLDEN = Path(__file__).parent / "client_matrix.txt"
HEADER = "# defect of a client, requirements found violated. Written by `make sight`.\n"
RAW = "raw.py"


def defects() -> tuple[str, ...]:
    """Names of all defects that the raw client has: a requirement, and after a colon the kind if there are several."""
    source = (PROGRAMS / RAW).read_text(encoding="utf-8")
    return tuple(sorted(set(re.findall(r'\bwrong\("([^"]+)"\)', source))))


def row(defect: str, scenarios: Iterable[Scenario] | None = None) -> str:
    """The line of one defect: what these scenarios find violated; all of them if left out."""
    chosen = None if scenarios is None else tuple(scenarios)
    got = examined(program(RAW, "--defect", defect), chosen)
    return f"{defect:<52} {' '.join(got.violated) or 'NOTHING'}"


def near(requirement: str) -> list[Scenario]:
    """The scenarios of the suites that show a requirement: where its defect does most of what it does."""
    suites = {s.name.partition("/")[0] for s in bundled().values() if requirement in s.judges}
    return [s for s in bundled().values() if s.name.partition("/")[0] in suites]


def golden_rows() -> dict[str, str]:
    """The lines of the matrix by defect."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()[1:]
    return {line.split()[0]: line for line in lines}


def main() -> None:
    with ThreadPoolExecutor(2) as pool:
        rows = []
        for line in pool.map(row, defects()):
            print(line, flush=True)
            rows.append(line)
    GOLDEN.write_text(HEADER + "".join(f"{line}\n" for line in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
