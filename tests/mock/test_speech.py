"""Text becomes time: words, sounds and lengths follow from the text and the seed alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contralto_conformance.mock.sound.speech import (
    Delivery,
    complete_sentences,
    is_speakable,
    length_ms,
    phonemes_of,
    spoken_words_of,
    words_of,
)
from contralto_conformance.mock.sound.spoken_numbers import in_words

TEXTS = st.text(alphabet=st.sampled_from("aeiou th 100 , . ! <b> é你\n\t\"'-"), max_size=60)
DELIVERIES = st.builds(Delivery, seed=st.integers(0, 2**40), speed=st.floats(0.5, 2.0))


@given(TEXTS, DELIVERIES)
def test_words_follow_each_other_without_overlap(text: str, delivery: Delivery) -> None:
    now = 0
    for word in words_of(text, delivery):
        assert word.start_ms == now
        assert word.start_ms <= word.end_ms <= word.next_ms
        now = word.next_ms
    assert now == length_ms(text, delivery)


@given(TEXTS, DELIVERIES)
def test_sounds_and_normalised_words_fill_their_word(text: str, delivery: Delivery) -> None:
    for word in words_of(text, delivery):
        for parts in (list(phonemes_of(word)), list(spoken_words_of(word))):
            if not parts:
                continue
            assert parts[0][1] == word.start_ms
            assert parts[-1][2] == word.end_ms
            assert all(left[2] == right[1] for left, right in pairwise(parts))
            assert all(start <= end for _, start, end in parts)


@given(TEXTS.filter(lambda text: "<" not in text), TEXTS, DELIVERIES)
def test_two_texts_last_as_long_as_both_in_one(first: str, second: str, delivery: Delivery) -> None:
    together = length_ms(f"{first} {second}", delivery)
    assert together == length_ms(first, delivery) + length_ms(second, delivery)


@given(TEXTS, DELIVERIES, st.integers(1, 5000))
def test_speech_is_cut_at_its_limit(text: str, delivery: Delivery, limit_ms: int) -> None:
    for word in words_of(text, delivery, limit_ms=limit_ms):
        assert max(word.end_ms, word.next_ms) <= limit_ms
        assert all(end <= limit_ms for _, _, end in phonemes_of(word))
    assert length_ms(text, delivery, limit_ms=limit_ms) == min(limit_ms, length_ms(text, delivery))


@given(st.lists(st.text(alphabet="abcdefg.,!", min_size=1), max_size=12))
def test_words_are_spelled_as_sent(words: list[str]) -> None:
    assert [word.text for word in words_of(" ".join(words), Delivery())] == words


def test_faster_speech_is_shorter() -> None:
    lengths = [length_ms("Take your time, please.", Delivery(speed=speed)) for speed in (0.6, 1.0, 1.5)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] == pytest.approx(lengths[1] / 0.6, rel=0.02)


def test_a_seed_decides_the_pace() -> None:
    text = "The quick brown fox jumps over the lazy dog."
    assert length_ms(text, Delivery(seed=1)) == length_ms(text, Delivery(seed=1))
    assert length_ms(text, Delivery(seed=1)) != length_ms(text, Delivery(seed=2))


def test_tags_are_not_spoken_and_breaks_are_pauses() -> None:
    assert [word.text for word in words_of('Hi <emotion value="sad"/>there.', Delivery())] == ["Hi", "there."]
    plain = length_ms("Hi there.", Delivery())
    assert length_ms('Hi <break time="1.5s"/> there.', Delivery()) == plain + 1500
    assert length_ms('Hi <break time="250ms"/> there.', Delivery()) == plain + 250
    assert length_ms('<break time="9999s"/>', Delivery()) == 10_000


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("0", ["zero"]),
        ("17.", ["seventeen."]),
        ("42", ["forty", "two"]),
        ("$100,", ["$one", "hundred,"]),
        ("1010", ["one", "thousand", "ten"]),
        ("999999", ["nine", "hundred", "ninety", "nine", "thousand", "nine", "hundred", "ninety", "nine"]),
        ("1000000", ["1000000"]),
        ("1.5", ["1.5"]),
        ("word", ["word"]),
    ],
)
def test_numbers_are_spoken_in_words(token: str, words: list[str]) -> None:
    assert in_words(token) == words


@pytest.mark.parametrize(
    ("text", "answer"), [("", False), (" \n", False), ("?!…", False), ("<b/>", False), ("5", True), ("你", True)]
)
def test_only_letters_and_digits_can_be_said(text: str, answer: bool) -> None:
    assert is_speakable(text) is answer


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("One. Two", "One."),
        ("One. Two!", "One. Two!"),
        ("3.14", ""),
        ("No end", ""),
        ('"Yes."', '"Yes."'),
        ("a\nb", "a\n"),
        ("好。", "好。"),
    ],
)
def test_complete_sentences_are_found(text: str, complete: str) -> None:
    assert text[: complete_sentences(text)] == complete
