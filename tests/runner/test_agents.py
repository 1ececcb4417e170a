"""Cases that call an agent need one: it is given, or found in the lists of the account, or missed with a reason."""

from __future__ import annotations

import asyncio
from typing import Any

import contralto_spec
from contralto_conformance.cases.loader import bundled, cases_of
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import Result, run
from contralto_conformance.runner.model import Target, Verdict
from contralto_conformance.runner.plan import make_plan

from .targets import answer, answering, raw_server

KEY = "sk_car_agents"
VERSION = "2026-08-14"
SPEC = contralto_spec.load()
CASES = cases_of(bundled())
LISTS: dict[str, dict[str, Any]] = {
    "/": {"ok": True, "version": "1"},
    "/voices": {"data": [{"id": "v-1"}], "has_more": False},
    "/agents": {"summaries": []},
    "/v1/agents": {"data": [], "has_more": False},
}


def examined(url: str, only: str, **given: Any) -> Result:
    """A run of the requirements that `only` names."""
    plan = make_plan(SPEC, CASES, versions=[VERSION], only=[only], fuzz=False, sessions=False)
    return asyncio.run(run(plan, Target(url, KEY, patience_s=2, **given), CASES, SPEC))


def asked(only: str, **given: Any) -> tuple[list[str], Result]:
    """The paths that such a run asks for at an account without agents, and what it comes to."""
    paths: list[str] = []

    def answers(method: str, path: str, headers: dict[str, str]) -> bytes:
        paths.append(path.partition("?")[0])
        found = LISTS.get(paths[-1])
        return answer(404, {"title": "no", "message": "nothing"}) if found is None else answer(200, found)

    with raw_server(answering(answers)) as target:
        result = examined(target.url, only, **given)
    return paths, result


def test_the_first_agents_that_the_account_lists_are_called() -> None:
    with serve(MockSettings(api_keys=(KEY,))) as mock:
        for only in ("agents.line.opens-at-its-path", "agents.managed.opens-at-its-path"):
            assert [row.verdict for row in examined(mock.url, only).rows] == [Verdict.PASS]


def test_an_account_without_agents_is_not_accused_and_is_told_what_is_missing() -> None:
    for only, path, option in (
        ("agents.line.opens-at-its-path", "GET /agents", "--agent"),
        ("agents.managed.opens-at-its-path", "GET /v1/agents", "--managed-agent"),
    ):
        _, result = asked(only)
        (row,) = result.rows
        assert row.verdict is Verdict.NOT_VERIFIED
        assert f"`{path}` was answered 200 without one" in row.reason
        assert f"`{option}`" in row.reason


def test_an_agent_that_is_given_is_called_without_a_look_at_the_list() -> None:
    paths, _ = asked("agents.line.opens-at-its-path", agent="agent_7")
    assert "/agents/stream/agent_7" in paths
    assert "/agents" not in paths


def test_lists_of_agents_are_not_asked_for_where_no_case_needs_them() -> None:
    paths, _ = asked("status.*")
    assert not {"/agents", "/v1/agents"} & set(paths)
