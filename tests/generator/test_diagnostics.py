"""What the generator says about documents and requests that it cannot serve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from contralto_generator import Document, GeneratorError, Problem, Result, check, generate, generate_document

HEAD = """\
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
"""


def problems_of(text: str, folder: Path, channels: str | None = None) -> list[str]:
    """What is said about a document, one line per problem."""
    return [str(problem) for problem in result_of(text, folder, channels).problems]


def result_of(text: str, folder: Path, channels: str | None = None) -> Result:
    path = folder / "api.yaml"
    path.write_text(text, encoding="utf-8")
    asyncapi: dict[str, Any] | None = yaml.safe_load(channels) if channels else None
    document = Document(yaml.safe_load(text), asyncapi, api_version="2026-08-14", files=(path,))
    return generate_document(document, package="diagnosed")


def test_all_problems_are_shown_together_with_file_line_and_hint(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
  /a:
    get: {tags: [a], responses: {"204": {description: ok}}}
  /b:
    get: {tags: [b], operationId: x, x-call: b.go, responses: {"204": {description: ok}}}
    put: {tags: [b], operationId: y, x-call: b.go, responses: {"204": {description: ok}}}
  /c:
    get: {tags: [b], operationId: z, x-call: alone, responses: {"204": {description: ok}}}
"""
    )
    file = tmp_path / "api.yaml"
    assert problems_of(text, tmp_path) == [
        f"{file}:5:5: error [no-operation-id] `GET /a` has no operationId; give it one; functions are named by it",
        f"{file}:8:38: error [same-call] `y` and `x` would both be called as `b.go`; set `x-call` of one of them",
        f"{file}:10:38: error [call-without-group] `x-call` of `z` names no group; write it as `group.verb`",
    ]


def test_method_that_is_a_group_too_is_an_error(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
  /a:
    get: {tags: [a], operationId: x, x-call: a.b, responses: {"204": {description: ok}}}
    put: {tags: [a], operationId: y, x-call: a.b.c, responses: {"204": {description: ok}}}
"""
    )
    [problem] = problems_of(text, tmp_path)
    assert "api.yaml:5:38: error [method-is-group] `a.b` would be a method, for `x`, and a group of others" in problem


def test_channel_without_a_state_table_is_an_error(tmp_path: Path) -> None:
    [problem] = problems_of(HEAD + "  {}\n", tmp_path, "channels: {ears: {address: /ears}}")
    assert "error [no-state-table] channel `ears` has no `x-protocol`" in problem


def test_body_that_is_neither_json_nor_a_form_is_a_problem(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
  /up:
    post:
      operationId: up
      tags: [up]
      requestBody: {content: {application/xml: {schema: {type: object}}}}
      responses: {"204": {description: ok}}
"""
    )
    [problem] = problems_of(text, tmp_path)
    assert problem.startswith(
        f"{tmp_path / 'api.yaml'}:8:7: error [unsupported-body] `POST /up` takes `application/xml`"
    )


def test_operation_that_the_library_drops_is_an_error_with_its_reason(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
  /things/{id}:
    get: {operationId: getThing, tags: [things], responses: {"204": {description: ok}}}
"""
    )
    [problem] = problems_of(text, tmp_path)
    assert "api.yaml:5:5: error [operation-dropped] `GET /things/{id}` was not generated: " in problem
    assert "Path parameters do not match with path" in problem


SCHEMAS = (
    HEAD
    + """\
  /a:
    get:
      operationId: getA
      tags: [a]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}}
components:
  schemas:
"""
)


def test_schema_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    text = SCHEMAS + "    A: {type: object, properties: {b: {$ref: '#/components/schemas/Nowhere'}}}\n"
    found = problems_of(text, tmp_path)
    assert any("api.yaml:11:5: error [schema-dropped] schema `A` has no class" in problem for problem in found)
    assert all("error [" in problem for problem in found)


def test_members_beside_a_union_of_classes_are_an_error(tmp_path: Path) -> None:
    text = SCHEMAS + (
        "    A: {type: object, properties: {b: {type: string}}, oneOf: [{$ref: '#/components/schemas/B'}]}\n"
        "    B: {type: object, properties: {c: {type: string}}}\n"
    )
    [problem] = problems_of(text, tmp_path)
    assert "api.yaml:11:5: error [members-beside-union] members beside a union of classes, in `A`," in problem


def test_two_members_of_one_name_are_an_error(tmp_path: Path) -> None:
    text = SCHEMAS + "    A: {type: object, properties: {agentId: {type: string}, agent_id: {type: string}}}\n"
    [problem] = problems_of(text, tmp_path)
    assert "[same-attribute] `agentId` and `agent_id` of `A` would both be the attribute `agent_id`" in problem


def test_inline_schema_must_not_take_the_name_of_another(tmp_path: Path) -> None:
    text = (
        SCHEMAS
        + """\
    A: {type: object, properties: {b: {type: object, properties: {c: {type: string}}}}}
    AB: {type: object, properties: {d: {type: string}}}
"""
    )
    [problem] = problems_of(text, tmp_path)
    assert "api.yaml:12:5: error [name-collision] an inline schema would be called `AB`" in problem


def test_schema_must_not_hide_what_the_modules_use(tmp_path: Path) -> None:
    text = SCHEMAS.replace("schemas/A", "schemas/Response") + (
        "    Response: {type: object, properties: {a: {type: string}}}\n"
    )
    [problem] = problems_of(text, tmp_path)
    assert "api.yaml:11:5: error [reserved-name] schema `Response` has the name of something" in problem


def test_name_that_means_two_things_is_an_error(tmp_path: Path) -> None:
    text = SCHEMAS + "    A: {type: object, properties: {b: {type: string}}}\n"
    channels = "components: {schemas: {A: {type: object, properties: {b: {type: integer}}}}}"
    [problem] = problems_of(text, tmp_path, channels)
    assert "api.yaml:11:5: error [two-meanings] `A` has two different meanings" in problem


def test_document_that_is_no_openapi_is_an_error(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
  /a:
    get: {operationId: a, tags: [a], parameters: [{name: q, in: nowhere}], responses: {}}
"""
    )
    [problem] = problems_of(text, tmp_path)
    assert "error [unreadable-document] Failed to parse OpenAPI document" in problem


def test_words_that_have_no_sync_twin_are_an_error(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
  /a:
    get: {operationId: a, tags: [a], summary: Uses asyncio inside, responses: {"204": {description: ok}}}
"""
    )
    [problem] = problems_of(text, tmp_path)
    assert "error [no-sync-twin]" in problem
    assert "Uses asyncio inside" in problem


def test_nothing_is_written_for_a_document_with_errors(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(HEAD + '  /a:\n    get: {tags: [a], responses: {"204": {description: ok}}}\n', encoding="utf-8")
    document = Document(yaml.safe_load(path.read_text(encoding="utf-8")), files=(path,))
    result = generate_document(document, tmp_path / "out", package="diagnosed")
    assert not result.ok
    assert result.files == {}
    assert not (tmp_path / "out").exists()


def test_problem_without_a_file_names_the_pointer() -> None:
    document = Document({"openapi": "3.1.0", "info": {}, "paths": {"/a": {"get": {"tags": ["a"], "responses": {}}}}})
    [problem] = generate_document(document, package="diagnosed").problems
    assert isinstance(problem, Problem)
    assert str(problem).startswith("#/paths/~1a/get: error [no-operation-id] ")


def test_unknown_version_names_the_known_ones() -> None:
    with pytest.raises(GeneratorError, match=r"API version `2020-01-01` does not exist; known are .*2026-08-14"):
        generate("2020-01-01")


def test_unknown_dialect_is_refused() -> None:
    with pytest.raises(GeneratorError, match="dialect `klingon` does not exist"):
        check(dialect="klingon")


def test_package_name_must_be_one() -> None:
    with pytest.raises(GeneratorError, match="`my-client` cannot be the name of a package"):
        generate(package="my-client")


def test_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(GeneratorError, match=r"holds `thesis.txt`, which contralto did not write"):
        generate(out=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GeneratorError, match="is not a folder"):
        generate(out=tmp_path / "file")
