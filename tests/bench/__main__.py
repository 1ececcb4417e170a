"""Runs all tasks and prints the table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

from .plan import SUBJECTS, TASKS, Figure, Task

ROUNDS = 5


def environment() -> dict[str, str]:
    """That of this process, but with bytecode cached: compiling the client again for each process is no cost of it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def server() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.bench.server"], stdout=subprocess.PIPE, text=True)


def measure(task: Task, subject: str, urls: tuple[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.work", task.name, subject, *urls]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment())
    if done.returncode:
        raise SystemExit(f"error: {task.name} with {subject} failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def line(figure: Figure, runs: dict[str, list[dict[str, float]]]) -> dict[str, object]:
    """One line of the table, as data."""
    medians = {
        name: statistics.median(run[figure.key] for run in of_subject) / figure.items * figure.scale
        for name, of_subject in runs.items()
    }
    has_ratio = figure.has_ratio and "official" in medians
    ratio = medians["official"] / medians["contralto"] if has_ratio else None
    return {"figure": figure.title, "unit": figure.unit, **medians, "ratio": ratio}


def rendered(row: dict[str, object]) -> str:
    cells = "".join(f"{row[name]:>12.1f}" if name in row else f"{'':>12}" for name in SUBJECTS)
    ratio = f"{row['ratio']:>15.1f}x" if row["ratio"] is not None else ""
    return f"{row['figure']:<38}{row['unit']:<5}{cells}{ratio}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="one round, to see that everything runs")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"fresh processes per median (default {ROUNDS})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE, too")
    parser.add_argument("--only", nargs="+", metavar="TASK", choices=[task.name for task in TASKS], help="these alone")
    arguments = parser.parse_args()
    rounds = 1 if arguments.fast else arguments.rounds
    rows: list[dict[str, object]] = []
    with server() as process:
        try:
            assert process.stdout is not None
            urls = (process.stdout.readline().strip(), process.stdout.readline().strip())
            print(f"median of {rounds} fresh processes each, in turn; CPU time of the client unless said\n")
            print(f"{'figure':<38}{'unit':<5}" + "".join(f"{name:>12}" for name in SUBJECTS) + f"{'official/ours':>16}")
            for task in TASKS:
                if arguments.only and task.name not in arguments.only:
                    continue
                if task.name in ("imports", "first_answer"):  # so that the bytecode of all sides is cached
                    for name in task.subjects:
                        measure(task, name, urls)
                runs: dict[str, list[dict[str, float]]] = {name: [] for name in task.subjects}
                for _ in range(rounds):
                    for name in task.subjects:
                        runs[name].append(measure(task, name, urls))
                for figure in task.figures:
                    rows.append(line(figure, runs))
                    print(rendered(rows[-1]), flush=True)
        finally:
            process.terminate()
    if arguments.json is not None:
        document = {"python": platform.python_version(), "rounds": rounds, "figures": rows}
        arguments.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


main()
