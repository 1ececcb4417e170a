"""What the version of a request changes."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from .conftest import KATIE, KEY, NEW, OLD, Api, Socket, speech

STRUCTURED = ("2026-03-01", "2026-04-03", NEW, "2027-01-31")
LEGACY = ("2024-06-10", "2024-11-13", OLD, "2025-06-01", "2025-11-04")


@pytest.mark.parametrize("version", [*STRUCTURED, *LEGACY])
def test_every_known_version_is_served(api: Api, version: str) -> None:
    voices = api.get("/voices", version).json()
    assert len(voices["data"] if version != "2024-06-10" else voices) >= 10
    assert api.speak(version=version).status_code == 200


@pytest.mark.parametrize(("between", "version"), [("2025-01-01", "2024-11-13"), ("2026-08-13", "2026-03-01")])
def test_a_date_between_two_versions_is_the_earlier_one(api: Api, between: str, version: str) -> None:
    for path in ("/voices", "/pronunciation-dicts", "/fine-tunes"):
        answers = [api.get(path, date) for date in (between, version)]
        assert answers[0].status_code == answers[1].status_code
        assert answers[0].text == answers[1].text


@pytest.mark.parametrize("version", STRUCTURED)
def test_errors_are_structured_since_2026_03_01(api: Api, version: str) -> None:
    answer = api.speak(version=version, model_id="no-such-model")
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "model_not_found"
    assert answer.json()["title"] == "Invalid model"


@pytest.mark.parametrize("version", LEGACY)
def test_errors_are_text_before(api: Api, version: str) -> None:
    answer = api.speak(version=version, model_id="no-such-model")
    assert answer.status_code == 400
    assert answer.text.startswith("Invalid model: no model has the id `no-such-model`")


def test_an_invalid_version_is_refused_in_text(api: Api) -> None:
    for version in ("banana", "", "2026-8-14", "20260814", "2026-02-30", "2024-06-09"):
        answer = api.get("/voices", version)
        assert answer.status_code == 400
        assert answer.text.startswith(f"Invalid version: `{version}` is no known API version")


def test_a_missing_version_is_the_newest_with_legacy_errors(api: Api) -> None:
    assert "access" in api.get("/voices", None).json()["data"][0]
    assert api.get("/voices/x", None).text.startswith("Voice not found: ")


def test_the_version_of_requests_that_name_none_is_a_setting(mock: Any) -> None:
    old, new = mock(api_version=OLD), mock(api_version=NEW)
    assert "is_public" in old.get("/voices", None).json()["data"][0]
    assert new.get("/voices/x", None).json()["title"] == "Voice not found"
    with pytest.raises(ValueError, match=r"API version `2020-01-01` does not exist; known are 2024-06-10"):
        mock(api_version="2020-01-01")


@pytest.mark.parametrize(
    ("query", "header", "structured"),
    [
        (NEW, None, True),
        (OLD, None, False),
        (NEW, OLD, True),
        (OLD, NEW, False),
        (None, NEW, True),
        (None, None, False),
    ],
)
def test_on_sockets_the_query_wins(api: Api, query: str | None, header: str | None, structured: bool) -> None:
    headers = {"X-API-Key": KEY, **({"Cartesia-Version": header} if header else {})}
    with api.connect(query=f"?cartesia_version={query}" if query else "", headers=headers) as connection:
        socket = Socket(connection)
        socket.ask(model_id="no-such-model")
        event = socket.event()
    assert ("title" in event, "error" in event) == (structured, not structured)


def test_an_invalid_version_refuses_the_upgrade_in_text(api: Api) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        api.connect(query=f"?cartesia_version=banana&api_key={KEY}", headers={}).__enter__()
    assert refusal.value.response.status_code == 400
    assert bytes(refusal.value.response.body or b"").startswith(b"Invalid version: ")


@pytest.mark.parametrize(
    ("voice", "statuses"),
    [
        (KATIE, {OLD: 400, NEW: 200}),
        ({"id": KATIE}, {OLD: 400, NEW: 200}),
        ({"mode": "id", "id": KATIE}, {OLD: 200, NEW: 200}),
        ({"mode": "embedding", "embedding": [0.0] * 192}, {OLD: 400, NEW: 400}),
        ({"id": KATIE, "embedding": [0.0] * 192}, {OLD: 400, NEW: 400}),
        ({"mode": "id", "id": "7a3f4d2e-0000-4000-8000-000000000000"}, {OLD: 400, NEW: 404}),
    ],
)
def test_voices_are_named_as_the_version_says(api: Api, voice: object, statuses: dict[str, int], version: str) -> None:
    assert api.speak(version=version, voice=voice).status_code == statuses[version]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"language": "en", "locale": "en-GB"}, None),
        ({"language": "tlh"}, "language_not_supported"),
        ({"locale": "en-XX"}, "language_not_supported"),
        ({"normalization": "loud"}, None),
        ({"accent": "british"}, None),
        ({"voice": "2c75bf61-45d1-449a-8ba1-70c9e6c39385"}, "voice_model_mismatch"),
    ],
)
def test_what_the_newest_version_refuses(api: Api, members: dict[str, Any], code: str | None) -> None:
    answer = api.speak(**members)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == code


@pytest.mark.parametrize(
    "members",
    [
        {"language": "en"},
        {"language": "en-gb"},
        {"language": "en_GB"},
        {"locale": "pt-BR", "language": None},
        {"normalization": "off"},
        {"normalization": "de"},
        {"accent": "general-american"},
        {"voice": "2c75bf61-45d1-449a-8ba1-70c9e6c39385", "model_id": "sonic-3-2026-01-12"},
        {"x_unknown": {"a": 1}, "continue": True},
        {"model_id": "sonic-2"},
        {"model_id": "sonic-latest"},
    ],
)
def test_what_the_newest_version_takes(api: Api, members: dict[str, Any]) -> None:
    assert api.speak(**members).status_code == 200


def test_old_clients_send_null_for_language(api: Api) -> None:
    answer = api.request("POST", "/tts/bytes", OLD, json={**speech(), "language": None})
    assert answer.status_code == 200


def test_a_dictionary_that_does_not_exist(api: Api) -> None:
    for version, status in ((OLD, 400), (NEW, 404)):
        answer = api.speak(version=version, pronunciation_dict_id="none")
        assert answer.status_code == status
        assert "no pronunciation dictionary has the id `none`" in answer.text


def test_save_names_the_file(api: Api, version: str) -> None:
    assert "cartesia-file-id" not in api.speak(version=version).headers
    assert api.speak(version=version, save=True).headers["cartesia-file-id"].startswith("file_")
