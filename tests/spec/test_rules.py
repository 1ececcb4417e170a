"""The rules as data and as code: the same ids, and each rule of documents fires on a document of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contralto_spec import data
from contralto_spec.lint import known_rules, lint_file
from contralto_spec.rules.registry import CHECKS, rules

PACKAGE = Path(data.__file__).parent
DOCUMENTS = [rule.id for rule in known_rules() if {"openapi", "asyncapi"} & set(rule.applies_to)]
OWN = {rule.id for rule in known_rules() if rule.applies_to == ("own",)}

OPENAPI = """openapi: 3.1.0
info: {title: a, version: "1"}
tags: [{name: pets}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      summary: One pet
      description: The pet of this id.
      parameters: [{name: id, in: path, required: true, description: Its id., schema: {type: string}}]
      responses:
        "200":
          description: The pet.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
              examples: {rex: {value: {kind: dog}}}
        "404": {description: No such pet.}
        "500": {description: The service failed.}
components:
  schemas:
    Pet:
      description: A pet.
      oneOf: [{$ref: "#/components/schemas/Dog"}, {$ref: "#/components/schemas/Cat"}]
      discriminator: {propertyName: kind}
    Dog: {type: object, description: A dog., required: [kind], properties: {kind: {const: dog, description: Its kind.}}}
    Cat: {type: object, description: A cat., required: [kind], properties: {kind: {const: cat, description: Its kind.}}}
"""
ASYNCAPI = """asyncapi: 3.0.0
info: {title: a, version: "1"}
channels:
  pets:
    address: /pets
    messages: {bark: {$ref: "#/components/messages/Bark"}}
    x-protocol:
      initial: quiet
      states: {quiet: {}}
      symbols: {client: [], server: [{name: bark, message: bark, where: {volume: 3}}]}
      steps: [{by: server, step: bark, from: [quiet], to: same, sources: [ears]}]
operations:
  hear: {action: receive, channel: {$ref: "#/channels/pets"}, messages: [{$ref: "#/channels/pets/messages/bark"}]}
components:
  messages:
    Bark:
      summary: A dog barks.
      payload: {type: object, description: A bark., properties: {volume: {type: integer, description: How loud.}}}
      examples: [{name: loud, payload: {volume: 3}}]
"""
BREAKS = {
    "openapi": (OPENAPI, 'version: "1"', "version: 1"),
    "unresolved-ref": (OPENAPI, "schemas/Pet", "schemas/Pets"),
    "endless-ref": (
        OPENAPI,
        "[kind], properties: {kind:",
        "[pup], properties: {pup: {$ref: '#/components/schemas/Dog'}, kind:",
    ),
    "unused-component": (OPENAPI, "    Pet:\n", "    Old: {description: Old.}\n    Pet:\n"),
    "yaml-slip": (OPENAPI, "{description: No such pet.}", "{description: No such, sir}"),
    "example": (OPENAPI, "{kind: dog}", "{kind: cow}"),
    "missing-description": (OPENAPI, ", description: Its id.", ""),
    "untagged-union": (OPENAPI, "{const: cat,", "{type: string,"),
    "schema-name": (OPENAPI, "    Pet:\n", "    pet: {description: Old.}\n    Pet:\n"),
    "closed-output": (OPENAPI, "kind: {const: dog,", "size: {enum: [s, l], description: Size.}, kind: {const: dog,"),
    "operation-summary": (OPENAPI, "      summary: One pet\n", ""),
    "operation-description": (OPENAPI, "      description: The pet of this id.\n", ""),
    "operation-tag": (OPENAPI, "tags: [{name: pets}]", "tags: [{name: cats}]"),
    "operation-id": (OPENAPI, "getPet", "get_pet"),
    "duplicate-operation-id": (
        OPENAPI,
        "components:\n",
        "  /a: {get: {operationId: getPet, responses: {default: {description: a}}}}\ncomponents:\n",
    ),
    "success-answer": (OPENAPI, '"200"', '"400"'),
    "error-answers": (OPENAPI, '        "500": {description: The service failed.}\n', ""),
    "path-parameter": (OPENAPI, "/pets/{id}", "/pets/{pet}"),
    "missing-example": (OPENAPI, "              examples: {rex: {value: {kind: dog}}}\n", ""),
    "message-schema": (ASYNCAPI, "type: integer", "type: integre"),
    "channel-messages": (ASYNCAPI, "action: receive, channel", "action: receive, chanel"),
    "message-example": (ASYNCAPI, "      examples: [{name: loud, payload: {volume: 3}}]\n", ""),
    "message-summary": (ASYNCAPI, "      summary: A dog barks.\n", ""),
    "state-table": (ASYNCAPI, "from: [quiet]", "from: [loud]"),
}


def lint_text(folder: Path, text: str) -> set[str]:
    path = folder / "a.yaml"
    path.write_text(text)
    return {finding.rule for finding in lint_file(path)}


def test_code_and_data_name_the_same_rules() -> None:
    known = set(rules())
    assert set(CHECKS) <= known
    code = "".join(path.read_text() for path in PACKAGE.rglob("*.py") if "diff" not in path.parts)
    assert [rule for rule in sorted(known) if f'"{rule}"' not in code] == []
    used = set(re.findall(r'(?:Finding\(|finding\(|_found\()[^"]*?"([a-z]+(?:-[a-z]+)+)"', code)) - {"x-base"}
    assert used <= known


def test_each_rule_stands_once() -> None:
    assert len({rule.id for rule in known_rules()}) == len(known_rules())


@pytest.mark.parametrize("text", [OPENAPI, ASYNCAPI], ids=["openapi", "asyncapi"])
def test_the_good_samples_break_no_rule(tmp_path: Path, text: str) -> None:
    assert lint_text(tmp_path, text) == set()


def test_there_is_a_sample_of_each_rule_of_documents() -> None:
    assert set(BREAKS) == set(DOCUMENTS)


@pytest.mark.parametrize("rule", sorted(BREAKS))
def test_a_rule_fires_on_its_sample(tmp_path: Path, rule: str) -> None:
    text, before, after = BREAKS[rule]
    assert before in text
    assert rule in lint_text(tmp_path, text.replace(before, after, 1))


def test_own_rules_leave_others_alone(tmp_path: Path) -> None:
    assert OWN
    assert not OWN & lint_text(tmp_path, OPENAPI.replace("id}", "ID}").replace("name: id", "name: ID"))
