"""Speech that people understand: its words are where they are heard, whatever the format, speed, volume and pitch."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import soundfile

from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.mock.resources.voice_book import VoiceBook
from contralto_conformance.mock.sound import espeak
from contralto_conformance.mock.sound.audio import SAMPLE_BYTES, RawFormat, Timbre
from contralto_conformance.mock.sound.speech import Delivery, Word

from .conftest import KATIE, VERSIONS, Api, Socket

pytest.importorskip("espeakng_loader", reason="the extra `speech` is not installed")

TEXT = "The quick brown fox, it costs $100 and 3.5 kg - really. Hello wörld!"
FORM = RawFormat("pcm_s16le", 24000)
KATIE_HZ = VoiceBook().get(KATIE).pitch_hz
LOUD = 250 * 0.45  # of 16 bits: what the words of the engine end by, at its level


def uttered(
    text: str = TEXT, speed: float = 1.0, volume: float = 1.0, pitch_hz: float = 165.0, **options: Any
) -> tuple[list[Word], list[Any]]:
    """The words, and the samples of each."""
    pairs = list(espeak.uttered(text, Delivery(0, speed), FORM, Timbre(pitch_hz, volume), **options))
    return [word for word, _ in pairs], [np.frombuffer(audio, "<i2").astype(float) for _, audio in pairs]


@pytest.fixture(scope="module")
def speaker() -> Iterator[Api]:
    with serve(MockSettings(voice_engine="espeak")) as running:
        api = Api(running)
        with api.client:
            yield api


def test_words_are_as_they_were_sent_and_follow_each_other() -> None:
    words, samples = uttered()
    assert [word.text for word in words] == TEXT.split()
    assert words[0].start_ms == 0
    assert all(left.next_ms == right.start_ms for left, right in pairwise(words))
    assert all(word.start_ms <= word.end_ms <= word.next_ms for word in words)
    assert sum(map(len, samples)) == FORM.samples(words[-1].next_ms)


def test_words_are_heard_where_their_times_say() -> None:
    for word, samples in zip(*uttered(), strict=True):
        if not re.search(r"\w", word.text):
            assert word.end_ms == word.start_ms
            continue
        voiced = FORM.samples(word.end_ms - word.start_ms)
        assert np.sqrt(np.mean(samples[:voiced] ** 2)) > 500, word
        assert np.abs(samples[voiced + 48 :]).max(initial=0) < LOUD, word


def test_a_comma_and_a_full_stop_are_heard_as_pauses() -> None:
    pauses = {word.text: word.next_ms - word.end_ms for word in uttered("Well, this is it. Yes it is.")[0]}
    assert pauses["Well,"] > 50 > pauses["this"]
    assert pauses["it."] >= 0


def test_the_same_words_sound_the_same_whatever_was_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("The quick brown fox.", "Something else entirely, and at length!", "The quick brown fox.")
    spoken = []
    for text in texts:
        monkeypatch.setattr(espeak, "_kept", espeak._Kept(0))
        spoken.append(b"".join(part.tobytes() for part in uttered(text)[1]))
    assert spoken[0] == spoken[2] != spoken[1]


def test_sentences_sent_one_by_one_last_as_long_as_the_whole() -> None:
    first, second = TEXT.split(". ")
    apart = [uttered(f"{first}.")[0], uttered(second)[0]]
    assert uttered()[0][-1].next_ms == sum(words[-1].next_ms for words in apart)


@pytest.mark.parametrize("speed", [0.6, 0.8, 1.25, 1.5])
def test_speed_is_honoured(speed: float) -> None:
    assert uttered(speed=speed)[0][-1].next_ms == pytest.approx(uttered()[0][-1].next_ms / speed, rel=0.1)


def test_volume_is_honoured_without_clipping() -> None:
    peaks = [np.abs(np.concatenate(uttered(volume=volume)[1])).max() for volume in (0.5, 1.0, 2.0)]
    assert peaks[1] == pytest.approx(2 * peaks[0], rel=0.01)
    assert peaks[2] == pytest.approx(2 * peaks[1], rel=0.01)
    assert peaks[2] < 32767


def test_a_high_voice_sounds_higher() -> None:
    def period(pitch_hz: float) -> int:
        samples = uttered("moooon", pitch_hz=pitch_hz)[1][0]
        middle = samples[len(samples) // 3 :][:4800]
        shortest, longest = FORM.sample_rate // 200, FORM.sample_rate // 50
        return shortest + int(np.argmax([np.dot(middle[:-lag], middle[lag:]) for lag in range(shortest, longest)]))

    assert period(110) > period(165) > period(240) > period(330)


def test_a_break_is_a_pause_and_a_limit_ends_all() -> None:
    words, _ = uttered('Hi. <break time="300ms"/> There.')
    assert [word.text for word in words] == ["Hi.", "", "There."]
    assert words[1].next_ms - words[1].start_ms == 300
    cut, samples = uttered(limit_ms=1000)
    assert cut[-1].next_ms == 1000
    assert sum(map(len, samples)) == 24000


def test_languages_differ_and_an_unknown_one_is_english() -> None:
    german, english, unknown = (
        np.concatenate(uttered("Wasser und Wein", language=language)[1]) for language in ("de", "en", "xx")
    )
    assert not np.array_equal(german, english)
    assert np.array_equal(unknown, english)


def test_no_more_audio_is_kept_than_fits() -> None:
    kept = espeak._Kept(250)
    for number in range(5):
        kept.put(number, espeak._Sentence((), bytes(100)))
    assert [kept.get(number) is not None for number in range(5)] == [False, False, False, True, True]
    kept.put("large", espeak._Sentence((), bytes(300)))
    assert kept.get("large") is None


@pytest.mark.parametrize(
    "text", ["a" * 5000, "?! " * 200 + "ok", "\0 a \0", "你好。", "<speak>", "\u200b x", "& < > ]]>"]
)
def test_odd_texts_are_spoken_in_words_that_follow_each_other(text: str) -> None:
    words, samples = uttered(text)
    assert all(left.next_ms == right.start_ms for left, right in pairwise(words))
    assert sum(map(len, samples)) == (FORM.samples(words[-1].next_ms) if words else 0)


@pytest.mark.parametrize("encoding", SAMPLE_BYTES)
@pytest.mark.parametrize("rate", [8000, 44100])
def test_files_are_as_long_as_their_header_says(speaker: Api, encoding: str, rate: int) -> None:
    wanted = {"container": "wav", "encoding": encoding, "sample_rate": rate}
    answer = speaker.speak(transcript="Good morning.", output_format=wanted)
    length_ms = uttered("Good morning.", pitch_hz=KATIE_HZ)[0][-1].next_ms
    with soundfile.SoundFile(io.BytesIO(answer.content)) as file:
        assert (file.samplerate, file.frames) == (rate, length_ms * rate // 1000)
        assert 0.05 < np.abs(file.read()).max() < 0.9


def test_mp3_lasts_as_long_as_its_words(speaker: Api) -> None:
    answer = speaker.speak(transcript=TEXT, output_format={"container": "mp3", "sample_rate": 44100, "bit_rate": 64000})
    with soundfile.SoundFile(io.BytesIO(answer.content)) as file:
        assert file.frames / 44100 == pytest.approx(uttered(pitch_hz=KATIE_HZ)[0][-1].next_ms / 1000, abs=0.25)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_socket_tells_when_words_are_spoken(speaker: Api, version: str) -> None:
    with speaker.connect(version) as connection:
        socket = Socket(connection)
        socket.ask(TEXT, add_timestamps=True)
        events = socket.until_done()
    told = [event["word_timestamps"] for event in events if event["type"] == "timestamps"]
    assert [word for part in told for word in part["words"]] == TEXT.split()
    starts = [start for part in told for start in part["start"]]
    ends = [end for part in told for end in part["end"]]
    assert starts == sorted(starts)
    assert all(start <= end for start, end in zip(starts, ends, strict=True))
    assert ends[-1] == pytest.approx(uttered(pitch_hz=KATIE_HZ)[0][-1].end_ms / 1000)


def test_the_engine_wants_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    with pytest.raises(ValueError, match=re.escape("pip install contralto[speech]")):
        MockSettings(voice_engine="espeak")
    with pytest.raises(ValueError, match="`tones` or `espeak`"):
        MockSettings(voice_engine="opera")  # type: ignore[arg-type]
