"""Voices that are made, changed and deleted, in every version: what one does shows in what one reads and hears next."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from contralto_conformance.mock import MockSettings, serve

from .conftest import KATIE, NEW, Api
from .documents import DATES
from .recordings import CLIP, bursts, recording

FRONT_DESK = "4c02aa64-2a33-417d-afc5-2a098b36cd0c"
PODCAST_HOST = "2c75bf61-45d1-449a-8ba1-70c9e6c39385"
NOBODY = "7a3f4d2e-0000-4000-8000-000000000000"
EMBEDDED = [date for date in DATES if date <= "2024-11-13"]
ACCENTED = [date for date in DATES if date >= "2026-03-01"]


@pytest.fixture(scope="module")
def own() -> Iterator[Api]:
    """A mock of this module alone: its voices change."""
    with serve(MockSettings()) as running:
        api = Api(running)
        with api.client:
            yield api


def clone(api: Api, version: str = NEW, clip: bytes = CLIP, **fields: Any) -> httpx.Response:
    """Clones; a field that is None is left out."""
    data = {"name": "Marta", "language": "es", **({"mode": "similarity"} if version in EMBEDDED else {}), **fields}
    sent = {name: value for name, value in data.items() if value is not None}
    return api.request("POST", "/voices/clone", version, data=sent, files={"clip": ("marta.wav", clip, "audio/wav")})


def cloned(api: Api, version: str = NEW, **fields: Any) -> str:
    answer = clone(api, version, **fields)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def localized(api: Api, version: str = NEW, **members: Any) -> httpx.Response:
    older = {"description": "", "language": "es", "original_speaker_gender": "female"}
    asked = {"voice_id": KATIE, "name": "Katia", **({} if version == NEW else older), **members}
    return api.request("POST", "/voices/localize", version, json=asked)


def voices(api: Api, version: str, **query: Any) -> list[dict[str, Any]]:
    """All voices that the version lists."""
    if version == "2024-06-10":
        whole: list[dict[str, Any]] = api.get("/voices", version).json()
        return whole
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while page := api.get("/voices", version, params={"limit": 100, **query, **cursor}).json()["data"]:
        found += page
        cursor = {"starting_after": page[-1]["id"]}
    return found


def patch(api: Api, voice_id: str, version: str = NEW, **members: Any) -> httpx.Response:
    return api.request("PATCH", f"/voices/{voice_id}", version, json=members)


def attach(api: Api, voice_id: str, *accents: str, version: str = NEW) -> httpx.Response:
    return api.request("PATCH", f"/voices/{voice_id}/accents", version, json={"accents": list(accents)})


def speak(api: Api, voice_id: str, version: str = NEW, **members: Any) -> httpx.Response:
    return api.speak(version=version, voice={"mode": "id", "id": voice_id}, **members)


@pytest.mark.parametrize("version", DATES)
def test_a_clone_lives_until_it_is_deleted(own: Api, version: str) -> None:
    made = clone(own, version, description="Warm.").json()
    path = f"/voices/{made['id']}"
    assert (made["name"], made["description"], made["language"]) == ("Marta", "Warm.", "es")
    read = own.get(path, version).json()
    assert all(read[name] == made[name] for name in read.keys() & made.keys())
    assert voices(own, version)[-1] == read
    assert speak(own, made["id"], version).status_code == 200
    changed = patch(own, made["id"], version, name="Maria", description="Warmer.").json()
    assert changed == {**read, "name": "Maria", "description": "Warmer."} == own.get(path, version).json()
    assert own.request("DELETE", path, version).status_code == 204
    assert own.get(path, version).status_code == 404
    assert own.request("DELETE", path, version).status_code == 404
    assert made["id"] not in [voice["id"] for voice in voices(own, version)]
    assert speak(own, made["id"], version).status_code in (400, 404)


@pytest.mark.parametrize("version", DATES)
def test_a_localized_voice_speaks_as_its_source_does(own: Api, version: str) -> None:
    made = localized(own, version, **({"accent": "mexican"} if version == NEW else {}))
    assert made.status_code == 200, made.text
    assert made.json()["language"] == "es"
    assert own.get(f"/voices/{made.json()['id']}", version).json()["name"] == "Katia"
    assert speak(own, made.json()["id"], version).content == speak(own, KATIE, version).content
    assert speak(own, cloned(own, version), version).content != speak(own, KATIE, version).content


def test_a_made_voice_takes_part_in_lists(own: Api) -> None:
    voice_id = cloned(own, name="Zoë of the Lists", language="pt-PT")

    def ids(**query: Any) -> list[str]:
        return [voice["id"] for voice in voices(own, NEW, **query)]

    assert ids(q="zoe of") == ids(q=voice_id) == [voice_id]
    assert ids(is_owner="true", language="pt")[-1] == ids(language="pt_PT")[-1] == voice_id
    assert voice_id not in ids(is_owner="false")
    before = own.get("/voices", params={"limit": 1, "ending_before": voice_id}).json()["data"][0]["id"]
    assert own.get("/voices", params={"limit": 1, "starting_after": before}).json()["data"][0]["id"] == voice_id
    own.request("DELETE", f"/voices/{voice_id}")
    assert own.get("/voices", params={"starting_after": voice_id}).status_code == 404


def test_a_new_voice_has_all_that_was_said_of_it(own: Api) -> None:
    voice_id = cloned(own, language="es", accent="castilian", tagline="Calm", access="public")
    voice = own.get(f"/voices/{voice_id}").json()
    assert (voice["tagline"], voice["access"], voice["visibility"]) == ("Calm", "public", "all")
    assert (voice["is_owner"], voice["status"], voice["is_pro"]) == (True, "active", False)
    assert (voice["accent"], voice["language"], voice["country"]) == ("castilian", "es", "ES")
    assert voice["accents"] == [{"accent": "castilian", "locale": "es-ES", "is_native": True}]
    assert voice["locales"] == [{"locale": "es-ES", "is_native": True}]


def test_a_voice_whose_accent_nobody_knows_has_none(own: Api) -> None:
    voice = own.get(f"/voices/{cloned(own, language='en_gb')}").json()
    assert "accents" not in voice
    assert (voice["accent"], voice["gender"]) == (None, None)
    assert voice["locales"] == [{"locale": "en-GB", "is_native": True}]
    assert "gender" not in own.get(f"/voices/{voice['id']}", "2025-04-16").json()


def test_access_is_an_object_in_the_version_of_objects(own: Api) -> None:
    version = "2026-03-01"
    asked: dict[str, Any] = {"access[type]": "public"}
    made = clone(own, version, **asked).json()
    assert (made["access"], made["visibility"]) == ({"type": "public"}, "all")
    assert clone(own, version).json()["access"] == {"type": "private"}
    assert localized(own, version, access={"type": "public"}).json()["access"] == {"type": "public"}
    assert clone(own, **asked).json()["access"] == "public"


@pytest.mark.parametrize("access", ["public", {"type": "public"}])
def test_access_can_be_changed_either_way(own: Api, access: object) -> None:
    assert patch(own, cloned(own), access=access).json()["access"] == "public"


def test_a_base_voice_lends_its_sound(own: Api) -> None:
    assert speak(own, cloned(own, base_voice_id=KATIE)).content == speak(own, KATIE).content


@pytest.mark.parametrize("version", DATES)
def test_a_voice_of_the_library_cannot_be_changed(own: Api, version: str) -> None:
    before = own.get(f"/voices/{KATIE}", version).json()
    assert patch(own, KATIE, version, name="Mine", description="").status_code == 403
    assert own.request("DELETE", f"/voices/{KATIE}", version).status_code == 403
    if version in ACCENTED:
        assert attach(own, KATIE, "british", version=version).status_code == 403
        assert own.request("DELETE", f"/voices/{KATIE}/accents/general-american", version).status_code == 403
    assert own.get(f"/voices/{KATIE}", version).json() == before


@pytest.mark.parametrize("version", DATES)
def test_what_does_not_exist_cannot_be_changed(own: Api, version: str) -> None:
    assert patch(own, NOBODY, version, name="Mine", description="").status_code == 404
    assert own.request("DELETE", f"/voices/{NOBODY}", version).status_code == 404
    absent = 404 if version >= "2026-03-01" else 400
    for answer in (
        localized(own, version, voice_id=NOBODY, **({"accent": "mexican"} if version == NEW else {})),
        clone(own, version, base_voice_id=NOBODY),
    ):
        assert answer.status_code == absent
        assert version < "2026-03-01" or answer.json()["error_code"] == "voice_not_found"


@pytest.mark.parametrize("version", [date for date in DATES if date >= "2025-11-04"])
def test_null_resets_the_gender_and_absence_keeps_it(own: Api, version: str) -> None:
    voice_id = cloned(own, version)
    assert patch(own, voice_id, version, gender="feminine").json()["gender"] == "feminine"
    assert patch(own, voice_id, version, name="Maria").json()["gender"] == "feminine"
    assert patch(own, voice_id, version, gender=None).json()["gender"] is None


@pytest.mark.parametrize("version", DATES)
def test_a_version_does_not_mind_members_that_came_later(own: Api, version: str) -> None:
    voice_id = cloned(own, version, tagline="Later")
    changed = patch(own, voice_id, version, name="a", description="b", tagline="Latest", access="public", x=1)
    assert changed.status_code == 200
    voice = own.get(f"/voices/{voice_id}").json()
    assert voice["tagline"] == ("Latest" if version == NEW else "Later" if version == "2026-03-01" else "")
    assert voice["access"] == ("public" if version == NEW else "private")


@pytest.mark.parametrize("version", [date for date in DATES if date <= "2025-04-16"])
def test_older_changes_name_everything(own: Api, version: str) -> None:
    answer = patch(own, cloned(own, version), version, name="Maria")
    assert answer.status_code == 400
    assert "`description` is missing" in answer.text


# Accents.


def test_accents_go_by_name_before_and_by_id_since(own: Api) -> None:
    voice_id = cloned(own, "2026-03-01", accent="Mexican Spanish")
    assert own.get(f"/voices/{voice_id}", "2026-03-01").json()["accent"] == "Mexican Spanish"
    assert own.get(f"/voices/{voice_id}").json()["accent"] == "mexican"
    assert patch(own, voice_id, "2026-03-01", accent="general american english").json()["language"] == "en"
    assert patch(own, voice_id, accent="british").json()["locales"] == [{"locale": "en-GB", "is_native": True}]
    for version, accent in (("2026-03-01", "british"), (NEW, "British English")):
        answer = patch(own, voice_id, version, accent=accent)
        assert answer.status_code == 400
        assert "`accent` must be" in answer.json()["message"]


@pytest.mark.parametrize("version", ACCENTED)
def test_accents_are_attached_and_taken_away(own: Api, version: str) -> None:
    voice_id = cloned(own)
    assert "has no native accent" in attach(own, voice_id, "british", version=version).text
    patch(own, voice_id, accent="mexican")
    both = attach(own, voice_id, "castilian", "general-american", version=version)
    assert both.status_code == 200, both.text
    assert both.json()["accents"] == [
        {"accent": "mexican", "locale": "es-MX", "is_native": True},
        {"accent": "castilian", "locale": "es-ES", "is_native": False},
        {"accent": "general-american", "locale": "en-US", "is_native": False},
    ]
    assert [item["locale"] for item in both.json()["locales"]] == ["es-MX", "es-ES", "en-US"]
    path = f"/voices/{voice_id}/accents"
    left = own.request("DELETE", f"{path}/castilian", version)
    assert left.status_code == 200
    assert [item["accent"] for item in left.json()["accents"]] == ["mexican", "general-american"]
    assert left.json() == own.get(f"/voices/{voice_id}", version).json()
    assert own.request("DELETE", f"{path}/castilian", version).status_code == 404
    assert own.request("DELETE", f"{path}/klingon", version).status_code == 404
    native = own.request("DELETE", f"{path}/mexican", version)
    assert native.status_code == 400
    assert "native accent" in native.json()["message"]


def test_an_attached_accent_is_spoken_and_found(own: Api) -> None:
    voice_id = cloned(own, accent="mexican")
    assert speak(own, voice_id, accent="british").status_code == 400
    attach(own, voice_id, "british")
    assert speak(own, voice_id, accent="british").status_code == 200
    assert voice_id in [voice["id"] for voice in voices(own, NEW, language="en-GB")]


def test_an_attached_accent_can_become_the_native_one(own: Api) -> None:
    voice_id = cloned(own, accent="mexican")
    attach(own, voice_id, "castilian", "british")
    voice = patch(own, voice_id, accent="castilian").json()
    assert [item["accent"] for item in voice["accents"]] == ["castilian", "british"]
    assert [item["locale"] for item in voice["locales"]] == ["es-ES", "en-GB"]
    assert "`accent` must not be null" in patch(own, voice_id, accent=None).json()["message"]
    own.request("DELETE", f"/voices/{voice_id}/accents/british")
    assert patch(own, voice_id, accent=None).json()["accent"] is None


@pytest.mark.parametrize(
    ("accents", "said"),
    [
        (["mexican"], "`accents[0]`: the voice"),
        (["british", "british"], "`accents`"),
        (["high-german", "standard-german"], "`accents[1]`: the voice"),
        (["california"], "`accents[0]` must be an id that `GET /accents` marks as localizable, got `california`"),
        (["British English"], "`accents[0]` must be"),
        ([], "`accents`"),
        ("british", "`accents` must be an array"),
        (["british", 1], "`accents[1]` must be a string"),
    ],
)
def test_accents_that_cannot_be_attached(own: Api, accents: object, said: str) -> None:
    voice_id = cloned(own, accent="mexican")
    answer = own.request("PATCH", f"/voices/{voice_id}/accents", json={"accents": accents})
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_a_voice_has_at_most_ten_accents(own: Api) -> None:
    voice_id = cloned(own, accent="mexican")
    nine = ["australian", "british", "castilian", "czech", "israeli", "istanbul", "korean", "mandarin", "parisian"]
    assert len(attach(own, voice_id, *nine).json()["accents"]) == 10
    assert "at most 10" in attach(own, voice_id, "polish").json()["message"]


def test_a_professional_clone_gets_no_accents_and_is_not_localized(own: Api) -> None:
    for answer in (attach(own, PODCAST_HOST, "mexican"), localized(own, voice_id=PODCAST_HOST, accent="mexican")):
        assert answer.status_code == 400
        assert "professional" in answer.json()["message"]


def test_ids_that_were_renamed_are_still_taken(own: Api) -> None:
    answer = localized(own, accent="high-german")
    assert own.get(f"/voices/{answer.json()['id']}").json()["accent"] == "standard-german"


# Localizing.


@pytest.mark.parametrize(
    ("language", "dialect", "locale"),
    [
        ("en", None, "en-US"),
        ("en", "so", "en-US"),
        ("en", "au", "en-AU"),
        ("es", "pe", "es-ES"),
        ("pt", "eu", "pt-PT"),
        ("fr", "ca", "fr-CA"),
        ("ja", None, "ja-JP"),
    ],
)
def test_older_versions_localize_by_dialect(own: Api, language: str, dialect: str | None, locale: str) -> None:
    version = "2025-11-04"
    made = localized(own, version, language=language, dialect=dialect).json()
    assert own.get(f"/voices/{made['id']}", version).json()["locales"] == [{"locale": locale, "is_native": True}]


@pytest.mark.parametrize(
    ("version", "members", "said"),
    [
        (NEW, {}, "`accent` is missing"),
        (NEW, {"accent": "california"}, "localizable"),
        (NEW, {"accent": "Mexican Spanish"}, "`accent` must be an id"),
        (NEW, {"accent": "mexican", "tagline": "x" * 33}, "`tagline` must be at most 32"),
        (NEW, {"accent": "mexican", "access": "everybody"}, "`access`"),
        ("2026-03-01", {"accent": "British English"}, "`accent` must fit `language`"),
        ("2026-03-01", {"language": "tlh"}, "`language`"),
        ("2025-11-04", {"dialect": "us"}, "`dialect` must be one of `es` (`mx`, `pe`)"),
        ("2025-11-04", {"language": "de", "dialect": "us"}, "`dialect` must be one of `de` (none)"),
        ("2025-04-16", {"original_speaker_gender": None}, "`original_speaker_gender`"),
        ("2025-04-16", {"description": None}, "`description`"),
    ],
)
def test_what_cannot_be_localized_is_named(own: Api, version: str, members: dict[str, Any], said: str) -> None:
    answer = localized(own, version, **members)
    assert answer.status_code == 400
    assert said in answer.text


# Clips.


@pytest.mark.parametrize(
    ("container", "subtype"),
    [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")],
)
def test_each_documented_kind_of_clip_is_taken(own: Api, container: str, subtype: str) -> None:
    assert clone(own, clip=recording(bursts(500), container=container, subtype=subtype)).status_code == 200


@pytest.mark.parametrize("version", DATES)
def test_a_clip_that_is_no_audio_is_refused(own: Api, version: str) -> None:
    answer = clone(own, version, clip=b"this is a text and no recording of anything" * 3)
    assert answer.status_code == 400
    assert "`clip` cannot be used: it is none of flac, m4a" in answer.text
    assert version < "2026-03-01" or answer.json()["error_code"] == "unsupported_audio_format"


def test_a_clip_of_more_than_sixteen_megabytes_is_refused(own: Api) -> None:
    at = CLIP.index(b"data") + 8
    answer = clone(own, clip=CLIP[:at] + bytes(16 * 1024 * 1024 - at))
    assert answer.status_code == 200
    answer = clone(own, clip=CLIP[:at] + bytes(16 * 1024 * 1024 - at + 1))
    assert answer.status_code == 413
    assert (answer.json()["error_code"], answer.json()["title"]) == ("file_too_large", "File too large")


@pytest.mark.parametrize(
    ("version", "fields", "said"),
    [
        (NEW, {"name": None}, "`name` is missing"),
        (NEW, {"language": None}, "`language` is missing"),
        (NEW, {"tagline": "x" * 33}, "`tagline` must be at most 32"),
        (NEW, {"access": "everybody"}, "`access` must be one of"),
        (NEW, {"accent": "Mexican Spanish"}, "`accent` must be an id"),
        (NEW, {"accent": "british"}, "`accent` must fit `language`"),
        ("2025-11-04", {"language": "or"}, "`language` must be one of"),
        ("2025-04-16", {"language": "uk"}, "`language` must be one of"),
        ("2024-11-13", {"mode": None}, "`mode` is missing"),
        ("2024-11-13", {"mode": "clip"}, "`mode` must be one of"),
        ("2024-11-13", {"mode": "stability", "enhance": "perhaps"}, "`enhance` must be true or false"),
    ],
)
def test_what_cannot_be_cloned_is_named(own: Api, version: str, fields: dict[str, Any], said: str) -> None:
    answer = clone(own, version, **fields)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("version", ACCENTED)
def test_a_language_that_cannot_be_spoken_is_refused(own: Api, version: str) -> None:
    answer = clone(own, version, language="tlh")
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "language_not_supported"


@pytest.mark.parametrize("version", EMBEDDED)
def test_old_forms_say_true_and_false_in_words(own: Api, version: str) -> None:
    assert clone(own, version, mode="stability", enhance="true").status_code == 200
    assert clone(own, version, mode="similarity", enhance="false", transcript="Hello.").status_code == 200


def test_a_field_may_come_with_a_file_name(own: Api) -> None:
    fields = {"name": "Marta", "language": "es", "mode": "similarity", "enhance": "true"}
    files = {name: (f"{name}.txt", value) for name, value in fields.items()}
    answer = own.request("POST", "/voices/clone", "2024-06-10", files={**files, "clip": CLIP})
    assert (answer.status_code, answer.json()["name"]) == (200, "Marta")


def test_a_clone_without_a_file_is_refused(own: Api) -> None:
    fields = {"name": "Marta", "language": "es"}
    text = own.request("POST", "/voices/clone", files={name: (None, value) for name, value in fields.items()})
    assert text.status_code == 400
    assert "`clip` is missing" in text.json()["message"]
    fields["clip"] = "not a file"
    text = own.request("POST", "/voices/clone", files={name: (None, value) for name, value in fields.items()})
    assert text.status_code == 400
    assert "`clip` must be a file" in text.json()["message"]
    json = own.request("POST", "/voices/clone", json=fields)
    assert json.status_code == 400
    assert "multipart/form-data" in json.json()["message"]


# Embeddings.


def embedding(api: Api, *parts: dict[str, Any], version: str = "2024-11-13") -> list[float]:
    answer = api.request("POST", "/voices/mix", version, json={"voices": list(parts)})
    assert answer.status_code == 200, answer.text
    numbers: list[float] = answer.json()["embedding"]
    return numbers


@pytest.mark.parametrize("version", EMBEDDED)
def test_a_voice_made_from_an_embedding_keeps_it(own: Api, version: str) -> None:
    numbers = [place / 192 for place in range(192)]
    asked = {"name": "Marta", "description": "Warm.", "embedding": numbers, "language": "es"}
    made = own.request("POST", "/voices", version, json=asked)
    assert made.status_code == 200
    assert made.json()["language"] == "es"
    assert ("user_id" in made.json()) is (version == "2024-06-10")
    assert embedding(own, {"id": made.json()["id"], "weight": 1}, version=version) == pytest.approx(numbers)
    last = voices(own, version, **{"expand[]": "embedding"})[-1]
    assert (last["id"], last["embedding"]) == (made.json()["id"], numbers)
    assert speak(own, made.json()["id"], version).status_code == 200


def test_a_mix_is_the_weighted_mean(own: Api) -> None:
    katie, desk = (embedding(own, {"id": voice_id, "weight": 1}) for voice_id in (KATIE, FRONT_DESK))
    for weights in ((0.75, 0.25), (3, 1)):
        mixed = embedding(own, {"id": KATIE, "weight": weights[0]}, {"embedding": desk, "weight": weights[1]})
        assert mixed == pytest.approx([0.75 * one + 0.25 * two for one, two in zip(katie, desk, strict=True)])


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([], 400),
        ([{"id": KATIE, "weight": 0}], 400),
        ([{"id": KATIE, "weight": -1}], 400),
        ([{"id": KATIE}], 400),
        ([{"weight": 1}], 400),
        ([{"id": NOBODY, "weight": 1}], 400),
        ([{"id": None, "weight": 1}], 400),
        ([{"id": KATIE, "weight": 1e308}, {"id": FRONT_DESK, "weight": 1e308}], 400),
        ([{"id": KATIE, "weight": 10**400}], 400),
        ([{"embedding": [1.0], "weight": 1}], 400),
        ([{"embedding": [10**400] + [0] * 191, "weight": 1}], 400),
        ([{"id": None, "embedding": [0.0] * 192, "weight": 1}], 200),
    ],
)
@pytest.mark.parametrize("version", EMBEDDED)
def test_odd_mixes(own: Api, version: str, parts: list[dict[str, Any]], status: int) -> None:
    assert own.request("POST", "/voices/mix", version, json={"voices": parts}).status_code == status


def test_the_first_clients_get_an_embedding_of_a_clip(own: Api) -> None:
    def of(clip: bytes, **fields: str) -> httpx.Response:
        data = {"mode": "clip", "enhance": "true", **fields}
        return own.request("POST", "/voices/clone/clip", "2024-06-10", data=data, files={"clip": clip})

    first, again, other = (of(clip).json()["embedding"] for clip in (CLIP, CLIP, recording(bursts(400))))
    assert first == again != other
    assert all(math.isfinite(number) for number in first)
    assert of(CLIP, mode="stability").status_code == 400
    assert of(b"text").status_code == 400


@pytest.mark.parametrize("path", ["/voices", "/voices/mix", "/voices/clone/clip"])
def test_later_versions_do_not_know_embeddings(own: Api, path: str) -> None:
    assert own.request("POST", path, "2025-04-16", json={}).status_code in (404, 405)
