"""Stored files: what was uploaded or spoken can be read, downloaded, linked and deleted, unless something holds it."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.mock.resources import files
from contralto_conformance.mock.resources.files import Files, Made
from contralto_conformance.mock.resources.seeds import seeds
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.vault import Vault

from .conftest import KATIE, NEW, RAW, Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2026-03-01"]
SEEDED, CLIP = "file_9pXw4RkD2s", "file_Hc7RzN1qKd"
OWN_VOICE = "4c02aa64-2a33-417d-afc5-2a098b36cd0c"


@pytest.fixture(scope="module")
def stored() -> Iterator[Api]:
    with serve(MockSettings(prefix="/v1/cartesia")) as running:
        api = Api(running)
        with api.client:
            yield api


def put(
    api: Api, content: bytes = b"RIFF", name: str = "hum.wav", version: str = NEW, purpose: str = "voice-clone"
) -> httpx.Response:
    return api.request("POST", "/files", version, files={"file": (name, content)}, data={"purpose": purpose})


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("size", [0, 5, 3_000_000])
def test_an_upload_can_be_read_until_it_is_deleted(stored: Api, version: str, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    made = put(stored, content, "Rain.WAV", version, "agent_background_sound").json()
    assert (made["filename"], made["purpose"], made["size"]) == ("Rain.WAV", "agent_background_sound", size)
    path = f"/files/{made['id']}"
    assert stored.get(f"{path}/info", version).json() == made
    assert stored.get("/files?limit=1", version).json()["data"] == [made]
    for query in ("", "?format=playback"):
        got = stored.get(f"{path}/download{query}", version)
        assert got.content == content
        assert got.headers["content-length"] == str(size)
    assert stored.request("DELETE", path, version).json()["message"]
    for answer in (stored.get(f"{path}/info"), stored.get(f"{path}/download"), stored.request("DELETE", path)):
        assert answer.status_code == 404
        assert answer.json()["title"] == "File not found"


def test_the_head_of_a_download_tells_its_size(stored: Api) -> None:
    path = f"/files/{put(stored, b'12345').json()['id']}/download"
    answer = stored.request("HEAD", path)
    assert (answer.headers["content-length"], answer.content) == ("5", b"")


def test_the_list_is_filtered_by_purpose_and_name_and_goes_on_after_an_id(stored: Api) -> None:
    fine_tune = stored.get("/files?purpose=fine_tune&q=CHAPTER").json()["data"]
    assert [file["filename"] for file in fine_tune] == ["chapter-01.wav", "chapter-02.wav"]
    page = stored.get(f"/files?purpose=fine_tune&starting_after={fine_tune[0]['id']}").json()
    assert page == {"data": fine_tune[1:], "has_more": False}
    page = stored.get(f"/files?purpose=fine_tune&ending_before={fine_tune[1]['id']}&limit=1").json()
    assert page["data"] == fine_tune[:1]
    assert stored.get("/files?starting_after=file_none").status_code == 400
    assert stored.get("/files?q=no such file").json() == {"data": [], "has_more": False}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"data": {"purpose": "voice-clone"}, "files": {"other": ("a.wav", b"")}}, "`file` is missing"),
        (
            {"data": {"purpose": "voice-clone", "file": "a"}, "files": {"other": ("a.wav", b"")}},
            "`file` must be a file",
        ),
        ({"data": {"purpose": "fun"}, "files": {"file": ("a.wav", b"")}}, "`purpose` must be one of"),
        ({"files": {"file": ("a.wav", b"")}}, "`purpose` is missing"),
        ({"data": {"purpose": "voice-clone"}, "files": {"file": ("notes.txt", b"")}}, "got `notes.txt`"),
        ({"json": {"purpose": "voice-clone"}}, "multipart/form-data"),
    ],
)
def test_what_is_wrong_with_an_upload_is_named(stored: Api, form: dict[str, Any], said: str) -> None:
    answer = stored.request("POST", "/files", **form)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_a_file_without_a_suffix_is_taken(stored: Api) -> None:
    assert put(stored, b"anything", "upload").status_code == 201


def test_uploads_are_refused_when_there_is_no_more_room(
    mock: Callable[..., Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "Vault", lambda: Vault(10_000))
    api = mock()
    first = put(api, b"x" * 6_000).json()
    refused = put(api, b"x" * 6_000)
    assert (refused.status_code, refused.json()["error_code"]) == (429, "quota_exceeded")
    api.request("DELETE", f"/files/{first['id']}")
    assert put(api, b"x" * 6_000).status_code == 201


@pytest.mark.parametrize("container", ["raw", "wav", "mp3"])
def test_saved_speech_is_the_speech_that_was_answered(stored: Api, container: str) -> None:
    wanted = {"container": "mp3", "bit_rate": 64000, "sample_rate": 44100} if container == "mp3" else {**RAW}
    spoken = stored.speak(save=True, output_format={**wanted, "container": container})
    path = f"/files/{spoken.headers['cartesia-file-id']}"
    info = stored.get(f"{path}/info").json()
    assert (info["purpose"], info["size"], info["status"]) == ("tts_generation", len(spoken.content), "ready")
    assert stored.get(f"{path}/download").content == spoken.content
    playable = stored.get(f"{path}/download?format=playback").content
    if container == "raw":
        with wave.open(io.BytesIO(playable)) as file:
            assert file.getframerate() == RAW["sample_rate"]
            assert file.readframes(file.getnframes()) == spoken.content
    else:
        assert playable == spoken.content


def test_speech_that_is_not_to_be_saved_is_not(stored: Api) -> None:
    before = stored.get("/files?purpose=tts_generation").json()
    stored.speak(save=False)
    stored.speak()
    assert stored.get("/files?purpose=tts_generation").json() == before


def test_the_oldest_saved_speech_is_forgotten_when_there_is_too_much_of_it() -> None:
    stored = Service(MockSettings()).state(Files)
    before = len(stored.shelf)
    content = Made(lambda: iter((b"",)), lambda: iter((b"",)), weight=files.MAX_SPEECH_WEIGHT // 4)
    for number in range(6):
        stored.keep_speech(f"file_{number}", "speech.wav", 0, content)
    assert [f"file_{number}" in stored.shelf for number in range(6)] == [False, False, True, True, True, True]
    assert len(stored.shelf) == before + 4


def test_a_link_opens_its_file_without_a_key_until_its_time_is_over(mock: Callable[..., Api]) -> None:
    now = 1_790_000_000.0
    api = mock(clock=lambda: now, prefix="/base")
    spoken = api.speak(save=True, output_format={**RAW, "container": "wav"})
    asked = {"file_id": spoken.headers["cartesia-file-id"], "lifetime": "24h"}
    url = api.request("POST", "/links", json=asked).json()["url"]
    assert url.startswith(api.url)
    assert httpx.get(url, trust_env=False).content == spoken.content
    assert httpx.post(url, trust_env=False).status_code == 405
    assert httpx.get(url[:-1], trust_env=False).status_code == 404
    now += 24 * 3600
    assert httpx.get(url, trust_env=False).status_code == 404


def test_a_link_to_a_deleted_file_leads_nowhere(stored: Api) -> None:
    file_id = put(stored).json()["id"]
    url = stored.request("POST", "/links", json={"file_id": file_id, "lifetime": "1h30m"}).json()["url"]
    assert httpx.get(url, trust_env=False).status_code == 200
    stored.request("DELETE", f"/files/{file_id}")
    assert httpx.get(url, trust_env=False).status_code == 404


@pytest.mark.parametrize("lifetime", ["", "24", "a day", "-1h", "0s", "1h 30m", 24, "٣h"])
def test_a_lifetime_is_a_length_of_time(stored: Api, lifetime: object) -> None:
    answer = stored.request("POST", "/links", json={"file_id": SEEDED, "lifetime": lifetime})
    assert answer.status_code == 400
    assert "`lifetime` must be" in answer.json()["message"]


def test_only_a_file_can_be_linked(stored: Api) -> None:
    assert stored.request("POST", "/links", json={"file_id": "file_none", "lifetime": "1h"}).status_code == 404


def test_a_file_that_is_held_stays() -> None:
    stored = Service(MockSettings()).state(Files)
    stored.hold(SEEDED, "agent_1")
    stored.hold(SEEDED, "agent_2")
    assert stored.holders_of(SEEDED) == ["agent_1", "agent_2"]
    stored.hold("file_3mTzQ81bLw", "agent_1")
    stored.release("agent_2")
    stored.release("agent_3")
    assert stored.holders_of(SEEDED) == []
    assert stored.holders_of("file_3mTzQ81bLw") == ["agent_1"]


def test_deleting_a_file_in_use_is_a_conflict(mock: Callable[..., Api], monkeypatch: pytest.MonkeyPatch) -> None:
    begin = Files.__init__
    kept: list[Files] = []

    def begin_and_tell(self: Files, service: Service) -> None:
        begin(self, service)
        kept.append(self)

    monkeypatch.setattr(Files, "__init__", begin_and_tell)
    api = mock()
    assert api.get(f"/files/{CLIP}/info").status_code == 200
    kept[0].hold(CLIP, "agent_mK4tVw82Lp")
    refused = api.request("DELETE", f"/files/{CLIP}")
    assert refused.status_code == 409
    assert "`agent_mK4tVw82Lp`" in refused.json()["message"]
    assert api.get(f"/files/{CLIP}/info").status_code == 200
    kept[0].release("agent_mK4tVw82Lp")
    assert api.request("DELETE", f"/files/{CLIP}").status_code == 200


def test_a_sound_that_an_agent_plays_stays_until_the_agent_goes(mock: Callable[..., Api]) -> None:
    api = mock()
    for file_id in (SEEDED, "file_0a6f4c1e"):
        refused = api.request("DELETE", f"/files/{file_id}")
        assert refused.status_code == 409
        agent_id = refused.json()["message"].split("`")[3]
        path = f"/agents/{agent_id}" if api.get(f"/agents/{agent_id}").status_code == 200 else f"/v1/agents/{agent_id}"
        assert api.request("DELETE", path).is_success
        assert api.request("DELETE", f"/files/{file_id}").status_code == 200


def test_the_preview_of_a_library_voice_can_be_heard(stored: Api) -> None:
    voice = stored.get(f"/voices/{KATIE}?expand[]=preview_file_url").json()
    path = voice["preview_file_url"].removeprefix(stored.url)
    answer = stored.get(path)
    with wave.open(io.BytesIO(answer.content)) as file:
        assert 1 < file.getnframes() / file.getframerate() < 10
        assert any(file.readframes(file.getnframes()))
    assert stored.get(path, headers={"Authorization": None}).status_code == 401


@pytest.mark.parametrize("voice_id", [OWN_VOICE, "none"])
def test_other_voices_have_no_preview(stored: Api, voice_id: str) -> None:
    assert stored.get(f"/files/voice_{voice_id}/download").status_code == 404


def test_the_seeds_are_audio_of_the_size_that_they_tell(stored: Api) -> None:
    for seed in seeds("files"):
        info = stored.get(f"/files/{seed['id']}/info").json()
        content = stored.get(f"/files/{seed['id']}/download").content
        assert len(content) == info["size"]
        wave.open(io.BytesIO(content)).close()


def test_files_are_refused_before_they_existed(stored: Api) -> None:
    assert stored.get("/files", "2025-11-04").status_code == 404
