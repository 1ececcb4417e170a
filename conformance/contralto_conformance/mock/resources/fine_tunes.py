"""Fine-tunes: begun on a dataset, trained for a while, then completed with a voice, or failed.

Where a fine-tune stands follows from the clock whenever somebody looks. It fails when its dataset held no recording. A
completed one has made a professional voice, which is one of the account like any other.
"""

from __future__ import annotations

from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled, page_of
from contralto_conformance.mock.sound.languages import LANGUAGES, is_language, locale_of
from contralto_conformance.mock.speaking import MODELS

from .accents import catalogue, main_accent, name_of
from .api_keys import ApiKeys
from .datasets import Datasets
from .ledger import CREDITS_PER_FINE_TUNE, Ledger, Use
from .moments import rfc3339
from .seeds import seeds
from .voice_seed import StoredVoice
from .voices import accent_in, known_members, view

QUEUE_S = 10.0
TRAINING_S = 50.0
"""How long a fine-tune is `created`, then `training`; scaled like all waiting times."""

# From here on only dated models can be trained (openapi-2025-11-04); before, the model is free text.
DATED_MODELS_SINCE = "2025-11-04"

_TOO_LITTLE = {
    "code": "not_enough_audio",
    "message": "the dataset holds less audio than training needs; add recordings and begin anew",
}

Record = dict[str, Any]


class FineTunes:
    """The fine-tunes of the account.

    A record has, beside what answers show, the ids of its `voices`, when it was begun (`begun_s`), by which key
    (`api_key`), and whether its dataset held anything (`has_audio`).
    """

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = filled(Shelf("fine-tune"), seeds("fine_tunes"))
        self._service = service

    def advance(self) -> None:
        """Brings all of them to where they stand by now."""
        for record in self.shelf:
            if record["status"] in ("created", "training"):
                self._advance(record)

    def _advance(self, record: Record) -> None:
        scale = self._service.settings.time_scale
        age_s = (self._service.now_s() - record["begun_s"]) / scale
        if age_s < QUEUE_S:
            return
        if age_s < QUEUE_S + TRAINING_S:
            record["status"] = "training"
        elif not record["has_audio"]:
            record |= {"status": "failed", "user_errors": [_TOO_LITTLE]}
        else:
            voice = self._new_voice(record, record["begun_s"] + (QUEUE_S + TRAINING_S) * scale)
            record |= {"status": "completed", "voices": [voice.id]}
            use = Use("fine_tune", record["model_id"], voice.id, record["api_key"])
            self._service.state(Ledger).book(use, CREDITS_PER_FINE_TUNE)

    def _new_voice(self, record: Record, made_at_s: float) -> StoredVoice:
        accent = catalogue()[record["accent"]] if record["accent"] is not None else main_accent(record["language"])
        voice = StoredVoice(
            id=self._service.new_id(),
            name=record["name"],
            tagline="",
            description=record["description"],
            gender=None,
            locales=(accent["locale"],),
            accent=accent["id"],
            created_at=rfc3339(made_at_s),
            is_owner=True,
            is_pro=True,
        )
        return self._service.voices.put(voice)


def _shown(call: Call, record: Record) -> Record:
    """A fine-tune with its accent as the version of the call names it."""
    return record if record["accent"] is None else {**record, "accent": name_of(call.version, record["accent"])}


def _of(service: Service) -> FineTunes:
    fine_tunes = service.state(FineTunes)
    fine_tunes.advance()
    return fine_tunes


async def list_fine_tunes(service: Service, call: Call) -> Reply:
    """`GET /fine-tunes/`."""
    page = _of(service).shelf.page(read_query(service, call))
    return answer_page(call, page.of([_shown(call, record) for record in page.items]))


async def create_fine_tune(service: Service, call: Call) -> Reply:
    """`POST /fine-tunes/`; raises Fault (404) for a dataset that does not exist."""
    asked = known_members(service, call)
    service.objecting(call, lambda: _check_language(asked["language"]))
    service.objecting(call, lambda: _check_model(call, asked["model_id"]))
    accent = accent_in(call, asked)
    if accent is not None and accent["language"] != locale_of(asked["language"]).partition("-")[0]:
        message = f"`accent` must fit the `language` `{asked['language']}`, got `{asked['accent'][:40]}`"
        raise Fault(400, None, message)
    dataset = service.state(Datasets).shelf.get(asked["dataset"])
    record = {
        "id": service.new_key("ft_"),
        "name": asked["name"],
        "description": asked["description"],
        "language": asked["language"],
        "accent": None if accent is None else accent["id"],
        "model_id": asked["model_id"],
        "dataset": asked["dataset"],
        "status": "created",
        "user_errors": [],
        "voices": [],
        "begun_s": service.now_s(),
        "api_key": service.state(ApiKeys).id_of(call),
        "has_audio": any(recording["size"] for recording in dataset.files),
    }
    return answer(call, _shown(call, _of(service).shelf.put(record["id"], record)))


def _check_language(language: str) -> None:
    if not is_language(language):
        message = f"`language` `{language[:40]}` is not supported; known are {', '.join(LANGUAGES)} and their locales"
        raise Fault(400, "Language not supported", message, code="language_not_supported")


def _check_model(call: Call, model: str) -> None:
    is_dated = model[-10:].count("-") == 2
    if call.version.since(DATED_MODELS_SINCE) and not (is_dated and model in MODELS):
        message = f"`model_id` must be a dated model such as `sonic-3.6-2026-08-27`, got `{model[:80]}`"
        raise Fault(400, "Invalid model", message, code="model_not_found")


async def get_fine_tune(service: Service, call: Call) -> Reply:
    """`GET /fine-tunes/{id}`."""
    return answer(call, _shown(call, _of(service).shelf.get(call.parameters["id"])))


async def delete_fine_tune(service: Service, call: Call) -> Reply:
    """`DELETE /fine-tunes/{id}`; its voices stay."""
    _of(service).shelf.take(call.parameters["id"])
    return answer(call)


async def list_voices(service: Service, call: Call) -> Reply:
    """`GET /fine-tunes/{id}/voices`: those that were made and not deleted since."""
    made = _of(service).shelf.get(call.parameters["id"])["voices"]
    voices = {voice.id: voice for voice in map(service.voices.find, made) if voice is not None}
    page = page_of(list(voices), read_query(service, call), voices, "voice")
    return answer_page(call, page.of([view(voices[voice_id], call, ()) for voice_id in page.items]))


OPERATIONS = (
    Operation("GET", "/fine-tunes/", list_fine_tunes),
    Operation("POST", "/fine-tunes/", create_fine_tune),
    Operation("GET", "/fine-tunes/{id}", get_fine_tune),
    Operation("DELETE", "/fine-tunes/{id}", delete_fine_tune),
    Operation("GET", "/fine-tunes/{id}/voices", list_voices),
)
