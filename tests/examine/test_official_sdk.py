"""What the vendor's SDK keeps and what it does not: the list of its violations, each with what happens."""

from __future__ import annotations

from pathlib import Path

from tests.examine.examining import PROGRAMS, Examined, examined, program

LISTED = Path(__file__).parent / "official_sdk.txt"


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


def judged(got: Examined) -> None:
    assert list(got.violated) == listed(LISTED), "\n".join(got.told)
    assert got.summary.exit_code == 1


def test_the_python_sdk_violates_what_is_listed() -> None:
    assert (PROGRAMS / "official_sdk.py").is_file()
    judged(examined(program("official_sdk.py")))
