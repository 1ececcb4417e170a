"""Runs all tasks and prints the table."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

from .tasks import SUBJECTS, TASKS, Task

ROUNDS = 5


def server() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.bench.server"], stdout=subprocess.PIPE, text=True)


def measure(task: Task, subject: str, urls: tuple[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.tasks", task.name, subject, *urls]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise SystemExit(f"error: {task.name} with {subject} failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    with server() as process:
        try:
            assert process.stdout is not None
            urls = (process.stdout.readline().strip(), process.stdout.readline().strip())
            print(f"median of {ROUNDS} fresh processes each, in turn; CPU time of the client\n")
            print(f"{'task':<34}{'unit':<8}" + "".join(f"{name:>12}" for name in SUBJECTS) + f"{'official/ours':>16}")
            for task in TASKS:
                figures: dict[str, list[float]] = {name: [] for name in SUBJECTS}
                for _ in range(ROUNDS):
                    for name in SUBJECTS:
                        figures[name].append(measure(task, name, urls)["cpu_s"] / task.items * task.scale)
                medians = {name: statistics.median(values) for name, values in figures.items()}
                cells = "".join(f"{medians[name]:>12.1f}" for name in SUBJECTS)
                ratio = medians["official"] / medians["contralto"]
                print(f"{task.title:<34}{task.unit:<8}{cells}{ratio:>15.1f}x", flush=True)
        finally:
            process.terminate()


main()
