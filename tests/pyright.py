"""pyright over files of a test, as in a project of a user."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_PYRIGHT = Path(__file__).parents[1] / ".tools/node_modules/pyright/index.js"


def pyright(folder: Path) -> list[dict[str, Any]]:
    """What strict pyright says of the Python files in `folder`.

    It finds the client where the interpreter does, so it takes it for an installed package.
    """
    assert _PYRIGHT.exists(), "pyright is missing; run `make setup`"
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        ["node", str(_PYRIGHT), "--outputjson", "--project", str(folder), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] == len(list(folder.glob("*.py")))
    found: list[dict[str, Any]] = answer["generalDiagnostics"]
    return found
