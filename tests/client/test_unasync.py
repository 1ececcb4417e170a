"""The derivation of the blocking twin."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from contralto_generator.passes import unasync
from contralto_generator.passes.unasync import HAND_WRITTEN, RULES, Rule, UnasyncError, derive

RUNTIME = Path(unasync.__file__).parents[1] / "runtime"
SOURCES = {
    path.relative_to(RUNTIME).as_posix(): path.read_text(encoding="utf-8") for path in (RUNTIME / "_async").glob("*.py")
}

SOURCE = '''
class AsyncThing(AsyncBase[T]):
    """A thing: `async with AsyncThing() as thing: await thing.go()`."""

    async def __aenter__(self) -> Self:
        return self

    async def go(self) -> AsyncIterator[int]:
        async for x in self.each():  # asynchronous neighbours stay: an_async, awaited
            yield await x
'''
TWIN = '''class Thing(Base[T]):
    """A thing: `with Thing() as thing: thing.go()`."""

    def __enter__(self) -> Self:
        return self

    def go(self) -> Iterator[int]:
        for x in self.each():  # asynchronous neighbours stay: an_async, awaited
            yield x
'''


def rules_for(*starts: str) -> list[Rule]:
    return [rule for rule in RULES if rule.about.startswith(starts)]


def test_code_and_docstrings_are_rewritten_alike() -> None:
    rules = rules_for("functions", "calls", "special", "names")
    assert derive({"_async/thing.py": SOURCE}, rules) == {"_sync/thing.py": TWIN}


def test_a_rule_that_fires_nowhere_is_an_error() -> None:
    idle = Rule(r"\bcurio\b", "threading", "another library")
    with pytest.raises(UnasyncError, match=r"the rule `\\bcurio\\b` \(another library\) fired nowhere: remove it"):
        derive(SOURCES, [*RULES, idle])


@pytest.mark.parametrize("line", ["import asyncio", "x: Awaitable[int]", "async  def f(): ...", "x = _AsyncThing()"])
def test_what_no_rule_knows_is_an_error_with_file_and_line(line: str) -> None:
    with pytest.raises(UnasyncError, match=r"_async/odd\.py:2: `\w+` has no twin"):
        derive({**SOURCES, "_async/odd.py": f"x = 1\n{line}\n"})


def test_a_file_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match=r"`errors\.py` is not in `_async/`"):
        derive({"errors.py": ""})


def test_hand_written_pairs_exist_on_both_sides_and_offer_the_same_names() -> None:
    for name in HAND_WRITTEN:
        public = []
        for side in ("_async", "_sync"):
            body = ast.parse((RUNTIME / side / name).read_text(encoding="utf-8")).body
            defined = [
                node.name for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            ]
            assigned = [ast.unparse(node.targets[0]) for node in body if isinstance(node, ast.Assign)]
            public.append({each for each in defined + assigned if not each.startswith("_")})
        assert public[0] == public[1]
    assert {path.name for path in (RUNTIME / "_sync").glob("*.py")} == HAND_WRITTEN


def test_the_twins_of_the_runtime_are_complete() -> None:
    derived = {path.removeprefix("_sync/") for path in derive(SOURCES)}
    assert derived == {path.removeprefix("_async/") for path in SOURCES} - HAND_WRITTEN
