"""Runs the test-suite that the vendor publishes with its Python SDK against the mock, and prints what became of it.

The suite is written for a mock that answers the examples of a document to whatever is asked: its records have names
such as `id`, its recordings are the bytes `Example data`, its limits are 0. For a mock that has a state, `Filled` puts
real values in their place on the way out. What is asked for, and how an answer is judged, stays the suite's own.

It runs in the environment of the suite, without this repository's packages: `run_suite.py FOLDER`, where FOLDER holds
the unpacked source of the SDK.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import os
import sys
import wave
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from cartesia._base_client import BaseClient

URL = os.environ["MOCK_URL"]
# The suite's own credential; the mock is told to accept it.
HEADERS = {"Authorization": "Bearer My Token", "Cartesia-Version": "2026-08-14"}
KATIE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
AGENT = "agent_7Qk2mPz4Rt"

# The tests that a mock without a state cannot pass, which the suite leaves out by itself.
_LEFT_OUT = "Mock server tests are disabled"

# Cursors that name no record and exclude each other, a day on which nothing was, and a second word for the language.
_DROPPED = {"starting_after", "ending_before", "start_date", "end_date", "locale"}

_NUMBERS = {
    "limit": 10,
    "speed": 1,
    "volume": 1,
    "expires_in": 60,
    "sample_rate": 16000,
    "output_format[bit_rate]": 128000,
}
_WORDS = {"language": "en", "tts_language": "en", "normalization": "auto", "expand": "transcript"}


def recording() -> bytes:
    """A second of a tone, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16000)
        wave_of_200_hz = b"\xb8\x0b" * 40 + b"\x48\xf4" * 40
        out.writeframes(wave_of_200_hz * 200)
    return file.getvalue()


class Records:
    """Records of the mock, made when they are needed: a test may delete what it was given."""

    def __init__(self) -> None:
        self._client = httpx.Client(base_url=URL, headers=HEADERS)
        self._recording = recording()
        self._numbers = itertools.count()

    def _made(self, path: str, **options: Any) -> str:
        answer = self._client.post(path, **options).raise_for_status()
        return str(answer.json()["id"])

    def _seeded(self, path: str, place: str | None = None, **query: str) -> str:
        found = self._client.get(path, params=query).raise_for_status().json()
        return str((found[place] if place else found)[0]["id"])

    def clip(self) -> tuple[str, bytes, str]:
        return ("clip.wav", self._recording, "audio/wav")

    def voice(self) -> str:
        about = {"name": "Ada", "language": "en", "accent": "general-american"}
        return self._made("/voices/clone", data=about, files={"clip": self.clip()})

    def voice_with_accent(self, accent: str) -> str:
        voice = self.voice()
        self._client.patch(f"/voices/{voice}/accents", json={"accents": [accent]}).raise_for_status()
        return voice

    def dataset(self) -> str:
        return self._made("/datasets/", json={"name": "readings", "description": "A test."})

    def dataset_with_file(self) -> tuple[str, str]:
        dataset = self.dataset()
        path = f"/datasets/{dataset}/files"
        self._client.post(path, data={"purpose": "fine_tune"}, files={"file": self.clip()}).raise_for_status()
        return dataset, self._seeded(path, "data")

    def fine_tune(self) -> str:
        dataset, _ = self.dataset_with_file()
        about = {"name": "Mine", "description": "A test.", "language": "en", "model_id": "sonic-3-2026-01-12"}
        return self._made("/fine-tunes/", json={**about, "dataset": dataset})

    def dictionary(self) -> str:
        return self._made("/pronunciation-dicts/", json={"name": "names", "items": []})

    def metric(self) -> str:
        return self._made("/agents/metrics", json={"name": self.new_name(), "prompt": "Was it short?"})

    def attached_metric(self) -> str:
        metric = self.metric()
        self._client.post(f"/agents/{AGENT}/metrics/{metric}").raise_for_status()
        return metric

    def new_name(self) -> str:
        return f"name_{next(self._numbers)}"

    def call(self) -> str:
        return self._seeded("/agents/calls", "data", agent_id=AGENT)

    def deployment(self) -> str:
        return self._seeded(f"/agents/{AGENT}/deployments")


class Filled:
    """Puts real values in the place of the suite's."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def path(self, method: str, path: str) -> str:
        """A path of a request with the names of real records."""
        records = self._records
        match path.strip("/").split("/"):
            case ["agents", "agent_id"] if method == "delete":
                return "/agents/agent_nowhere"  # no operation makes one, and the others are needed
            case ["agents", "agent_id", "metrics", "metric_id"] if method == "delete":
                return f"/agents/{AGENT}/metrics/{records.attached_metric()}"
            case ["voices", "id", "accents", accent]:
                return f"/voices/{records.voice_with_accent(accent)}/accents/{accent}"
            case ["voices", "id", *rest]:
                return "/".join(["", "voices", records.voice(), *rest])
            case ["datasets", "id", "files", "fileID"]:
                return "/datasets/{}/files/{}".format(*records.dataset_with_file())
            case ["datasets", "id", *rest]:
                return "/".join(["", "datasets", records.dataset(), *rest])
            case ["fine-tunes", "id", *rest]:
                return "/".join(["", "fine-tunes", records.fine_tune(), *rest])
            case ["pronunciation-dicts", "id"]:
                return f"/pronunciation-dicts/{records.dictionary()}"
            case ["agents", *rest]:
                return "/".join(["", "agents", *map(self._of_agents, rest)])
        return path

    def _of_agents(self, segment: str) -> str:
        names = {
            "agent_id": lambda: AGENT,
            "metric_id": self._records.metric,
            "call_id": self._records.call,
            "deployment_id": self._records.deployment,
        }
        return names[segment]() if segment in names else segment

    def members(self, given: Any) -> Any:
        """A body, a query or a part of one."""
        if not isinstance(given, Mapping):
            return given
        return {name: self._member(name, value) for name, value in given.items() if name not in _DROPPED}

    def _member(self, name: str, value: Any) -> Any:
        records = self._records
        if value == 0 and name in _NUMBERS:
            return _NUMBERS[name]
        if value == name and name in _WORDS:
            return _WORDS[name]
        match name, value:
            case (("voice_id" | "base_voice_id" | "voice[id]" | "tts_voice"), str()):
                return KATIE
            case "id", "id":
                return KATIE
            case "dataset", "dataset":
                return records.dataset_with_file()[0]
            case "pronunciation_dict_id", str():
                return records.dictionary()
            case "agent_id" | "metric_id" | "call_id" | "deployment_id", str() if value == name:
                return self._of_agents(value)
        return self.members(value)

    def result(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Filters of results, of which one must be left."""
        return {name: value for name, value in given.items() if name in ("limit", "agent_id")}

    def metric(self, given: dict[str, Any]) -> dict[str, Any]:
        """The body of a request for a metric, whose name may not be taken."""
        return {**given, "name": self._records.new_name()}

    def files(self, given: Any) -> Any:
        """The files of a form."""
        if given is None:
            return None
        pairs = given.items() if isinstance(given, Mapping) else given
        return [(name, self._records.clip()) for name, _ in pairs]


def fill(filled: Filled) -> None:
    """Has every request of the SDK filled before it is built, and sent once."""
    build = BaseClient._build_request

    @functools.wraps(build)
    def build_filled(self: Any, options: Any, **more: Any) -> Any:
        if not options.url.startswith("http"):
            options.params = filled.members(options.params)
            options.json_data = filled.members(options.json_data)
            if (options.method, options.url) == ("post", "/agents/metrics"):
                options.json_data = filled.metric(options.json_data)
            if options.url.startswith("/agents/metrics/results"):
                options.params = filled.result(options.params)
            options.url = filled.path(options.method, options.url)
            options.files = filled.files(options.files)
        return build(self, options, **more)

    BaseClient._build_request = build_filled  # type: ignore[method-assign]
    # A second attempt would only hide what was answered first.
    BaseClient._should_retry = lambda self, response: False  # type: ignore[method-assign]


class Reporter:
    """A plugin of pytest that runs the tests which the suite leaves out, and prints what became of each."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.option.tbstyle = "short"

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        wanted = [item for item in items if self._is_wanted(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted
        for item in items:
            item.own_markers = [mark for mark in item.own_markers if mark.kwargs.get("reason") != _LEFT_OUT]

    def _is_wanted(self, item: pytest.Item) -> bool:
        # Those with an answer of their own (`respx_mock`) never ask the mock; the loose ones are the strict ones again.
        assert isinstance(item, pytest.Function)
        return "respx_mock" not in item.fixturenames and "[loose]" not in item.name and "[aiohttp]" not in item.name

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            name = report.nodeid.partition("api_resources/")[2]
            print(json.dumps({"check": name, "problem": report.longreprtext if report.failed else None}))


if __name__ == "__main__":
    folder = sys.argv[1]
    os.environ["TEST_API_BASE_URL"] = URL
    os.chdir(folder)
    sys.path.insert(0, folder)
    fill(Filled(Records()))
    bare = ["--capture=no", "-p", "no:terminal", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", folder]
    of_the_suite = ["-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=session"]
    code = pytest.main([*bare, *of_the_suite, "tests/api_resources"], plugins=[Reporter()])
    sys.exit(0 if code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) else int(code))
