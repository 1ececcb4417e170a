"""Runs the soak and prints its figures."""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from .noise import HEAD, UPGRADE, visit

CLIENTS = 8
SOCKETS = 10_000


def memory_mib(pid: int) -> float:
    """What a process holds in memory."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def make_noise(address: tuple[str, int], seconds: float, seed: int) -> int:
    """Lets bad clients come and go; returns how many there were."""
    counts = [0] * CLIENTS
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        dice = random.Random(f"{seed} {number}")
        while time.monotonic() < end:
            visit(address, dice)
            counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def hold_sockets(address: tuple[str, int], n_sockets: int) -> contextlib.ExitStack:
    """Opens sockets one after the other; they close with what is returned."""
    request = f"GET /tts/websocket HTTP/1.1\r\n{HEAD}{UPGRADE}\r\n".encode()
    held = contextlib.ExitStack()
    for _ in range(n_sockets):
        connection = held.enter_context(socket.create_connection(address, timeout=10))
        connection.sendall(request)
        if not connection.recv(4096).startswith(b"HTTP/1.1 101 "):
            raise RuntimeError("an upgrade was refused")
    return held


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Lets the mock withstand anything.")
    parser.add_argument("seconds", type=float, nargs="?", default=60.0, help="how long the noise lasts (60)")
    parser.add_argument("--seed", type=int, default=0, help="of the noise (0)")
    parser.add_argument("--sockets", type=int, default=SOCKETS, help=f"held at once at the end ({SOCKETS})")
    asked = parser.parse_args()
    _raise_file_limit(asked.sockets + 100)
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0", "--admin", "--allow-fault-header"]
    command += ["--max-connections", str(asked.sockets)]
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as mock:
            assert mock.stdout is not None
            url = httpx.URL(mock.stdout.readline().strip())
            address = (url.host, url.port or 0)
            print(f"memory at the start   {memory_mib(mock.pid):8.1f} MiB")
            print(f"bad clients           {make_noise(address, asked.seconds, asked.seed):8}")
            # What a client left behind is noticed within the loop that reads its end.
            time.sleep(1)
            pools = httpx.get(f"{url}/_contralto/limits").raise_for_status().json()["pools"]
            taken = {name: pool["in_use"] for name, pool in pools.items() if pool["in_use"]}
            before = memory_mib(mock.pid)
            print(f"memory after them     {before:8.1f} MiB")
            with hold_sockets(address, asked.sockets):
                print(f"memory of a socket    {(memory_mib(mock.pid) - before) * 1024 / asked.sockets:8.1f} KiB")
                with socket.create_connection(address, timeout=10) as connection:
                    refused = connection.recv(100).startswith(b"HTTP/1.1 503 ")
            mock.send_signal(signal.SIGTERM)
            code = mock.wait(60)
        errors.seek(0)
        said = errors.read()
    for wrong, what in (
        (taken, f"places are still taken: {taken}"),
        (not refused, "a connection too many was not refused"),
        (said, f"the mock said on standard error: {said[:2000]}"),
        (code, f"the mock ended with {code}"),
    ):
        if wrong:
            print(what, file=sys.stderr)
    return 1 if taken or not refused or said or code else 0


def _raise_file_limit(files: int) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(files, hard), hard))


if __name__ == "__main__":
    sys.exit(main())
