"""Start the mock as a user would, on a free port, and run the conformance suite against it.

Usage: python conformance/against_mock.py REPORT_FOLDER [further options of `contralto check`]
The exit code is that of `contralto check`.
"""

from __future__ import annotations

import os
import subprocess
import sys

KEY = "sk_car_mock.conformance"


def main(arguments: list[str]) -> int:
    report, *options = arguments or ["report"]
    contralto = [sys.executable, "-m", "contralto_cli"]
    with subprocess.Popen(
        [*contralto, "mock", "--port", "0", "--api-key", KEY], stdout=subprocess.PIPE, text=True
    ) as mock:
        try:
            assert mock.stdout is not None
            url = mock.stdout.readline().strip()
            if not url:
                sys.stderr.write("error: the mock did not start; its message stands above\n")
                return 2
            environment = {**os.environ, "CONTRALTO_API_KEY": KEY}
            command = [*contralto, "check", url, "--report", report, *options]
            return subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 2
        finally:
            mock.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
