"""Answers of the mock held against the documents of their version, by a validator that the mock has no part in."""

from __future__ import annotations

import functools
import re
from typing import Any

import httpx
import jsonschema_rs

import contralto_spec

SPEC = contralto_spec.load()
DATES = [version.date for version in SPEC.described_versions]


def assert_documented(answer: httpx.Response, method: str, path: str, date: str | None) -> None:
    """Fails unless status, media type and JSON body of `answer` are documented for the operation at `path`.

    Errors need not be listed, but those in JSON must have the shape that the operation documents for its errors. What
    is at no documented path, or names no described version, is not judged.
    """
    if date not in DATES or method in ("HEAD", "OPTIONS"):
        return
    documented = _operation(date, method, path.partition("?")[0])
    if documented is None:
        return
    document = SPEC.openapi(date)
    where = f"{method} {documented} of {date} answered {answer.status_code} {answer.text[:300]}"
    assert answer.status_code != 500, where
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    responses = document["paths"][documented][method.lower()]["responses"]
    response = responses.get(str(answer.status_code))
    if answer.status_code >= 400:
        if media_type == "application/json":
            errors = _error_validator(date, documented, method, str(answer.status_code))
            assert errors is None or errors.is_valid(answer.json()), where
        return
    assert response is not None, f"{where}: the status is not documented"
    content = _resolved(document, response).get("content", {})
    if not content:
        assert not answer.content, f"{where}: no body is documented"
        return
    assert any(re.fullmatch(kind.replace("*", ".+"), media_type) for kind in content), f"{where}: {media_type}"
    if media_type == "application/json":
        validator = _validator(date, documented, method, str(answer.status_code))
        complaints = [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(answer.json())]
        assert not complaints, f"{where}: {complaints[:5]}"


@functools.cache
def _validator(date: str, path: str, method: str, status: str) -> jsonschema_rs.Draft202012Validator:
    """Of the JSON that an operation answers with a status that it documents."""
    document = SPEC.openapi(date)
    response = _resolved(document, document["paths"][path][method.lower()]["responses"][status])
    schema = response["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})


@functools.cache
def _error_validator(date: str, path: str, method: str, status: str) -> jsonschema_rs.Draft202012Validator | None:
    """Of an error in JSON; None where the version documents no shape for it."""
    document = SPEC.openapi(date)
    if "Error" not in document["components"]["schemas"]:
        return None
    responses = document["paths"][path][method.lower()]["responses"]
    # An operation documents one shape for all of its errors, and 401 for nearly every one.
    response = _resolved(document, responses.get(status) or responses.get("401") or {})
    schema = (
        response.get("content", {}).get("application/json", {}).get("schema", {"$ref": "#/components/schemas/Error"})
    )
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})


@functools.cache
def _patterns(date: str) -> list[tuple[re.Pattern[str], str]]:
    paths = sorted(SPEC.openapi(date)["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(path.rstrip("/")))), path) for path in paths]


def _operation(date: str, method: str, path: str) -> str | None:
    paths = SPEC.openapi(date)["paths"]
    for pattern, documented in _patterns(date):
        if pattern.fullmatch(path.rstrip("/")):
            return documented if method.lower() in paths[documented] else None
    return None


def _resolved(document: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in found:
        target: Any = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        found = target
    return found
