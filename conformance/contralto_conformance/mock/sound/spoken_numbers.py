"""Numbers as they are spoken in English, for normalised timestamps."""

from __future__ import annotations

import re

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
# fmt: on
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER = re.compile(r"(\W*)(\d{1,6})(\W*)", re.ASCII)


def in_words(token: str) -> list[str]:
    """`token` as it is spoken: a whole number below a million in words, with its punctuation; all else unchanged.

    >>> in_words("100,")
    ['one', 'hundred,']
    """
    found = _NUMBER.fullmatch(token)
    if found is None:
        return [token]
    words = _cardinal(int(found[2]))
    words[0] = found[1] + words[0]
    words[-1] += found[3]
    return words


def _cardinal(number: int) -> list[str]:
    if number >= 1000:
        rest = _cardinal(number % 1000) if number % 1000 else []
        return [*_cardinal(number // 1000), "thousand", *rest]
    if number >= 100:
        rest = _cardinal(number % 100) if number % 100 else []
        return [_SMALL[number // 100], "hundred", *rest]
    if number >= 20:
        rest = [_SMALL[number % 10]] if number % 10 else []
        return [_TENS[number // 10], *rest]
    return [_SMALL[number]]
