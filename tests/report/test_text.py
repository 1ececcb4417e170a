"""Text of a target is shown, and can do nothing."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contralto_conformance.report.text import byte_count, clip, count, duration, excerpt, one_line, plain, said, visible


@given(st.text(st.characters(), max_size=60))
def test_visible_text_holds_nothing_invisible(text: str) -> None:
    shown = visible(text)
    unseen = {char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}}
    assert unseen <= {"\n", "\t"}
    shown.encode("utf-8")
    assert "\n" not in one_line(text)
    assert "\t" not in one_line(text)


def test_escapes_say_what_was_there() -> None:
    assert visible("\x1b[31m\u202e\ud800\U000e0001 é\u00a0") == "\\x1b[31m\\u202e\\ud800\\U000e0001 é\u00a0"


def test_clip_says_what_is_missing() -> None:
    assert clip("abc", 3) == "abc"
    assert clip("a" * 5000, 2) == "aa… (4,998 more characters)"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 ms"), (0.412, "412 ms"), (0.9996, "1.0 s"), (12.34, "12.3 s"), (59.96, "1 min 00 s"), (185, "3 min 05 s")],
)
def test_duration(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_counts_have_the_right_plural() -> None:
    assert [byte_count(1), byte_count(4096)] == ["1 byte", "4,096 bytes"]
    assert [count(1, "case"), count(2, "case"), count(2, "entry", "entries")] == ["1 case", "2 cases", "2 entries"]


def test_members_behind_long_audio_can_be_seen() -> None:
    message = json.dumps({"type": "chunk", "data": "A" * 4000, "done": False, "title": 'a "quoted" one'}).encode()
    shown = excerpt(message, 400)
    assert shown.endswith('… (4,000 characters)", "done": false, "title": "a \\"quoted\\" one"}')
    assert len(shown) < 200


def test_audio_is_shown_as_bytes() -> None:
    shown = excerpt(b"RIFF\x24\x08\x00\x00WAVE" + bytes(range(256)), 400)
    assert shown.startswith("52 49 46 46 24 08 00 00 57 41 56 45")
    assert shown.endswith("|RIFF$...WAVE....................| … (236 bytes more)")


@given(st.binary(max_size=300), st.integers(1, 50))
def test_excerpts_are_bounded(payload: bytes, limit: int) -> None:
    assert len(excerpt(payload, limit)) <= max(limit + 40, 200)


def test_a_megabyte_of_text_is_cut() -> None:
    assert excerpt(b"x y " * 300_000, 10) == "x y x y x … (1,200,000 bytes in all)"


def test_what_a_target_says_is_bounded_and_writable() -> None:
    deep: dict[str, object] = {"n": float("nan")}
    for _ in range(100):
        deep = {"in": deep, "wide": list(range(1000)), "big": float("inf")}
    text = json.dumps(plain(deep), allow_nan=False)
    assert len(text) < 20_000
    assert len(said(deep)) < 260
    assert said({}) == ""
