"""`contralto check` for operators: target files, profiles, dry runs, budgets, and what is left behind."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

import contralto_spec
from contralto_cli.main import main
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.manifest import parse_manifest

from ..runner.targets import answer, answering, raw_server  # noqa: TID252

KEY = "sk_car_test"
DATE = "2026-08-14"
GOLDEN = Path(__file__).parent / "golden"
UNKNOWN = "voices.unknown-id-is-404"
SHOULD = "voices.limit-out-of-range-refused"
ONLY = ("--api-version", DATE, "--only", UNKNOWN, "--only", SHOULD, "--no-generated")

Run = Callable[..., tuple[int, str, str]]
Write = Callable[..., str]


@pytest.fixture
def contralto(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in a folder of its own: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GATEWAY_KEY", KEY)
    monkeypatch.setenv("CONTRALTO_API_KEY", KEY)
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@pytest.fixture
def target(tmp_path: Path) -> Write:
    """Writes `target.yaml` for a URL with further members."""

    def write(url: str, **members: Any) -> str:
        (tmp_path / "target.yaml").write_text(yaml.safe_dump({"url": url, **members}, sort_keys=False))
        return "target.yaml"

    return write


def waiver(requirement: str, until: str = "2027-01-31") -> dict[str, str]:
    return {"requirement": requirement, "reason": "an old server", "until": until}


def report(folder: Path) -> Any:
    return json.loads((folder / "report" / "report.json").read_text())


def is_golden(name: str, text: str) -> bool:
    file = GOLDEN / name
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN") == "1":
        file.write_text(text, encoding="utf-8")
    return file.read_text(encoding="utf-8") == text


def test_a_target_file_stands_in_the_place_of_the_url(contralto: Run, target: Write) -> None:
    with serve(MockSettings()) as mock:
        file = target(mock.url, name="the gateway", credentials={"api_key": "GATEWAY_KEY"}, api_versions=[DATE])
        code, out, err = contralto("check", file, "--only", UNKNOWN, "--no-generated", "--report", "report")
    assert (code, err) == (0, "")
    assert f"target    the gateway, {mock.url}" in out
    document = report(Path())
    assert document["versions"] == [DATE]
    assert document["target"]["name"] == "the gateway"
    assert document["run"]["command"] == ["contralto", "check", "target.yaml", "--only", UNKNOWN, "--no-generated"]


def test_options_and_the_url_win_over_the_file(contralto: Run, target: Write) -> None:
    file = target("http://nowhere.invalid", api_versions=["2024-06-10"], profile="full")
    with serve(MockSettings()) as mock:
        arguments = ("--target", file, "--api-version", DATE, "--profile", "smoke", "--only", UNKNOWN)
        code, _, _ = contralto("check", mock.url, *arguments, "--report", "report")
    assert code == 0
    document = report(Path())
    assert document["versions"] == [DATE]
    assert document["run"]["profile"] == "smoke"


def test_a_variable_that_is_not_set_is_named(contralto: Run, target: Write) -> None:
    code, _, err = contralto("check", target("http://x.invalid", credentials={"api_key": "NOBODY_SET_THIS"}))
    assert code == 2
    assert (
        err == "error: NOBODY_SET_THIS, which `target.yaml` names as `api_key`, is not set\nhint: set NOBODY_SET_THIS\n"
    )


def test_all_that_is_wrong_with_a_file_is_told_by_line(contralto: Run, tmp_path: Path) -> None:
    (tmp_path / "target.yaml").write_text(
        "url: ws://gateway.example\nprofile: smokey\nunclaimed: {line-agent: no calls}\n"
        "waivers:\n  - {requirement: voices.unknown-is-404, reason: an old server, until: 2027-01-31}\n"
    )
    code, _, err = contralto("check", "target.yaml")
    assert code == 2
    assert is_golden("target-findings.txt", err)


def test_a_known_violation_is_no_failure_until_its_last_day(contralto: Run, target: Write) -> None:
    with serve(MockSettings(defects=(UNKNOWN,))) as mock:
        file = target(mock.url, waivers=[waiver(UNKNOWN)])
        code, out, _ = contralto("check", file, *ONLY, "--today", "2027-01-31")
        assert code == 0
        assert re.search(rf"{UNKNOWN} +MUST +known", out)
        code, out, _ = contralto("check", file, *ONLY, "--today", "2027-02-01")
    assert code == 1
    assert "reason    its waiver ended on 2027-01-31: an old server (target.yaml:3)" in out


def test_a_waiver_of_what_is_met_fails_the_run(contralto: Run, target: Write) -> None:
    with serve(MockSettings()) as mock:
        code, out, _ = contralto("check", target(mock.url, waivers=[waiver(UNKNOWN)]), *ONLY, "--today", "2026-12-01")
    assert code == 1
    assert "waived as violated, but met" in out


def test_a_feature_that_is_not_claimed_is_skipped_with_its_reason(contralto: Run, target: Write) -> None:
    with serve(MockSettings()) as mock:
        file = target(mock.url, unclaimed={"voice-changer": "we change no voices"})
        code, _, _ = contralto("check", file, "--only", "voice.changer.*", *ONLY, "--report", "report")
    assert code == 0
    rows = {e["id"]: e["verdicts"][DATE] for e in report(Path())["requirements"] if e["feature"] == "voice-changer"}
    assert {row["verdict"] for row in rows.values()} == {"skipped"}
    assert {row["total"] for row in rows.values()} == {"not_verified"}
    assert {row["reason"] for row in rows.values()} == {"feature `voice-changer` is not claimed: we change no voices"}


def test_what_a_profile_leaves_out_is_not_verified(contralto: Run) -> None:
    with serve(MockSettings()) as mock:
        code, out, _ = contralto("check", mock.url, *ONLY, "--profile", "smoke")
    assert code == 0
    assert f"left out by profile `smoke`: {SHOULD}" in out
    assert re.search(rf"{UNKNOWN} +MUST +pass", out)


def test_a_dry_run_says_all_and_sends_nothing(contralto: Run, target: Write) -> None:
    file = target(
        "https://gateway.example",
        name="the gateway",
        budget=40,
        unclaimed={"stt": "no transcripts"},
        waivers=[waiver(UNKNOWN)],
    )
    names = (UNKNOWN, SHOULD, "agents.line.start-is-first", "tts.bytes.wav-header-agrees", "tts.bytes.mp3-frames")
    only = [word for name in names for word in ("--only", name)]
    code, out, _ = contralto("check", file, "--api-version", DATE, *only, "--dry-run", "--today", "2026-12-01")
    assert code == 0
    assert is_golden("dry-run.txt", out)


def test_a_dry_run_needs_no_key(contralto: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTRALTO_API_KEY")
    code, out, err = contralto("check", "https://gateway.example", "--dry-run", "--only", UNKNOWN)
    assert (code, err) == (0, "")
    assert out.endswith("Nothing was sent.\n")


def test_a_dry_run_is_also_data(contralto: Run) -> None:
    code, out, _ = contralto("check", "https://gateway.example", "--dry-run", "--format", "json", "--profile", "smoke")
    assert code == 0
    document = json.loads(out)
    assert document["profile"] == "smoke"
    assert document["total"]["at_most"] == pytest.approx(sum(case["at_most"] for case in document["cases"]), abs=0.1)


def needing_leave(contralto: Run, url: str, *options: str) -> set[str]:
    """What side effects leave is missing for; what a profile leaves out needs none."""
    out = contralto("check", url, "--dry-run", "--format", "json", *options)[1]
    return {named for why in json.loads(out)["withheld"].values() for named in re.findall(r"--allow (\w+)", why)}


def test_elsewhere_nothing_is_made_and_nobody_called_without_leave(contralto: Run) -> None:
    elsewhere = "https://gateway.example"
    assert needing_leave(contralto, elsewhere) == {"changes", "calls"}
    assert needing_leave(contralto, elsewhere, "--allow", "changes", "--allow", "calls") == set()


@pytest.mark.parametrize(("options", "withheld"), [((), False), (("--allow", "nothing"), True)])
def test_a_gateway_on_this_machine_may_be_spared(contralto: Run, options: tuple[str, ...], withheld: bool) -> None:
    assert bool(needing_leave(contralto, "http://127.0.0.1:1", *options)) is withheld


def test_what_could_exceed_the_budget_is_not_started(contralto: Run) -> None:
    with serve(MockSettings(admin=True)) as mock:
        arguments = ("--only", "tts.bytes.*", "--only", UNKNOWN, "--api-version", DATE, "--budget", "60")
        code, out, _ = contralto("check", mock.url, *arguments, "--report", "report")
        charged = httpx.get(f"{mock.url}/_contralto/limits").json()["credits_used"]
    assert code == 0
    assert charged <= 60
    assert "left out by the budget of 60 credits" in out
    document = report(Path())
    assert 0 < document["money"]["spent"]["at_most"] <= document["money"]["budget"] == 60
    assert document["money"]["estimate"]["at_most"] > 60
    for name in ("report.md", "report.html"):
        assert "budget 60 credits" in (Path("report") / name).read_text()


def test_the_estimate_stands_before_everything_else(contralto: Run) -> None:
    with serve(MockSettings()) as mock:
        _, out, _ = contralto("check", mock.url, "--only", "tts.bytes.wav-*", "--api-version", DATE)
    assert out.startswith("estimate  ")
    assert re.search(r"^spent     about \d+ credits \(at most \d+\)", out, re.MULTILINE)


def test_soak_wants_to_know_when_to_end(contralto: Run) -> None:
    code, _, err = contralto("check", "http://127.0.0.1:1", "--profile", "soak")
    assert code == 2
    assert "goes on until its time is up" in err


def test_soak_finds_what_is_violated_now_and_then(contralto: Run) -> None:
    asked = 0

    def answers(method: str, path: str, headers: dict[str, str]) -> bytes:
        nonlocal asked
        if path == "/":
            return answer(200, {"ok": True, "version": DATE})
        if path.startswith("/voices?"):
            return answer(200, {"data": [], "has_more": False})
        asked += 1
        title = {"error_code": "voice_not_found", "title": "Voice not found", "message": "none", "request_id": "r"}
        return answer(400 if asked == 2 else 404, title)

    with raw_server(answering(answers)) as server:
        arguments = ("--profile", "soak", "--max-time", "3", "--only", UNKNOWN, "--api-version", DATE, "--no-generated")
        code, out, _ = contralto("check", server.url, *arguments)
    assert code == 1
    assert re.search(r"reason +flaky: violated in 1 of \d+ rounds, with seed 1\n", out)
    assert re.search(r"^run .* [\d,]+ rounds, profile soak", out, re.MULTILINE)
    assert re.search(r"again +contralto check \S+ --profile standard ", out)
    assert "not complete" not in out


def test_an_example_of_a_target_file_can_be_used_as_it_is(contralto: Run, tmp_path: Path) -> None:
    code, out, _ = contralto("init-target", "https://gateway.example/v1/cartesia")
    assert code == 0
    manifest = parse_manifest(out, contralto_spec.load(), datetime.date(2026, 11, 21))
    assert manifest.url == "https://gateway.example/v1/cartesia"
    assert contralto("init-target", "https://gateway.example", "--out", "mine.yaml")[0] == 0
    assert contralto("init-target", "https://gateway.example", "--out", "mine.yaml")[0] == 2


def test_the_example_of_the_readme_can_be_used() -> None:
    readme = (Path(__file__).parents[2] / "conformance/README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(url: .*?)```", readme, re.DOTALL)
    manifest = parse_manifest(example, contralto_spec.load(), datetime.date(2026, 11, 21))
    assert manifest.credentials == {"api_key": "GATEWAY_KEY"}


def test_every_member_of_a_target_file_is_in_the_example_and_the_schema(contralto: Run) -> None:
    example = contralto("init-target", "https://gateway.example")[1]
    schema = json.loads(contralto("target-schema")[1])
    assert [name for name in schema["properties"] if not re.search(rf"^(# )?{name}:", example, re.MULTILINE)] == []


def test_the_example_names_no_member_twice(contralto: Run) -> None:
    named = re.findall(r"^(?:# )?([a-z_]+):", contralto("init-target", "https://gateway.example")[1], re.MULTILINE)
    assert len(named) > 10
    assert [name for name in dict.fromkeys(named) if named.count(name) > 1] == []


def left(url: str, *paths: str) -> str:
    entry = {"what": "/pronunciation-dicts/", "version": DATE, "case": "mine/slow", "is_admin": False, "problem": ""}
    made = [{**entry, "id": path.rpartition("/")[2], "delete": path} for path in paths]
    document = {"format": "contralto-ledger", "format_version": 1, "url": url, "run": "contralto_check", "made": made}
    Path("ledger.json").write_text(json.dumps(document))
    return "ledger.json"


def test_clean_deletes_what_a_killed_run_has_left(contralto: Run) -> None:
    headers = {"authorization": f"Bearer {KEY}", "cartesia-version": DATE}
    with serve(MockSettings()) as mock:
        made = httpx.post(f"{mock.url}/pronunciation-dicts/", json={"name": "left"}, headers=headers).json()["id"]
        code, out, _ = contralto("clean", left(mock.url, f"/pronunciation-dicts/{made}", "/pronunciation-dicts/gone"))
        assert httpx.get(f"{mock.url}/pronunciation-dicts/{made}", headers=headers).status_code == 404
    assert (code, out) == (0, f"deleted  /pronunciation-dicts/{made}\ndeleted  /pronunciation-dicts/gone\n")
    assert not Path("ledger.json").exists()


def test_clean_keeps_what_it_cannot_delete(contralto: Run) -> None:
    with serve(MockSettings(faults=("pronunciation_dicts.delete:503",))) as mock:
        code, out, _ = contralto("clean", left(mock.url, "/pronunciation-dicts/one"))
    assert (code, out) == (1, "kept     /pronunciation-dicts/one: DELETE was answered 503\n")
    assert json.loads(Path("ledger.json").read_text())["made"][0]["problem"] == "DELETE was answered 503"


def test_a_ledger_of_an_earlier_run_is_not_overwritten(contralto: Run) -> None:
    left("https://gateway.example", "/pronunciation-dicts/one")
    code, _, err = contralto("check", "http://127.0.0.1:1", "--ledger", "ledger.json")
    assert code == 2
    assert "`contralto clean ledger.json` deletes it" in err


@pytest.mark.parametrize("text", ["{}", "[]", "not json", '{"format": "contralto-report"}'])
def test_what_is_no_ledger_is_refused(contralto: Run, text: str) -> None:
    Path("ledger.json").write_text(text)
    code, _, err = contralto("clean", "ledger.json")
    assert code == 2
    assert "ledger.json" in err
