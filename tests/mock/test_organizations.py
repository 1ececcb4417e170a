"""Members and invitations: opaque cursors, all or nothing, ten requests an hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contralto_conformance.mock.resources.organizations import INVITE_LIFE_S, INVITES_PER_HOUR

from .clock import Clock
from .conftest import ADMIN, NEW, Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2026-03-01"]
ADMIN_USER, MEMBER = "user_30rD", "user_8sQe"
PENDING = "invite_55aU"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fresh(mock: Callable[..., Api], clock: Clock) -> Api:
    return mock(clock=clock)


def call(api: Api, method: str, path: str, version: str = NEW, **options: Any) -> httpx.Response:
    return api.request(method, f"/organizations{path}", version, headers=ADMIN, **options)


def invite(api: Api, *emails: str) -> httpx.Response:
    return call(api, "POST", "/invites", json={"emails": emails})


def pending(api: Api) -> list[str]:
    return [item["email"] for item in call(api, "GET", "/invites").json()["data"]]


@pytest.mark.parametrize("version", VERSIONS)
def test_members_are_listed_the_newest_first_and_can_be_read(fresh: Api, version: str) -> None:
    users = call(fresh, "GET", "/users", version).json()["data"]
    assert [user["created_at"] for user in users] == sorted((user["created_at"] for user in users), reverse=True)
    for user in users:
        assert call(fresh, "GET", f"/users/{user['id']}", version).json() == user
    answer = call(fresh, "GET", "/users/user_none", version)
    assert (answer.status_code, answer.json()["title"]) == (404, "User not found")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_member_can_be_removed_and_an_admin_cannot(fresh: Api, version: str) -> None:
    assert call(fresh, "DELETE", f"/users/{MEMBER}", version).status_code == 204
    assert call(fresh, "GET", f"/users/{MEMBER}", version).status_code == 404
    assert call(fresh, "DELETE", f"/users/{MEMBER}", version).status_code == 404
    refused = call(fresh, "DELETE", f"/users/{ADMIN_USER}", version)
    assert refused.status_code == 400
    assert f"`{ADMIN_USER}` is an admin" in refused.json()["message"]
    assert call(fresh, "GET", f"/users/{ADMIN_USER}", version).status_code == 200


def test_cursors_lead_on_and_back_and_are_no_ids(fresh: Api) -> None:
    whole = call(fresh, "GET", "/users").json()["data"]
    first = call(fresh, "GET", "/users?limit=2").json()
    assert (first["data"], first["has_more"]) == (whole[:2], True)
    assert whole[1]["id"] not in first["next_page"]
    second = call(fresh, "GET", f"/users?limit=2&starting_after={first['next_page']}").json()
    assert (second["data"], second["has_more"], second["next_page"]) == (whole[2:], False, None)
    back = call(fresh, "GET", f"/users?ending_before={first['next_page']}").json()
    assert back["data"] == whole[:1]


@pytest.mark.parametrize("cursor", [MEMBER, "b2Zmc2V0PTIw", "%F0%9F%98%80", "====", ""])
@pytest.mark.parametrize("name", ["starting_after", "ending_before"])
def test_a_cursor_is_none_that_one_makes_up(fresh: Api, name: str, cursor: str) -> None:
    answer = call(fresh, "GET", f"/users?{name}={cursor}")
    assert answer.status_code == 400
    assert f"`{name}`" in answer.json()["message"]


@pytest.mark.parametrize("path", ["/users", "/invites"])
def test_both_cursors_are_refused(fresh: Api, path: str) -> None:
    answer = call(fresh, "GET", f"{path}?starting_after=a&ending_before=b")
    assert answer.status_code == 400
    assert "`starting_after` and `ending_before`" in answer.json()["message"]


@pytest.mark.parametrize(("sought", "found"), [("MARIA", 1), ("noor@", 1), ("tomas", 1), ("nobody", 0), ("", 4)])
def test_the_search_looks_at_names_and_addresses(fresh: Api, sought: str, found: int) -> None:
    assert len(call(fresh, "GET", f"/users?q={sought}").json()["data"]) == found


@pytest.mark.parametrize("version", VERSIONS)
def test_an_invitation_is_pending_until_it_is_cancelled(fresh: Api, version: str) -> None:
    emails = ["a@example.org", "b.c+d@sub.example.org"]
    made = call(fresh, "POST", "/invites", version, json={"emails": emails})
    assert made.status_code == 201
    assert [item["email"] for item in made.json()] == emails
    first = made.json()[0]
    assert (first["role"], first["status"]) == ("member", "pending")
    assert pending(fresh) == [emails[1], emails[0], "ines@example.com"]
    path = f"/invites/{first['id']}"
    assert call(fresh, "DELETE", path, version).status_code == 204
    assert call(fresh, "GET", path, version).json() == {**first, "status": "revoked"}
    refused = call(fresh, "DELETE", path, version)
    assert refused.status_code == 400
    assert "is revoked" in refused.json()["message"]
    assert call(fresh, "DELETE", "/invites/invite_none", version).json()["title"] == "Invite not found"


def test_an_invitation_ends_after_a_week(fresh: Api, clock: Clock) -> None:
    made = invite(fresh, "a@example.org").json()[0]
    clock.passes(INVITE_LIFE_S)
    assert call(fresh, "GET", f"/invites/{made['id']}").json()["status"] == "expired"
    expired = call(fresh, "GET", "/invites?status=expired").json()["data"]
    assert [item["email"] for item in expired] == ["a@example.org", "paulo@example.net"]
    assert pending(fresh) == ["ines@example.com"]
    assert call(fresh, "DELETE", f"/invites/{made['id']}").status_code == 400
    assert invite(fresh, "a@example.org").status_code == 201


@pytest.mark.parametrize(
    ("emails", "said"),
    [
        (["a@example.org", "nobody"], "`emails[1]` must be an email address"),
        (["a@example.org", "b@", "@c"], "`emails[2]`"),
        (["a@example.org", "a@Example.org"], "`emails[1]` was invited already"),
        (["ines@example.com"], "`emails[0]` was invited already"),
        (["a@example.org", "Maria@example.com"], "`emails[1]` is the address of a member"),
        ([], "`emails`"),
        ([f"{number}@example.org" for number in range(11)], "`emails`"),
        ([7], "`emails[0]`"),
    ],
)
def test_when_one_address_is_wrong_nobody_is_invited(fresh: Api, emails: list[object], said: str) -> None:
    answer = call(fresh, "POST", "/invites", json={"emails": emails})
    assert answer.status_code == 400
    assert said in answer.json()["message"]
    assert pending(fresh) == ["ines@example.com"]


def test_ten_addresses_are_not_too_many(fresh: Api) -> None:
    assert invite(fresh, *(f"{number}@example.org" for number in range(10))).status_code == 201


def test_ten_requests_an_hour_are_taken(fresh: Api, clock: Clock) -> None:
    for number in range(INVITES_PER_HOUR):
        assert invite(fresh, f"{number}@example.org").status_code == 201
        clock.passes(60)
    refused = invite(fresh, "late@example.org")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3000")
    assert "late@example.org" not in pending(fresh)
    clock.passes(3000)
    assert invite(fresh, "late@example.org").status_code == 201
    assert invite(fresh, "later@example.org").status_code == 429


def test_invitations_are_listed_by_state_with_opaque_cursors(fresh: Api) -> None:
    assert invite(fresh, *(f"{number}@example.org" for number in range(3))).status_code == 201
    first = call(fresh, "GET", "/invites?limit=3").json()
    rest = call(fresh, "GET", f"/invites?limit=3&starting_after={first['next_page']}").json()
    listed = [item["email"] for item in first["data"] + rest["data"]]
    assert listed == ["2@example.org", "1@example.org", "0@example.org", "ines@example.com"]
    assert not rest["has_more"]
    assert call(fresh, "GET", "/invites?status=lost").status_code == 400


def test_a_page_holds_20_and_never_more_than_100(fresh: Api, clock: Clock) -> None:
    for number in range(11):
        assert invite(fresh, *(f"{number}-{place}@example.org" for place in range(10))).status_code == 201
        clock.passes(601)
    sizes = [len(call(fresh, "GET", f"/invites{query}").json()["data"]) for query in ("", "?limit=100", "?limit=500")]
    assert sizes == [20, 100, 100]
    assert call(fresh, "GET", "/invites?limit=0").status_code == 400
