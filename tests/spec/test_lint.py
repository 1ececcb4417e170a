"""Lint: each mistake is found at its line, all of them together, never as a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from contralto_spec import SpecError
from contralto_spec.bundle import bundle_all
from contralto_spec.data import data_root
from contralto_spec.lint import lint

Edit = Callable[[str, str, str], None]


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of the hand-written spec."""
    for name in ("openapi", "asyncapi", "components", "overlays", "requirements", "schemas"):
        shutil.copytree(data_root() / name, tmp_path / name)
    for name in ("versions.yaml", "sources.yaml", "open-questions.yaml"):
        shutil.copy(data_root() / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def edit(spec: Path) -> Edit:
    def change(name: str, before: str, after: str) -> None:
        text = (spec / name).read_text()
        assert before in text
        (spec / name).write_text(text.replace(before, after, 1))

    return change


def test_the_copy_is_sound(spec: Path) -> None:
    assert lint(spec) == []


@pytest.mark.parametrize(
    ("name", "before", "after", "expected"),
    [
        ("requirements/auth.yaml", "level: must", "level: shall", "[schema]"),
        ("requirements/auth.yaml", "fern-2025-04-16, official-conventions", "hearsay", "source `hearsay` is not in"),
        ("requirements/tts-ws.yaml", "[tts.ws.opens-at-its-path]", "[tts.ws.nowhere]", "`tts.ws.nowhere`, which"),
        ("requirements/voices.yaml", "id: voices.limit-respected", "id: voices.list-is-a-page", "is defined twice"),
        ("requirements/versions.yaml", "level: observed", "level: must", "no document states it"),
        ("openapi/voices.yaml", "schemas/VoicePage", "schemas/VoicesPage", "did you mean `#/components/schemas/"),
        ("openapi/voices.yaml", "operationId: getVoice", "operationId: listVoices", "is also that of `get /voices`"),
        ("openapi/voices.yaml", "      summary: One voice\n", "", "operation `get /voices/{id}` has no `summary`"),
        ("openapi/voices.yaml", ', description: "Locale such as `en-GB`."', "", "member `locale` of schema"),
        ("components/speech.yaml", "container: {const: raw", "container: {type: string", "has no constant `container`"),
        ("asyncapi/tts.yaml", "to: closing", "to: ending", "`ending` is not a state"),
        ("asyncapi/tts.yaml", "from: [closing, cancelled]", "from: [done]", "a step leads out of the terminal state"),
        ("overlays/2025-04-16.yaml", "$.components.schemas.VoiceExpansion.enum", "$.no.such", "matches nothing"),
        ("openapi/voices.yaml", "locales: [{locale: en-US,", "locales: [{local: en-US,", "[example] example `katie`"),
        ("openapi/tts.yaml", "    TtsRequest:\n", "    Voice:\n", "is defined twice, first in"),
        ("openapi/tts.yaml", "paths:\n", "paths: [\n", "[not-yaml]"),
        ("versions.yaml", "overlay_of: 2026-08-14", "overlay_of: 2026-03-01", "`x-base` is `2026-08-14`, but"),
    ],
)  # fmt: skip
def test_a_mistake_is_found(spec: Path, edit: Edit, name: str, before: str, after: str, expected: str) -> None:
    edit(name, before, after)
    messages = [str(finding) for finding in lint(spec)]
    assert any(expected in message for message in messages), messages


def test_a_finding_names_the_line(spec: Path, edit: Edit) -> None:
    edit("requirements/auth.yaml", "level: must", "level: shall")
    line = 1 + (spec / "requirements/auth.yaml").read_text().splitlines().index("    level: shall")
    assert str(lint(spec)[0]).startswith(f"requirements/auth.yaml:{line}:")


def test_several_mistakes_are_shown_together(spec: Path, edit: Edit) -> None:
    edit("requirements/auth.yaml", "fern-2025-04-16, official-conventions", "hearsay")
    edit("openapi/voices.yaml", "schemas/VoicePage", "schemas/VoicesPage")
    rules = {finding.rule for finding in lint(spec)}
    assert {"unknown-source", "unresolved-ref"} <= rules


def test_bundling_a_broken_overlay_raises_all_findings(spec: Path, edit: Edit) -> None:
    edit("overlays/2025-04-16.yaml", "$.components.schemas.VoiceExpansion.enum", "$.no.such")
    edit("overlays/2025-04-16.yaml", "$.components.schemas.TokenGrant.properties.agent", "$.nor.this")
    with pytest.raises(SpecError) as caught:
        bundle_all(spec)
    assert [finding.rule for finding in caught.value.findings] == ["overlay-no-match", "overlay-no-match"]
