"""Case files: what can be played is loaded, what cannot is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from contralto_conformance.cases.loader import cases_of, load, parse
from contralto_conformance.cases.model import Await, Barrier, Case, Connect, File, Request, Send, SendAudio, SendBinary
from contralto_conformance.cases.writer import to_yaml
from contralto_spec import SpecError

ALL_STEPS = """
suite: tts/ws
cases:
  - name: everything
    about: "every kind of step: each once"
    since: 2025-04-16
    until: "2026-08-14"
    cost: paid
    tags: [slow, odd]
    steps:
      - request: {label: first, method: POST, path: /access-token, json: {expires_in: 60, ok: true}, headers: {x-a: b}}
      - request: {method: GET, path: /voices, query: {limit: 2, "expand[]": [a, b]}, auth: none, version: invalid}
      - save: {token: first#/token}
      - connect: {path: /tts/websocket, auth: query-access-token, version: 2024-06-10, subprotocols: [foo]}
      - send: {transcript: "Hi, $token", context_id: $a, voice: null}
      - send_raw: '{"'
      - send_binary: AAEC
      - audio: {name: said, from: request-2}
      - audio: {name: quiet, silence_ms: 20, encoding: pcm_mulaw, sample_rate: 8000}
      - audio: {name: beep, tone_ms: 20}
      - send_audio: {audio: [said, beep], piece_ms: 100, paced: true}
      - send_audio: {audio: quiet, piece_bytes: 33, message: {media: {payload: $piece, id: $token}}}
      - await_error: true
      - send_fragments: ["{", "}"]
      - ping: true
      - await: {type: done, context_id: $a}
      - barrier: true
      - {close: true, on: socket-1}
      - await_close: true
      - pause_s: 0.5
      - request:
          label: form
          method: POST
          path: /files
          form:
            voice[id]: $voice
            rate: 8000
            kinds[]: [a, b]
            clip:
              - {file: a.wav, type: audio/wav, from: first}
              - {file: b.txt, text: "of $voice"}
              - {file: c.bin, base64: AAEC}
              - {file: d.wav, type: audio/wav, tone_s: 0.5}
"""


def problems(steps: str, head: str = "suite: s\ncases:\n  - name: c\n    about: a\n    steps:\n") -> list[str]:
    with pytest.raises(SpecError) as caught:
        parse(head + "".join(f"      - {line}\n" for line in steps.splitlines()), "s.yaml")
    return [str(finding) for finding in caught.value.findings]


def test_every_kind_of_step_is_read() -> None:
    (case,) = parse(ALL_STEPS, "x.yaml").cases
    assert case.name == "tts/ws/everything"
    assert (case.since, case.until, case.cost) == ("2025-04-16", "2026-08-14", "paid")
    assert case.tags == {"slow", "odd"}
    first, second = case.steps[:2]
    assert isinstance(first, Request)
    assert (first.label, first.json) == ("first", {"expires_in": 60, "ok": True})
    assert isinstance(second, Request)
    assert (second.label, second.query) == ("request-2", (("limit", "2"), ("expand[]", "a"), ("expand[]", "b")))
    assert SendBinary(b"\x00\x01\x02") in case.steps
    assert SendAudio(("said", "beep"), piece_ms=100, paced=True) in case.steps
    assert len(case.steps) == 21


def test_a_form_is_read_field_by_field() -> None:
    (case,) = parse(ALL_STEPS, "x.yaml").cases
    request = case.steps[-1]
    assert isinstance(request, Request)
    assert request.form == (
        ("voice[id]", "$voice"),
        ("rate", "8000"),
        ("kinds[]", "a"),
        ("kinds[]", "b"),
        ("clip", File("a.wav", "audio/wav", answer="first")),
        ("clip", File("b.txt", text="of $voice")),
        ("clip", File("c.bin", content=b"\x00\x01\x02")),
        ("clip", File("d.wav", "audio/wav", tone_s=0.5)),
    )


def test_a_case_written_out_reads_back_as_itself() -> None:
    (case,) = parse(ALL_STEPS, "x.yaml").cases
    (again,) = parse(to_yaml(case), "x.yaml").cases
    assert again == Case(**{**vars(case), "source": again.source})


def test_a_generated_script_reads_like_a_case_file() -> None:
    steps = (Connect("socket-1", "/tts/websocket"), Send({"transcript": "Yes.", "context_id": "$a", "continue": True}))
    text = to_yaml(Case("sessions/tts-ws", "generated", (*steps, Await({"type": "done"}), Barrier())))
    assert text == (
        "suite: sessions\ncases:\n  - name: tts-ws\n    about: generated\n    steps:\n"
        "      - connect: {label: socket-1, path: /tts/websocket}\n"
        "      - send: {transcript: Yes., context_id: $a, continue: true}\n"
        "      - await: {type: done}\n      - barrier: true\n"
    )


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("send: {transcript: x}", "s.yaml:6:9: error [case-no-socket] `send` comes before any `connect`"),
        ("nonsense: 1", "s.yaml:6:9: error [case-schema]"),
        ("{ping: true, barrier: true}", "s.yaml:6:9: error [case-schema] a step has exactly one of the members"),
        ("connect: {path: tts}", "s.yaml:6:19: error [case-schema]"),
        ("connect: {path: /x, auth: query-access-token}", "`auth: query-access-token` needs `$token`"),
        ("request: {method: GET, path: /voices/$first}", "`$first` is not known here"),
        ("save: {id: first#/id}", "no earlier request or socket has the label `first`; there is none"),
        (
            "request: {label: r, method: GET, path: /}\nrequest: {label: r, method: GET, path: /}",
            "s.yaml:7:9: error [case-label] the label `r` stands twice in this case",
        ),
        ("connect: {path: /x}\n{ping: true, on: two}", "no earlier `connect` has the label `two`; there are: socket-1"),
        ("connect: {path: /x}\nsend_binary: AAE", "is not base64"),
        ("connect: {path: /x}\nsend_audio: {audio: said}", "no earlier step makes the audio `said`; there is none"),
        ("audio: {name: said, from: spoken}", "no earlier request has the label `spoken`; there is none"),
        ("audio: {name: a, tone_ms: 9, encoding: pcm_alaw}", "no tone is made in `pcm_alaw`; there are: pcm_s16le,"),
        ("audio: {name: a, tone_ms: 9, silence_ms: 9}", "s.yaml:6:9: error [case-schema]"),
        (
            "audio: {name: a, silence_ms: 9}\naudio: {name: b, silence_ms: 9, sample_rate: 8000}\n"
            "connect: {path: /x}\nsend_audio: {audio: [a, b]}",
            "the audio is not all of one encoding and rate",
        ),
        ("connect: {path: /x}\nsend: {data: $piece}", "`$piece` is not known here"),
        (
            "request: {method: POST, path: /x, form: {clip: {file: a.wav, from: first}}}",
            "no earlier request has the label `first`; there is none",
        ),
        ("request: {method: POST, path: /x, form: {clip: {file: a}}}", "s.yaml:6:"),
        ("request: {method: POST, path: /x, json: 1, form: {a: b}}", "s.yaml:6:"),
        ("request: {method: POST, path: /x, form: {a: $first}}", "`$first` is not known here"),
        ("{pause_s: 1, on: x}", "`pause_s` does not speak on a socket"),
    ],
)
def test_what_cannot_be_played_is_named_with_its_place(steps: str, expected: str) -> None:
    found = problems(steps)
    assert any(expected in problem for problem in found), found


def test_all_problems_of_all_files_are_shown_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("suite: s\ncases:\n  - {name: c, about: a, steps: [{ping: true}]}\n")
    (tmp_path / "c.yaml").write_text("suite: [")
    with pytest.raises(SpecError) as caught:
        load([tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.yaml", tmp_path / "d.yaml"])
    rules = sorted((finding.file, finding.rule) for finding in caught.value.findings)
    assert rules == [
        ("cases/a.yaml", "case-no-socket"),
        ("cases/b.yaml", "case-no-socket"),
        ("cases/c.yaml", "not-yaml"),
        ("cases/d.yaml", "unreadable"),
    ]


def test_names_stand_once_in_a_file_and_suites_once_in_all(tmp_path: Path) -> None:
    entry = "  - {name: c, about: a, steps: [{pause_s: 1}]}\n"
    (tmp_path / "a.yaml").write_text(f"suite: s\ncases:\n{entry}")
    (tmp_path / "b.yaml").write_text(f"suite: s\ncases:\n{entry}")
    with pytest.raises(SpecError, match="suite `s` is the name of an earlier file too"):
        load([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    with pytest.raises(SpecError, match="case `s/c` stands twice"):
        parse(f"suite: s\ncases:\n{entry}{entry}", "s.yaml")
    assert list(cases_of(load([tmp_path / "a.yaml"]))) == ["s/c"]


def test_a_case_is_for_the_versions_it_names() -> None:
    case = Case("s/c", "a", (), since="2025-04-16", until="2026-03-01")
    assert [case.applies_to(date) for date in ("2024-11-13", "2025-04-16", "2026-03-01", "2026-08-14")] == [
        False,
        True,
        True,
        False,
    ]
