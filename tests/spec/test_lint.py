"""Lint of our own data: each mistake is found at its line, all of them together, never as a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contralto_spec import SpecError
from contralto_spec.bundle import bundle_all
from contralto_spec.lint import lint

Edit = Callable[[str, str, str], int]


def test_the_copy_is_sound(spec: Path) -> None:
    assert [str(finding) for finding in lint(spec)] == []


_QUERY = "\n    transport: websocket\n    statement: A query parameter that"
MISTAKES = [
    # Facts against each other
    ("requirements/auth.yaml", "fern-2025-04-16, official-conventions", "hearsay", "source `hearsay` is not in"),
    ("requirements/tts-ws.yaml", "[tts.ws.opens-at-its-path]", "[tts.ws.nowhere]", "`tts.ws.nowhere`, which"),
    ("requirements/voices.yaml", "id: voices.limit-respected", "id: voices.list-is-a-page", "is defined twice"),
    ("requirements/versions.yaml", "level: observed", "level: must", "no document states it"),
    ("requirements/tts-ws.yaml", f"level: should{_QUERY}", f"level: must{_QUERY}", "`tts.ws.unknown-query-ignored`"),
    ("versions.yaml", "overlay_of: 2026-08-14", "overlay_of: 2025-11-04", "`overlay_of` names `2025-11-04`"),
    ("versions.yaml", "overlay_of: 2025-11-04", "overlay_of: 2026-03-01", "`x-base` is `2025-11-04`, but"),
    ("versions.yaml", "versions: [2024-06-10]", "versions: [2023-01-01]", "`2023-01-01` is no described version"),
    ("versions.yaml", "name: carter", "name: cater", "dialects/cater.yaml does not exist"),
    ("versions.yaml", "name: carter", "name: cater", "dialect `carter` is not in versions.yaml"),
    ("official-sdk.yaml", "operation: getAgent}", "operation: agent}", "names the operation `agent`, which does not"),
    ("official-sdk.yaml", "channel: stt,", "channel: ear,", "names the channel `ear`, which does not exist"),
    ("prices.yaml", "[infillBytes]", "[infill]", "names the operation `infill`, which does not exist"),
    ("prices.yaml", "channels: [tts]", "channels: [voice]", "names the channel `voice`, which does not exist"),
    ("prices.yaml", "[createFineTune]", "[ttsBytes]", "`ttsBytes` stands twice in the price list"),
    ("official-sdk.yaml", "name: agents.list,", "name: agents.delete,", "`agents.delete` stands twice"),
    ("versions.yaml", "[versions, auth,", "[versions, authority,", "requirements/authority.yaml does not exist"),
    # Documents
    ("openapi/voices.yaml", "schemas/VoicePage", "schemas/VoicesPage", "did you mean `#/components/schemas/"),
    ("openapi/voices.yaml", "operationId: getVoice", "operationId: listVoices", "is also that of `GET /voices`"),
    ("openapi/tts.yaml", "x-call: tts.sse", "x-call: tts.bytes", "is also the call of `POST /tts/bytes`"),
    ("openapi/datasets.yaml", "x-call: datasets.list", "x-call: datasets", "is a call and also the group"),
    ("openapi/tts.yaml", "x-cost: paid", "x-cost: dear", "[own-operation] `dear` is none of"),
    ("components/speech.yaml", "container: {const: raw", "container: {type: string", "has no constant `container`"),
    ("openapi/tts.yaml", "    TtsRequest:\n", "    Voice:\n", "is defined twice, first in"),
    ("openapi/status.yaml", "description: True while the service runs.", "description: True, while", "[yaml-slip]"),
    ("openapi/status.yaml", "version: {type: string,", "version: {type: text,", "[openapi]"),
    ("openapi/status.yaml", "version: {type: string,", "version: {type: string, enum: [a, b],", "[closed-output]"),
    ("openapi/openapi.yaml", "${api_version}", "2026-08", "[version-name]"),
    # Markers of versions
    ("components/common.yaml", "  schemas:\n", "  schemas:\n    Old: {x-until: 2025-01-01}\n", "[version-marker]"),
    # State tables
    ("asyncapi/tts.yaml", "to: closing", "to: ending", "`ending` is not a state"),
    ("asyncapi/tts.yaml", "from: [closing, cancelled]", "from: [done]", "a step leads out of the terminal state"),
    ("asyncapi/tts.yaml", "{name: done, message: done", "{name: done, message: ended", "which the channel lacks"),
    ("asyncapi/tts.yaml", "where: {type: done}", "where: {kind: done}", "looks at `kind`, which its message lacks"),
    # Overlays
    ("dialects/keypool.yaml", "target: $.servers.production\n", "target: $.no.such\n", "matches nothing"),
    ("dialects/keypool.yaml", "target: $.servers.production\n", "target: $.no[\n", "is not a JSONPath"),
]  # fmt: skip
"""File, text, what takes its place, and what the linter says then."""

FILES = [
    ("requirements/auth.yaml", "level: must", "level: shall", "[schema]"),
    ("openapi/tts.yaml", "paths:\n", "paths: [\n", "[not-yaml]"),
    ("openapi/tts.yaml", "paths:\n", "paths:\n  /tts/bytes: {}\n", "[duplicate-key] key `/tts/bytes`"),
]  # fmt: skip
"""Mistakes that leave a file without meaning, so that nothing more is said."""


def found_after(root: Path, edit: Edit, mistakes: list[tuple[str, str, str, str]]) -> list[str]:
    for name, before, after, _ in mistakes:
        edit(name, before, after)
    return [str(finding) for finding in lint(root)]


@pytest.mark.parametrize("mistakes", [MISTAKES[::2], MISTAKES[1::2]], ids=["even", "odd"])
def test_mistakes_are_found_together(spec: Path, edit: Edit, mistakes: list[tuple[str, str, str, str]]) -> None:
    messages = found_after(spec, edit, mistakes)
    missed = [expected for *_, expected in mistakes if not any(expected in message for message in messages)]
    assert missed == []


@pytest.mark.parametrize("mistake", FILES)
def test_a_broken_file_is_found(spec: Path, edit: Edit, mistake: tuple[str, str, str, str]) -> None:
    assert any(mistake[-1] in message for message in found_after(spec, edit, [mistake]))


def test_a_finding_names_the_line(spec: Path, edit: Edit) -> None:
    line = edit("requirements/auth.yaml", "level: must", "level: shall")
    assert str(lint(spec)[0]).startswith(f"requirements/auth.yaml:{line}:")


def test_a_bad_example_is_told_where_it_was_written(spec: Path, edit: Edit) -> None:
    line = edit("openapi/status.yaml", "running: {value: {ok: true", "running: {value: {ok: 1")
    (finding,) = lint(spec)
    assert (finding.file, finding.line, finding.rule) == ("openapi/status.yaml", line, "example")
    assert finding.message == 'example `running` at `ok`: 1 is not of type "boolean"'


def test_what_an_overlay_puts_in_is_told_at_its_action(spec: Path) -> None:
    overlay = spec / "overlays/2026-03-01/zz-test.yaml"
    overlay.write_text(
        """overlay: 1.0.0
info: {title: test, version: "1"}
x-base: 2026-08-14
actions:
  - target: $.components.schemas.ApiInfo.properties
    description: a test
    update:
      ok:
        default: 7
    x-sources: [inferred]
"""
    )
    findings = [finding for finding in lint(spec) if finding.rule == "example"]
    assert [(finding.file, finding.line) for finding in findings] == [("overlays/2026-03-01/zz-test.yaml", 9)]


def test_a_mistake_in_many_versions_is_found_once(spec: Path, edit: Edit) -> None:
    edit("openapi/status.yaml", "      summary: Status of the service\n", "")
    assert [finding.rule for finding in lint(spec)] == ["operation-summary"]


def test_several_mistakes_are_shown_together(spec: Path, edit: Edit) -> None:
    edit("requirements/auth.yaml", "fern-2025-04-16, official-conventions", "hearsay")
    edit("openapi/voices.yaml", "schemas/VoicePage", "schemas/VoicesPage")
    edit("dialects/keypool.yaml", "target: $.servers.production\n", "target: $.no.such\n")
    edit("openapi/status.yaml", "running: {value: {ok: true", "running: {value: {ok: 1")
    rules = {finding.rule for finding in lint(spec)}
    assert {"unknown-source", "unresolved-ref", "overlay-no-match", "example"} <= rules


def test_broken_files_are_shown_together(spec: Path) -> None:
    (spec / "openapi/tts.yaml").write_text("a: [")
    (spec / "components/speech.yaml").write_text("- a list")
    (spec / "requirements/auth.yaml").write_bytes(b"\xff\xfe")
    (spec / "openapi/voices.yaml").unlink()
    (spec / "sources.yaml").unlink()
    rules = {(finding.file, finding.rule) for finding in lint(spec)}
    assert rules >= {("requirements/auth.yaml", "not-utf-8"), ("sources.yaml", "unreadable")}


@pytest.mark.parametrize(
    "content", ["", "a list", "- 1", "paths: 3", "paths: {/x: 1, /y: {get: []}}", "components: []"]
)
def test_odd_shapes_are_findings(spec: Path, content: str) -> None:
    (spec / "openapi/status.yaml").write_text(content)
    assert lint(spec)


def test_bundling_a_broken_overlay_raises_all_findings(spec: Path, edit: Edit) -> None:
    edit("dialects/keypool.yaml", "target: $.servers.production\n", "target: $.no.such\n")
    edit("dialects/keypool.yaml", "target: $.servers[0]\n", "target: $.nor.this\n")
    with pytest.raises(SpecError) as caught:
        bundle_all(spec)
    assert [finding.rule for finding in caught.value.findings] == ["overlay-no-match", "overlay-no-match"]
