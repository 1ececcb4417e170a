"""Start the mock as a user would, on a free port, and run the conformance suite against it.

The run knows everything that one can know: keys of all kinds, the plan, and how soon idle sockets are closed.

Usage: python conformance/against_mock.py REPORT_FOLDER [further options of `contralto check`]
The exit code is that of `contralto check`.
"""

from __future__ import annotations

import os
import subprocess
import sys

KEY = "sk_car_mock.conformance"
ADMIN_KEY = "sk_car_admin_mock.conformance"
SPENT_KEY = "sk_car_spent.conformance"
PLAN = "scale"
IDLE_TIMEOUT_S = "8"
"""Longer than any case rests that is not about idle sockets."""


def main(arguments: list[str]) -> int:
    report, *options = arguments or ["report"]
    contralto = [sys.executable, "-m", "contralto_cli"]
    known = ["--plan", PLAN, "--idle-timeout", IDLE_TIMEOUT_S]
    keys = ["--api-key", KEY, "--api-key", ADMIN_KEY, "--spent-key", SPENT_KEY]
    with subprocess.Popen(
        [*contralto, "mock", "--port", "0", *keys, *known], stdout=subprocess.PIPE, text=True
    ) as mock:
        try:
            assert mock.stdout is not None
            url = mock.stdout.readline().strip()
            if not url:
                sys.stderr.write("error: the mock did not start; its message stands above\n")
                return 2
            environment = {
                **os.environ,
                "CONTRALTO_API_KEY": KEY,
                "CONTRALTO_ADMIN_API_KEY": ADMIN_KEY,
                "CONTRALTO_SPENT_API_KEY": SPENT_KEY,
            }
            command = [*contralto, "check", url, "--report", report, *known, "--long-waits", *options]
            return subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 2
        finally:
            mock.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
