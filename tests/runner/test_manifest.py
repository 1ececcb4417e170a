"""Target files: what they say, and what is said of one that is wrong."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import contralto_spec
from contralto_conformance.runner.manifest import Manifest, parse_manifest, read_manifest
from contralto_conformance.runner.model import Waiver
from contralto_spec import SpecError

SPEC = contralto_spec.load()
TODAY = datetime.date(2026, 11, 21)
SECRET = "sk_car_x4b7aQ2mfp9sT1"

GOOD = """\
url: https://gateway.example/v1/cartesia
name: the gateway
credentials: {api_key: GATEWAY_KEY}
api_versions: [2025-04-16, 2026-08-14]
profile: smoke
unclaimed: {line-agents: this gateway carries no calls}
waivers:
  - requirement: voices.limit-*
    versions: [2026-08-14]
    reason: limits are clamped
    until: 2026-12-31
  - requirement: voices.unknown-id-is-404
    reason: an old server
    until: 2026-11-20
budget: 500
"""


def read(text: str) -> Manifest:
    return parse_manifest(text, SPEC, TODAY)


def problems(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        read(text)
    return [str(finding) for finding in caught.value.findings]


def test_a_file_says_what_stands_in_it() -> None:
    manifest = read(GOOD)
    assert manifest.url == "https://gateway.example/v1/cartesia"
    assert manifest.credentials == {"api_key": "GATEWAY_KEY"}
    assert manifest.unclaimed == {"line-agents": "this gateway carries no calls"}
    assert manifest.members["budget"] == 500
    first, second = manifest.waivers
    assert first == Waiver("voices.limit-*", "limits are clamped", "2026-12-31", ("2026-08-14",), where="target.yaml:8")
    assert second.has_ended


@pytest.mark.parametrize(("day", "ended"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_waiver_holds_through_its_last_day(day: str, ended: bool) -> None:
    manifest = parse_manifest(GOOD, SPEC, datetime.date.fromisoformat(day))
    assert manifest.waivers[0].has_ended is ended


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("urll: x", "there is no member `urll`; did you mean `url`"),
        ("budget: -1", "-1 is less than the minimum of 0; Credits that the run may cost at most"),
        ("allow: [everything]", '"everything" is not one of "changes" or "calls"; Side effects'),
        ("profile: smok", "profile `smok` does not exist; did you mean `smoke`"),
        ("dialect: klingon", "dialect `klingon` does not exist"),
        ("api_versions: [2025-01-01]", "API version `2025-01-01` does not exist"),
        ("unclaimed: {line-agent: none}", "no requirement has the feature `line-agent`; did you mean `line-agents`"),
        (
            "waivers: [{requirement: voices.get, reason: x, until: 2027-02-30}]",
            "`2027-02-30` is no day of the calendar",
        ),
        ("waivers: [{requirement: voices.get, reason: x}]", "`until` is missing; Last day on which it holds"),
        (
            "waivers: [{requirement: voices.unknown-is-404, reason: x, until: 2027-01-01}]",
            "`voices.unknown-is-404` matches no requirement; did you mean `voices.unknown-id-is-404`",
        ),
        (
            "waivers: [{requirement: stt.turns.*, versions: [2024-06-10], reason: x, until: 2027-01-01}]",
            "`stt.turns.*` matches no requirement of version 2024-06-10",
        ),
        ("credentials: {api_key: not-a-name}", "does not match"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(line: str, said: str) -> None:
    (problem,) = problems(f"url: https://gateway.example\n{line}\n")
    assert problem.startswith(("target.yaml:2:", "target.yaml:1:1:"))
    assert said in problem


def test_all_mistakes_are_told_together() -> None:
    told = problems("url: ws://gateway.example\nprofile: all\nwaivers: [{requirement: x, reason: y, until: z}]\n")
    assert len(told) == 1  # the date does not fit the schema, without which the rest cannot be read
    told = problems("url: ws://gateway.example\nprofile: all\napi_versions: [2020-01-01]\n")
    assert [line.split(":", 3)[1] for line in told] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "text",
    [
        f"url: https://gateway.example\ncredentials: {{api_key: {SECRET}}}\n",
        f"url: https://gateway.example\napi_key: {SECRET}\n",
        f"url: https://gateway.example\nname: the key is {SECRET}\n",
        f"url: https://gateway.example\n{SECRET}: 1\n",
        "url: https://gateway.example\ncredentials: {api_key: x4b7aq2mfp9st1x4b7aq2mfp9}\n",
    ],
)
def test_a_key_in_a_file_is_refused_and_not_repeated(text: str) -> None:
    told = problems(text)
    assert all("looks like a key itself" in line for line in told)
    assert "x4b7" not in "".join(told)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"gone\.yaml: .*cannot be read"):
        read_manifest(tmp_path / "gone.yaml", SPEC, TODAY)
