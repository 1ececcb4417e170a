"""Documents of others: whatever they are, the answer is findings, never a traceback."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from contralto_cli.main import main
from contralto_spec import Finding, SpecError
from contralto_spec.data import data_root
from contralto_spec.lint import lint_file

HEAD = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\n'


SCHEMAS = "components:\n  schemas:\n"


def rules_of(path: Path) -> dict[str, Finding]:
    return {finding.rule: finding for finding in lint_file(path)}


@pytest.mark.parametrize("kind", ["openapi", "asyncapi"])
@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_a_good_document_has_no_findings(kind: str, ending: str) -> None:
    assert lint_file(data_root() / "published/2026-08-14" / f"{kind}.{ending}") == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "not-a-mapping"),
        (b"[1, 2]", "not-a-mapping"),
        (b"just text", "not-a-mapping"),
        (b"a: 1", "unknown-format"),
        (b"swagger: '2.0'", "unknown-format"),
        (b"asyncapi: 2.6.0", "unknown-format"),
        (b"openapi: [3.1.0]", "unknown-format"),
        (b"\xff\xfe\x00", "not-utf-8"),
        (b"a: [", "not-yaml"),
        (b"? [a, b]\n: 1", "odd-key"),
        (b"a: 1\na: 2", "duplicate-key"),
        (b"a: &a [*a]", "too-deep"),
        (b"[" * 100_000, "too-deep"),
        (b"a: " * 5_000, "not-yaml"),
        (b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
         b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
         b"g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n", "too-large"),
        (b"a: " + b"9" * 5000, "too-large"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes, rule: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(SpecError) as caught:
        lint_file(path)
    assert rule in {finding.rule for finding in caught.value.findings}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1,\n "b" 2}', "a colon is missing"),
        ('{"a": 1\n "b": 2}', "a comma or the end of the object is missing"),
        ("{'a': 1}", "a key in double quotes is missing"),
        ('{"a": [1 2]}', "a comma or the end of the list is missing"),
        ('{"a": nope}', "a value is missing"),
        ('{"a": 1} x', "more text after the document"),
        ('{"a": "b', "unterminated string"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ("[" * 100_000, "nested deeper"),
    ],
)
def test_broken_json_is_said(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(SpecError, match=message):
        lint_file(path)


def test_json_knows_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{\n "openapi": "3.1.0",\n "info": {"title": "\\ud83d\\ude00", "version": 1},\n\t"paths": {}\n}')
    (finding,) = lint_file(path)
    assert (finding.rule, finding.line, finding.column) == ("openapi", 3, 36)


@pytest.mark.parametrize(
    ("body", "rule", "line"),
    [
        ("paths:\n  /a/{id}:\n    get: {responses: {'200': {description: a}}}", "path-parameter", 5),
        ("paths:\n  /a:\n    get: {operationId: a}\n    put: {operationId: a}", "duplicate-operation-id", 6),
        ("paths:\n  /a:\n    get:\n      responses: {'200': {description: a, with comma}}", "yaml-slip", 6),
        ("paths:\n  /a: {get: {responses: {'200': {$ref: '#/no'}}}}", "unresolved-ref", 4),
        (SCHEMAS + "    A: {$ref: '#/components/schemas/A'}", "endless-ref", 5),
        (SCHEMAS + "    A: {allOf: [{$ref: '#/components/schemas/A'}]}", "endless-ref", 5),
        (f"{SCHEMAS}    A: {{required: [a], properties: {{a: {{$ref: '#/components/schemas/A'}}}}}}", "endless-ref", 5),
        (f"{SCHEMAS}    A: {{type: array, minItems: 1, items: {{$ref: '#/components/schemas/A'}}}}", "endless-ref", 5),
        (SCHEMAS + "    A: {type: integer, default: x}", "example", 5),
        (SCHEMAS + "    A: {type: integre}", "openapi", 5),
        (SCHEMAS + "    A: {$ref: '../a.yaml'}", "outside-ref", 5),
        (SCHEMAS + "    A: {$ref: 'none.yaml'}", "missing-file", 5),
        ("paths:\n  /a: {get: {responses: {default: {description: a}}}}", "operation-id", 4),
    ],
)  # fmt: skip
def test_mistakes_are_found_at_their_line(tmp_path: Path, body: str, rule: str, line: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + body + "\n")
    found = rules_of(path)
    assert rule in found, found
    assert found[rule].line == line


@pytest.mark.parametrize(
    "schema",
    [
        "{type: array, items: {$ref: '#/components/schemas/A'}}",
        "{properties: {a: {$ref: '#/components/schemas/A'}}}",
        "{required: [a], properties: {a: {anyOf: [{type: 'null'}, {$ref: '#/components/schemas/A'}]}}}",
    ],
)
def test_recursion_that_ends_is_no_mistake(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{HEAD}components: {{schemas: {{A: {schema}}}}}\n")
    assert "endless-ref" not in rules_of(path)


def test_files_beside_are_followed_and_the_network_is_not(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/pet.yaml").write_text(
        "Pet: {properties: {owner: {$ref: 'owner.json#/Owner'}, home: {$ref: '../a.yaml#/components/schemas/H'}}}"
    )
    (tmp_path / "parts/owner.json").write_text('{"Owner": {"type": "integer"}}')
    path = tmp_path / "a.yaml"
    path.write_text(
        HEAD
        + """
components:
  schemas:
    H: {type: string}
    N: {$ref: "https://example.com/none.yaml#/N"}
  parameters:
    P:
      name: p
      in: query
      schema: {$ref: "parts/pet.yaml#/Pet"}
      example: {owner: x, home: 1}
"""
    )
    messages = {finding.message for finding in lint_file(path) if finding.rule == "example"}
    assert messages == {
        'example `example` at `owner`: "x" is not of type "integer"',
        'example `example` at `home`: 1 is not of type "string"',
    }


def test_openapi_3_0_is_read_with_its_own_schemas(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        """openapi: 3.0.3
info: {title: a, version: "1"}
paths: {}
components:
  schemas:
    A: {type: string, nullable: true, example: null}
    B: {type: integer, minimum: 1, exclusiveMinimum: true, example: 1}
"""
    )
    assert [finding.line for finding in lint_file(path) if finding.severity == "error"] == [7]


def test_the_command_tells_mistakes_from_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(data_root() / "published/2026-08-14/openapi.json")
    bad, broken = tmp_path / "bad.yaml", tmp_path / "broken.yaml"
    bad.write_text(HEAD + "paths: {/a: {get: {responses: {'200': {$ref: '#/no'}}}}}\n")
    broken.write_text("a: [")
    assert main(["spec", "lint", good]) == 0
    assert main(["spec", "lint", str(bad)]) == 1
    assert main(["spec", "lint", str(bad), str(broken)]) == 2
    assert f"{bad}:3:40: error [unresolved-ref] `#/no` does not exist" in capsys.readouterr().out


def test_the_command_prints_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec", "lint", "--rules"]) == 0
    assert "duplicate-operation-id (error; openapi)" in capsys.readouterr().out


# Any document at all

WORDS = st.sampled_from(
    ["openapi", "3.1.0", "3.0.0", "asyncapi", "3.0.0", "info", "paths", "/a/{id}", "get", "post", "parameters",
     "requestBody", "responses", "200", "content", "application/json", "schema", "examples", "example", "value",
     "$ref", "#/components/schemas/A", "#/a", "#", "a.yaml#/x", "components", "schemas", "A", "properties", "required",
     "allOf", "oneOf", "anyOf", "items", "discriminator", "propertyName", "mapping", "type", "object", "enum", "const",
     "channels", "operations", "messages", "payload", "action", "send", "channel", "tags", "name", "in", "path",
     "security", "servers", "x-protocol", "states", "steps", "symbols", "default", "x-external", "description"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=6),
    max_leaves=30,
)
SECTIONS = st.fixed_dictionaries(
    {"info": VALUES},
    optional={"paths": st.dictionaries(WORDS, st.dictionaries(WORDS, VALUES, max_size=4), max_size=4), "tags": VALUES,
              "components": st.dictionaries(WORDS, st.dictionaries(WORDS, VALUES, max_size=4), max_size=4),
              "channels": st.dictionaries(WORDS, VALUES, max_size=3), "operations": VALUES, "security": VALUES},
)  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def survives(path: Path) -> None:
    try:
        findings = lint_file(path)
    except SpecError as error:
        assert error.findings
    else:
        assert all(finding.message for finding in findings)


@settings(max_examples=150, deadline=None)
@given(
    head=st.sampled_from([{"openapi": "3.1.0"}, {"openapi": "3.0.1"}, {"asyncapi": "3.0.0"}]),
    body=SECTIONS,
    as_yaml=st.booleans(),
)
def test_any_document_gives_findings(folder: Path, head: dict[str, str], body: dict[str, Any], as_yaml: bool) -> None:
    path = folder / ("a.yaml" if as_yaml else "a.json")
    data = {**head, **body}
    path.write_text(yaml.safe_dump(data) if as_yaml else json.dumps(data), encoding="utf-8")
    survives(path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(folder: Path, content: bytes) -> None:
    for name in ("a.yaml", "a.json", "a"):
        (folder / name).write_bytes(content)
        survives(folder / name)
