"""Files of every kind: the known formats are read, and whatever else comes ends in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.builders import NEW, OLD, Socket, chunk, done, http, speech, stream, trace

import contralto_spec
from contralto_conformance import json_file
from contralto_conformance.recorded import NothingRecorded, Recording, Unreadable, read
from contralto_conformance.trace import Trace

from .hars import document, entry, har

VERSIONS = [version.date for version in contralto_spec.load().described_versions]
PAGE = http("GET", "/voices", answer={"data": [], "has_more": False})


@pytest.fixture
def file(tmp_path: Path) -> Callable[[object], Path]:
    """Writes a value as JSON, or text and bytes as they are."""

    def write(content: object) -> Path:
        path = tmp_path / "capture.har"
        if not isinstance(content, bytes):
            content = (content if isinstance(content, str) else json.dumps(content)).encode()
        path.write_bytes(content)
        return path

    return write


def judged(path: Path, **options: Any) -> Recording:
    return read(path, VERSIONS, **options)


def test_a_har_file_is_read(file: Callable[[object], Path]) -> None:
    recording = judged(file(har(PAGE, Socket().served("a").exchange())))
    assert (recording.name, recording.base, recording.exchanges) == ("capture.har", "http://target", 2)
    assert {trace.api_version for trace in recording.traces} == {NEW}


def test_a_byte_order_mark_does_no_harm(file: Callable[[object], Path]) -> None:
    assert judged(file(b"\xef\xbb\xbf" + json.dumps(har(PAGE)).encode())).exchanges == 1


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one, one]], ids=["one", "several"])
def test_traces_are_read(wrap: Callable[[Any], Any], file: Callable[[object], Path]) -> None:
    recorded = trace(PAGE, Socket().served("a").exchange())
    recording = judged(file(wrap(recorded.to_dict())))
    assert recording.traces[0] == recorded
    assert recording.client == recording.traces


def test_the_traces_of_a_report_are_read(file: Callable[[object], Path]) -> None:
    recorded = trace(PAGE, version=OLD)
    report = {"format": "contralto-report", "traces": {OLD: {recorded.key: [recorded.to_dict()]}, NEW: {}}}
    recording = judged(file(report))
    assert recording.traces == [recorded]
    assert recording.client == []


def test_each_exchange_counts_for_the_version_that_it_named(file: Callable[[object], Path]) -> None:
    answer = {"data": [], "has_more": False}
    exchanges = [http("GET", "/voices", answer=answer, version=version) for version in (OLD, NEW, None, "2031-01-01")]
    recording = judged(file(har(*exchanges)))
    assert {t.api_version: len(t.exchanges) for t in recording.traces} == {OLD: 1, NEW: 3}
    assert recording.remarks == ["2 of them named no version that the spec describes: 2026-08-14 counts"]


def test_a_socket_that_named_no_version_is_passed_over(file: Callable[[object], Path]) -> None:
    recording = judged(file(har(PAGE, Socket(version=None).served("a").exchange())))
    assert recording.passed_over == {"a socket that named no version that the spec describes": 1}


def test_what_went_elsewhere_is_counted_and_left_alone(file: Callable[[object], Path]) -> None:
    elsewhere = entry(http("GET", "/style.css", version=None))
    elsewhere["request"]["url"] = "https://cdn.example/style.css"
    below = entry(http("GET", "/nothing-of-the-kind", version=None))
    recording = judged(file(document([entry(PAGE), elsewhere, below])))
    assert recording.passed_over == {
        "they went elsewhere": 1,
        "nothing that any version documents was asked for": 1,
    }
    assert [len(t.exchanges) for t in recording.client] == [1]


def test_a_voice_is_that_of_the_run_only_if_it_was_heard(file: Callable[[object], Path]) -> None:
    heard = stream(chunk("a"), done("a"), send=speech(model_id="m-1"))
    unheard = http("POST", "/tts/bytes", status=404, send=speech(model_id="m-2"), answer={})
    values = {t.variant: t.values.get("model") for t in judged(file(har(heard, unheard))).traces}
    assert values == {"speech-1": "m-1", "speech-2": None}


def test_lists_before_and_after_a_change_are_apart(file: Callable[[object], Path]) -> None:
    made = http("POST", "/voices", send={"name": "x"}, answer={"id": "1"}, started_s=1.0)
    late = http("GET", "/voices", answer={}, started_s=100.0)
    parts = {t.variant: [e.label for e in t.exchanges] for t in judged(file(har(PAGE, made, PAGE, late))).traces}
    assert parts == {"part-1": ["entry-0", "entry-2"], "part-2": ["entry-1"], "part-3": ["entry-3"]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        ("{", "line 1, column 2: it is not JSON: expecting property name enclosed in double quotes"),
        ("<html>", "line 1, column 1: it is not JSON: expecting value"),
        (b"\xff\xfe{\x00", "byte 0: it is not UTF-8"),
        ("[NaN]", "it is not JSON: NaN is no number of JSON"),
        ("[1e999]", "it is not JSON: the number 1e999 is too large"),
        ("[" * 100_000, "it is nested deeper than 64 levels"),
        ("[" * 70 + "]" * 70, "it is nested deeper than 64 levels"),
        (f"[{'9' * 5000}]", "it is not JSON: Exceeds the limit (4300 digits) for integer string conversion"),
        ([], "it is neither HAR nor a report or trace of contralto"),
        ({"openapi": "3.1.0"}, "it is neither HAR nor a report or trace of contralto"),
        ({"log": {"entries": {}}}, "log.entries: an array is expected, not an object"),
        ({"log": {"entries": [None]}}, "log.entries[0]: an object is expected, not null"),
        (har(), "none of its 0 requests is of this API"),
        ({"format": "contralto-report"}, "the member `traces` is missing"),
        ({"format": "contralto-report", "traces": []}, "traces: an object is expected"),
        ({"format": "contralto-report", "traces": {"2026-08-14": {"a": {}}}}, "an array is expected, not an object"),
        ({"format": "contralto-report", "traces": {"2026-08-14": {}}}, "it holds no traffic"),
        ({"case": "x", "exchanges": [], "api_version": "1"}, "it is no trace"),
        (Trace("x", "2031-01-01").to_dict(), "all of it is of versions that the spec does not describe"),
    ],
)
def test_a_file_that_is_something_else_is_told_in_one_sentence(
    content: object, message: str, file: Callable[[object], Path]
) -> None:
    path = file(content)
    with pytest.raises(Unreadable) as caught:
        judged(path)
    assert str(caught.value).startswith(f"`{path}`")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "no.har", "there is no such file"), (tmp_path, "it is a folder, not a file")):
        with pytest.raises(Unreadable, match=message):
            judged(path)


def test_a_place_inside_a_trace_is_named(file: Callable[[object], Path]) -> None:
    wrong = trace(PAGE).to_dict()
    wrong["exchanges"][0]["frames"][0]["kind"] = "smell"
    with pytest.raises(Unreadable, match=r"exchanges\[0\]\.frames\[0\]\.kind: it is no trace"):
        judged(file(wrong))


def test_limits_hold(file: Callable[[object], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(har(PAGE, PAGE))
    monkeypatch.setattr("contralto_conformance.recorded.har.MAX_ENTRIES", 1)
    with pytest.raises(Unreadable, match="it holds more than 1 entries"):
        judged(path)
    monkeypatch.setattr(json_file, "MAX_VALUES", 20)
    with pytest.raises(Unreadable, match="it holds more than 20 values"):
        judged(path)
    monkeypatch.setattr(json_file, "MAX_FILE_BYTES", 1024 * 1024)
    with pytest.raises(Unreadable, match="it is larger than 1 MiB"):
        judged(file(" " * (1024 * 1024 + 1)))


def test_a_base_that_fits_nothing_is_told(file: Callable[[object], Path]) -> None:
    with pytest.raises(NothingRecorded, match="none of its 1 requests below `/v2` is of this API"):
        judged(file(har(PAGE)), base="/v2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
SPOKEN = Socket().send("a").say(chunk("a", 0.001), done("a")).exchange()
SAMPLES: tuple[Any, ...] = (
    har(PAGE, SPOKEN, stream(chunk("a", 0.001), done("a"))),
    trace(PAGE, SPOKEN).to_dict(),
    {"format": "contralto-report", "traces": {NEW: {"a": [trace(PAGE).to_dict()]}}},
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@given(st.data())
def test_a_document_with_any_value_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    path = tmp_path_factory.getbasetemp() / "any.har"
    path.write_text(json.dumps(replaced(sample, data.draw(st.sampled_from(places(sample))), data.draw(JSON))))
    try:
        recording = judged(path)
    except Unreadable as error:
        assert str(error).startswith(f"`{path}`")
    else:
        assert recording.exchanges > 0


@given(st.binary(max_size=64) | st.text(max_size=64).map(str.encode))
def test_any_bytes_are_refused_in_one_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bytes"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        judged(path)
