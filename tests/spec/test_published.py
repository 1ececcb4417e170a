"""The published documents: current, valid by validators that we did not write, and read as they stand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from contralto_spec import UnknownRequirement, UnknownVersion, bundle, load
from contralto_spec.lint import lint
from contralto_spec.ranges import METHODS

SPEC = load()
DATES = [version.date for version in SPEC.described_versions]
CARTER = {"message": "Slow down.", "type": "rate_limit_error", "code": 429}
UUID = "5f0c7a52-3a59-4f0e-8f0b-6a0cf5b7a1de"
ASYNCAPI = Path(__file__).parents[2] / ".tools/node_modules/@asyncapi/specs/schemas/3.0.0.json"


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
def test_every_dialect_is_valid_too(date: str) -> None:
    schema = jsonschema_rs.validator_for(json.loads(ASYNCAPI.read_text()))
    for name, dialect in SPEC.dialects.items():
        if date in dialect.versions:
            openapi = OpenAPIV31SpecValidator(SPEC.openapi(date, name))
            assert [error.message for error in openapi.iter_errors()] == []
            assert [error.message for error in schema.iter_errors(SPEC.asyncapi(date, name))] == []


COUNTS = {
    "2024-06-10": 16,
    "2024-11-13": 16,
    "2025-04-16": 52,
    "2025-11-04": 50,
    "2026-03-01": 104,
    "2026-08-14": 102,
}
"""Operations that the reference of each version lists."""


@pytest.mark.parametrize("date", DATES)
def test_each_version_has_the_operations_that_its_reference_lists(date: str) -> None:
    operations = [item[method] for item in SPEC.openapi(date)["paths"].values() for method in METHODS if method in item]
    listed = [
        operation
        for operation in operations
        if operation.get("x-evidence", "documented") == "documented" and date not in operation.get("x-unlisted", ())
    ]
    assert len(listed) == COUNTS[date]


def test_each_version_has_its_sockets() -> None:
    channels = {date: {one["address"] for one in SPEC.asyncapi(date)["channels"].values()} for date in DATES}
    speech = {"/tts/websocket", "/stt/websocket"}
    line = {"/agents/stream/{agent_id}"}
    assert channels == {
        "2024-06-10": speech,
        "2024-11-13": speech,
        "2025-04-16": speech | line,
        "2025-11-04": speech | line,
        "2026-03-01": speech | line | {"/stt/turns/websocket"},
        "2026-08-14": speech | line | {"/stt/turns/websocket", "/v1/agents/websocket/{agent_id}"},
    }


@pytest.mark.parametrize("date", DATES)
def test_each_document_says_its_version_and_no_placeholder_is_left(date: str) -> None:
    for document in (SPEC.openapi(date), SPEC.asyncapi(date)):
        assert document["info"]["version"] == date
        assert "${" not in json.dumps(document)


def test_versions_differ_where_the_facts_say_so() -> None:
    for date in DATES:
        structured = date >= "2026-03-01"
        responses = SPEC.openapi(date)["components"]["responses"]
        media = {media for response in responses.values() for media in response["content"]}
        assert media == ({"application/json"} if structured else {"text/plain"})
        schemas = SPEC.openapi(date)["components"]["schemas"]
        assert ("Error" in schemas, "LegacyError" in schemas) == (structured, not structured)


def test_every_requirement_is_sourced() -> None:
    assert len(SPEC.requirements) >= 60
    assert all(requirement.sources for requirement in SPEC.requirements.values())


def test_requirements_stand_in_the_order_of_the_data() -> None:
    areas = list(dict.fromkeys(requirement.area for requirement in SPEC.requirements.values()))
    first = [area for area in areas if area in ("versions", "auth", "voices", "tts.bytes", "tts.sse", "tts.ws")]
    assert first == ["versions", "auth", "voices", "tts.bytes", "tts.sse", "tts.ws"]


def test_bundles_of_schemas_are_schemas_that_need_nothing_else() -> None:
    messages, errors = SPEC.schemas("messages"), SPEC.schemas("errors")
    registry = jsonschema_rs.Registry([(messages["$id"], messages), (errors["$id"], errors)])
    for reference, good, bad in [
        (f"{errors['$id']}#/$defs/Error", {"error_code": None, "title": "a", "message": "b", "request_id": UUID}, {}),
        (f"{errors['$id']}#/$defs/LegacyError", "Invalid request: no.", "no"),
        (
            f"{errors['$id']}#/$defs/carter-2024-06-10.CarterError",
            {"error": {"message": "a", "type": "b", "code": 1}},
            {},
        ),
        (f"{messages['$id']}:2026-08-14#/$defs/tts.done", {"type": "done", "done": True, "status_code": 200}, {}),
        (f"{messages['$id']}:2026-08-14#/$defs/ttsSse.done", {"type": "done", "done": True, "status_code": 200}, {}),
    ]:
        validator = jsonschema_rs.validator_for({"$ref": reference}, registry=registry)
        assert validator.is_valid(good), reference
        assert not validator.is_valid(bad), reference
    assert set(messages["$defs"]) >= set(DATES)


def test_reading_takes_milliseconds() -> None:
    code = """
import time
before = time.process_time()
import contralto_spec
spec = contralto_spec.load()
spec.openapi(spec.latest.date)
print(time.process_time() - before)
"""
    command = [sys.executable, "-c", code]
    taken = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(3)]
    assert min(taken) < 0.15


def test_a_requirement_holds_only_in_its_versions() -> None:
    legacy = SPEC.requirement("version.old-gives-legacy-errors")
    assert (legacy.applies_to("2025-04-16"), legacy.applies_to("2026-08-14")) == (True, False)
    structured = SPEC.requirement("version.new-gives-structured-errors")
    assert (structured.applies_to("2025-04-16"), structured.applies_to("2026-08-14")) == (False, True)


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UnknownRequirement, match=r"did you mean .*`tts\.ws\.done-is-last`"):
        SPEC.requirement("tts.ws.done-is-lost")


def test_an_unknown_version_names_those_that_exist() -> None:
    with pytest.raises(UnknownVersion, match="does not exist; known are 2024-06-10"):
        SPEC.openapi("2023-01-01")


def test_error_formats_follow_the_dates() -> None:
    assert {version.date: version.errors for version in SPEC.versions} == {
        "2024-06-10": "legacy",
        "2024-11-13": "legacy",
        "2025-04-16": "legacy",
        "2025-11-04": "legacy",
        "2026-03-01": "structured",
        "2026-08-14": "structured",
    }
