"""Dialects: complete documents of what somebody else speaks."""

from __future__ import annotations

import pytest

from contralto_spec import UnknownDialect, UnknownVersion, load
from contralto_spec.ranges import METHODS

SPEC = load()
KEYPOOL = [("keypool", date) for date in SPEC.dialects["keypool"].versions]
GATEWAY = {"401", "403", "429", "502", "503"}


def test_the_dialects_are_known() -> None:
    assert {name: dialect.versions for name, dialect in SPEC.dialects.items()} == {
        "keypool": tuple(version.date for version in SPEC.described_versions),
        "carter": ("2024-06-10",),
    }
    assert all(dialect.about and dialect.sources for dialect in SPEC.dialects.values())


def test_an_unknown_dialect_names_the_nearest() -> None:
    with pytest.raises(UnknownDialect, match="did you mean `keypool`"):
        SPEC.openapi("2026-08-14", "keypol")
    with pytest.raises(UnknownDialect, match="is not described for `2026-08-14`, but for 2024-06-10"):
        SPEC.asyncapi("2026-08-14", "carter")


def test_a_spec_in_a_dialect_has_its_documents_and_versions() -> None:
    keypool, carter = SPEC.in_dialect("keypool"), SPEC.in_dialect("carter")
    assert keypool.openapi("2026-08-14") == SPEC.openapi("2026-08-14", "keypool")
    assert [version.date for version in carter.described_versions] == ["2024-06-10"]
    assert carter.requirements == SPEC.requirements
    with pytest.raises(UnknownVersion, match="described are 2024-06-10"):
        carter.described("2026-08-14")
    with pytest.raises(UnknownDialect):
        SPEC.in_dialect("klingon")


@pytest.mark.parametrize(("name", "date"), KEYPOOL)
def test_keypool_takes_the_token_of_the_team_alone(name: str, date: str) -> None:
    openapi, asyncapi = SPEC.openapi(date, name), SPEC.asyncapi(date, name)
    assert list(openapi["components"]["securitySchemes"]) == ["TeamToken"]
    assert list(asyncapi["components"]["securitySchemes"]) == ["TeamToken"]
    assert openapi["security"] == [{"TeamToken": []}]
    assert openapi["servers"][0]["url"] == "{keypool}/v1/cartesia"
    assert asyncapi["servers"]["production"]["pathname"] == "/v1/cartesia"
    for channel in asyncapi["channels"].values():
        assert channel["x-subprotocol"]["form"] == "keypool-token.{token}"
        assert not {"api_key", "access_token"} & set(channel["bindings"]["ws"]["query"]["properties"])


@pytest.mark.parametrize(("name", "date"), KEYPOOL)
def test_keypool_answers_for_itself_everywhere(name: str, date: str) -> None:
    openapi, asyncapi = SPEC.openapi(date, name), SPEC.asyncapi(date, name)
    operations = [item[method] for item in openapi["paths"].values() for method in METHODS if method in item]
    assert operations
    for operation in operations:
        assert set(operation["responses"]) >= GATEWAY
        assert operation["security"] == [{"TeamToken": []}]
    for channel in asyncapi["channels"].values():
        statuses = [row["status"] for row in channel["x-handshake"]]
        assert {str(status) for status in statuses} >= GATEWAY
        assert len(statuses) == len(set(statuses))


def test_keypool_has_what_its_page_names() -> None:
    openapi, asyncapi = SPEC.openapi("2026-08-14", "keypool"), SPEC.asyncapi("2026-08-14", "keypool")
    assert {channel["address"] for channel in asyncapi["channels"].values()} == {
        "/tts/websocket",
        "/stt/websocket",
        "/agents/stream/{agent_id}",
    }
    paths = set(openapi["paths"])
    assert {"/voices", "/tts/bytes", "/stt", "/voice-changer/bytes", "/access-token", "/agents"} <= paths
    assert not [path for path in paths if path.startswith(("/v1", "/usage", "/organizations", "/files", "/api-keys"))]


def test_carter_is_a_contract_of_its_own() -> None:
    openapi, asyncapi = SPEC.openapi("2024-06-10", "carter"), SPEC.asyncapi("2024-06-10", "carter")
    operations = {f"{method} {path}" for path, item in openapi["paths"].items() for method in METHODS if method in item}
    assert operations == {
        "post /tts/bytes",
        "post /tts/sse",
        "get /voices",
        "get /voices/{id}",
        "post /voices/clone",
    }
    schemas = openapi["components"]["schemas"]
    assert (
        openapi["paths"]["/voices"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["type"]
        == "array"
    )
    assert set(schemas["CarterErrorDetail"]["required"]) == {"message", "type", "code"}
    assert list(asyncapi["channels"]) == ["tts"]
    assert "output_format" not in asyncapi["components"]["schemas"]["CarterGeneration"]["properties"]
