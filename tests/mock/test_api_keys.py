"""API keys of the organization: known by id, found by what they are for and by who made them, never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from contralto_conformance.mock import MockSettings, serve

from .conftest import ADMIN, KEY, NEW, Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2026-03-01"]
PRODUCTION = "0b1f6c0e-5c8b-4e0a-9d3e-2f7a1c64b8d5"


@pytest.fixture(scope="module")
def keys() -> Iterator[Api]:
    with serve(MockSettings()) as running:
        api = Api(running)
        with api.client:
            yield api


def get(api: Api, path: str, version: str = NEW) -> httpx.Response:
    return api.get(path, version, headers=ADMIN)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_key_is_the_same_in_the_list_and_alone(keys: Api, version: str) -> None:
    listed = get(keys, "/api-keys", version).json()
    assert listed["has_more"] is False
    assert listed["next_page"] is None
    assert listed["data"][0]["id"] == PRODUCTION
    for key in listed["data"]:
        assert get(keys, f"/api-keys/{key['id']}", version).json() == key


@pytest.mark.parametrize(
    ("sought", "found"),
    [("PRODUCT", ["Production"]), ("noor hadd", ["Staging"]), ("example.com", 3), ("nothing like it", [])],
)
def test_the_search_looks_at_the_purpose_and_the_creator(keys: Api, sought: str, found: list[str] | int) -> None:
    listed = [key["description"] for key in get(keys, f"/api-keys?q={sought}").json()["data"]]
    assert found in (listed, len(listed))


def test_the_list_goes_on_after_an_id(keys: Api) -> None:
    whole = get(keys, "/api-keys").json()["data"]
    first = get(keys, "/api-keys?limit=1").json()
    assert (first["data"], first["has_more"], first["next_page"]) == (whole[:1], True, whole[0]["id"])
    assert get(keys, f"/api-keys?starting_after={first['next_page']}").json()["data"] == whole[1:]
    assert get(keys, f"/api-keys?ending_before={whole[2]['id']}&limit=1").json()["data"] == whole[1:2]
    assert get(keys, "/api-keys?limit=5000").json()["data"] == whole


def test_both_cursors_are_refused(keys: Api) -> None:
    answer = get(keys, f"/api-keys?starting_after={PRODUCTION}&ending_before={PRODUCTION}")
    assert answer.status_code == 400
    assert "`starting_after` and `ending_before`" in answer.json()["message"]


def test_the_creator_is_still_there_until_removed(mock: Callable[..., Api]) -> None:
    api = mock()
    found = get(api, "/api-keys?q=noor").json()["data"][0]
    assert (found["creator_still_in_org"], found["creator_image_url"]) == (True, "https://images.example.com/noor.png")
    assert api.request("DELETE", "/organizations/users/user_8sQe", headers=ADMIN).status_code == 204
    found = get(api, "/api-keys?q=noor").json()["data"][0]
    assert (found["creator_still_in_org"], found["creator_image_url"]) == (False, None)


def test_a_key_in_the_path_is_no_id_and_is_not_repeated(keys: Api) -> None:
    answer = get(keys, f"/api-keys/{KEY}")
    assert answer.status_code == 404
    assert KEY not in answer.text


def test_an_unknown_id_is_404(keys: Api) -> None:
    answer = get(keys, "/api-keys/0b1f6c0e-0000-4e0a-9d3e-2f7a1c64b8d5")
    assert (answer.status_code, answer.json()["title"]) == (404, "API key not found")


def test_further_keys_of_the_mock_have_records_that_do_not_give_them_away(mock: Callable[..., Api]) -> None:
    names = tuple(f"key-number-{number}" for number in range(5))
    api = mock(api_keys=(*names, "sk_car_admin_test"))
    answer = get(api, "/api-keys")
    assert [key["description"] for key in answer.json()["data"]][3:] == ["Key 4", "Key 5"]
    assert answer.json()["data"][4]["creator_still_in_org"] is None
    assert "key-number" not in answer.text
    again = mock(api_keys=(*names, "sk_car_admin_test"))
    assert [key["id"] for key in get(again, "/api-keys").json()["data"]] == [key["id"] for key in answer.json()["data"]]
