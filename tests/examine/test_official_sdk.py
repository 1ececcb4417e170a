"""What the vendor's SDKs keep and what they do not: lists of their violations, each with what happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.examine.examining import PROGRAMS, examined, program

HERE = Path(__file__).parent


def listed(path: Path) -> list[str]:
    """Requirements of a list; each stands below a comment that says what happens."""
    paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")[1:]
    found = []
    for paragraph in paragraphs:
        *reason, requirement = paragraph.split("\n")
        assert reason
        assert all(line.startswith("# ") for line in reason)
        found.append(requirement)
    return found


@pytest.mark.parametrize(
    ("words", "violations"),
    [
        (program("official_sdk.py"), "official_sdk.txt"),
        (program("official_sdk_async.py"), "official_sdk_async.txt"),
        (("node", str(PROGRAMS / "typescript_sdk.mjs")), "typescript_sdk.txt"),
    ],
    ids=["python", "python-async", "typescript"],
)
def test_an_sdk_of_the_vendor_violates_what_is_listed(words: tuple[str, ...], violations: str) -> None:
    got = examined(words)
    assert list(got.violated) == listed(HERE / violations), "\n".join(got.told)
    assert got.summary.exit_code != 2
