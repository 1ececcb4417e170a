"""The published documents: current, valid by validators that we did not write, and read as they stand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from contralto_spec import UnknownRequirement, UnknownVersion, bundle, load
from contralto_spec.lint import lint

SPEC = load()
DATES = [version.date for version in SPEC.described_versions]
ASYNCAPI = Path(__file__).parents[2] / ".tools/node_modules/@asyncapi/specs/schemas/3.0.0.json"


def operations(document: dict[str, Any]) -> set[str]:
    return {f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item}


def test_published_files_are_what_the_sources_give() -> None:
    assert bundle.drift() == ""


def test_the_spec_has_no_findings() -> None:
    assert [str(finding) for finding in lint()] == []


@pytest.mark.parametrize("date", DATES)
def test_the_http_document_is_valid_openapi(date: str) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(SPEC.openapi(date)).iter_errors()] == []


@pytest.mark.parametrize("date", DATES)
def test_the_socket_document_is_valid_asyncapi(date: str) -> None:
    assert ASYNCAPI.exists(), "the AsyncAPI schemas are missing; run `make setup`"
    validator = jsonschema_rs.validator_for(json.loads(ASYNCAPI.read_text()))
    errors = [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(SPEC.asyncapi(date))]
    assert errors == []


@pytest.mark.parametrize("date", DATES)
def test_each_version_has_the_operations_of_the_slice(date: str) -> None:
    assert operations(SPEC.openapi(date)) == {
        "GET /",
        "POST /access-token",
        "GET /voices",
        "GET /voices/{id}",
        "POST /tts/bytes",
        "POST /tts/sse",
    }
    assert [channel["address"] for channel in SPEC.asyncapi(date)["channels"].values()] == ["/tts/websocket"]


def test_versions_differ_where_the_facts_say_so() -> None:
    new, old = SPEC.openapi("2026-08-14"), SPEC.openapi("2025-04-16")
    responses = new["components"]["responses"]
    assert {media for response in responses.values() for media in response["content"]} == {"application/json"}
    legacy = old["components"]["responses"]
    assert {media for response in legacy.values() for media in response["content"]} == {"text/plain"}
    assert "Error" not in old["components"]["schemas"]
    assert "LegacyError" not in new["components"]["schemas"]
    assert "is_public" in old["components"]["schemas"]["Voice"]["required"]
    assert "access" in new["components"]["schemas"]["Voice"]["required"]
    old_request = SPEC.asyncapi("2025-04-16")["components"]["schemas"]["GenerationRequest"]
    new_request = SPEC.asyncapi("2026-08-14")["components"]["schemas"]["GenerationRequest"]
    assert "context_id" not in old_request["required"]
    assert "context_id" in new_request["required"]
    assert old_request["properties"]["max_buffer_delay_ms"]["maximum"] == 1000
    assert new_request["properties"]["max_buffer_delay_ms"]["maximum"] == 5000


def test_every_requirement_is_sourced_and_the_slice_has_enough_of_them() -> None:
    assert len(SPEC.requirements) >= 60
    assert all(requirement.sources for requirement in SPEC.requirements.values())
    areas = Counter(requirement.area for requirement in SPEC.requirements.values())
    assert set(areas) == {"versions", "auth", "errors", "http", "voices", "tts.bytes", "tts.sse", "tts.ws"}


def test_a_requirement_holds_only_in_its_versions() -> None:
    legacy = SPEC.requirement("version.old-gives-legacy-errors")
    assert (legacy.applies_to("2025-04-16"), legacy.applies_to("2026-08-14")) == (True, False)
    structured = SPEC.requirement("version.new-gives-structured-errors")
    assert (structured.applies_to("2025-04-16"), structured.applies_to("2026-08-14")) == (False, True)


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UnknownRequirement, match=r"did you mean .*`tts\.ws\.done-is-last`"):
        SPEC.requirement("tts.ws.done-is-lost")


def test_unknown_and_undescribed_versions_are_told_apart() -> None:
    with pytest.raises(UnknownVersion, match="does not exist; known are 2024-06-10"):
        SPEC.openapi("2023-01-01")
    with pytest.raises(UnknownVersion, match="is not described yet; described are 2025-04-16, 2026-08-14"):
        SPEC.openapi("2026-03-01")


def test_error_formats_follow_the_dates() -> None:
    assert {version.date: version.errors for version in SPEC.versions} == {
        "2024-06-10": "legacy",
        "2024-11-13": "legacy",
        "2025-04-16": "legacy",
        "2025-11-04": "legacy",
        "2026-03-01": "structured",
        "2026-08-14": "structured",
    }
