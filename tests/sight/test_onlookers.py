"""Defects that look on change nothing, and tell exactly when they would."""

from __future__ import annotations

import httpx
import pytest
from tests.sight.onlookers import Onlookers

from contralto_conformance.mock import MockSettings, serve

HEADERS = {"Authorization": "Bearer sk_car_test", "Cartesia-Version": "2026-08-14"}


def asked(path: str, *, headers: dict[str, str] = HEADERS) -> tuple[httpx.Response, set[str]]:
    """What a correct mock answers while they look on, and who would have done something else."""
    onlookers = Onlookers()
    with serve(MockSettings(), wrap=onlookers.look_on) as running:
        answer = httpx.get(running.url + path, headers=headers)
    return answer, onlookers.would


@pytest.mark.parametrize("path", ["/voices?limit=2", "/voices/none", "/accents"])
def test_the_service_answers_as_if_nobody_looked_on(path: str) -> None:
    with serve() as running:
        alone = httpx.get(running.url + path, headers=HEADERS)
    answer, _ = asked(path)
    assert (answer.status_code, answer.json()) == (alone.status_code, alone.json())


def test_a_defect_tells_what_it_would_change() -> None:
    _, would = asked("/voices?limit=2")
    assert "voices.next-page-is-the-last-id" in would


def test_a_defect_is_quiet_where_it_would_change_nothing() -> None:
    _, would = asked("/voices?limit=2")
    assert "voices.unknown-id-is-404" not in would
    assert "auth.missing-credential-refused" not in would


def test_what_came_before_the_case_is_told_apart() -> None:
    onlookers = Onlookers()
    with serve(MockSettings(), wrap=onlookers.look_on) as running:
        httpx.get(running.url + "/voices?limit=2", headers=HEADERS)
        before = onlookers.begin()
        httpx.get(running.url + "/accents", headers=HEADERS)
    assert "voices.next-page-is-the-last-id" in before
    assert "voices.next-page-is-the-last-id" not in onlookers.would
