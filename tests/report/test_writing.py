"""Report files are written whole or not at all, and a failure is one sentence."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contralto_conformance import report as reports
from contralto_conformance.report import writing
from contralto_conformance.runner.events import Event, ListenerFailed


def _play(listeners: Any, events: list[Event]) -> list[str]:
    """The sentences of those that failed."""
    told = []
    for listener in listeners:
        try:
            for event in events:
                listener.handle(event)
        except ListenerFailed as error:
            told.append(str(error))
    return told


def test_all_files_are_written(tmp_path: Path, events: list[Event]) -> None:
    listeners = reports.files(tmp_path / "new" / "folder")
    assert _play(listeners, events) == []
    names = {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    assert names == {"report.json", "junit.xml", "report.md", "report.html"}
    assert all(listener.written for listener in listeners)


def test_files_are_readable_for_others(tmp_path: Path, events: list[Event]) -> None:
    mask = os.umask(0o022)
    try:
        _play(reports.files(tmp_path), events)
    finally:
        os.umask(mask)
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in tmp_path.iterdir())


def test_folder_that_is_a_file_is_told_before_the_run(tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("")
    with pytest.raises(reports.ReportNotWritten) as told:
        reports.files(file)
    assert str(told.value) == f"cannot write `{file}`: there is a file of that name; choose another folder"
    with pytest.raises(reports.ReportNotWritten, match="a part of the path is a file, not a folder"):
        reports.files(file / "below")


def test_folder_without_permission_is_told(tmp_path: Path, refuse: Callable[[int], None]) -> None:
    refuse(errno.EACCES)
    with pytest.raises(reports.ReportNotWritten, match=r"permission denied; choose another folder$"):
        writing.prepare_folder(tmp_path)


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes every file refuse to be opened for writing."""

    def arm(code: int) -> None:
        def refused(self: Path, *args: Any, **kwargs: Any) -> Any:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(Path, "open", refused)
        monkeypatch.setattr(Path, "write_bytes", refused)

    return arm


def test_full_disk_leaves_the_old_file_and_no_rest(
    tmp_path: Path, events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.json").write_text("of the run before")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    listeners = reports.files(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    told = _play(listeners, events)
    assert told[0] == f"cannot write `{tmp_path / 'report.json'}`: no space left on the device"
    assert len(told) == 4
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"report.json": "of the run before"}


def test_one_that_fails_takes_no_other_with_it(tmp_path: Path, events: list[Event]) -> None:
    (tmp_path / "junit.xml").mkdir()
    told = _play(reports.files(tmp_path), events)
    assert told == [f"cannot write `{tmp_path / 'junit.xml'}`: there is a folder of that name; move it away"]
    assert json.loads((tmp_path / "report.json").read_text())["run"]["exit_code"] == 1
    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_written_files_are_named_on_the_console(tmp_path: Path, events: list[Event], capsys: Any) -> None:
    import sys

    (tmp_path / "junit.xml").mkdir()
    files = reports.files(tmp_path)
    _play([*files, reports.console("console", sys.stdout, written=files)], events)
    text = capsys.readouterr().out
    assert f"report    {tmp_path / 'report.html'}" in text
    assert "junit.xml" not in text


def test_memory_holds_only_traces_that_findings_point_at(report: Any) -> None:
    assert set(report.traces) == {("2025-04-16", "tts/ws/one-shot"), ("2026-08-14", "errors/bad-body")}
