"""A badge: how many MUST are met, violated and not verified, as one SVG that stands alone.

Colours repeat what the words say, and white letters on each of them have a contrast of at least 4.5. No font, style or
script comes from anywhere else; the width of each word is fixed, so that any font fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from contralto_conformance.report.stored import Stored
from contralto_conformance.report.text import clip, one_line
from contralto_conformance.report.words import LEVEL_WORDS

COLOURS = {
    "label": "#3b3f46",
    "met": "#1b7344",
    "violated": "#b4261c",
    "unknown": "#56606f",
    "broken": "#7d2fa0",
}
"""Background of each part."""

HEIGHT = 20
_LETTER = 6.6
_PAD = 7
_MAX_LABEL = 40


@dataclass(frozen=True)
class Part:
    """One coloured field. tone: a name of `COLOURS`."""

    tone: str
    text: str

    @property
    def text_width(self) -> float:
        """Pixels that the words take."""
        return round(len(self.text) * _LETTER, 1)

    @property
    def width(self) -> float:
        """Pixels of the field."""
        return round(self.text_width + 2 * _PAD, 1)


def parts(report: Stored, *, label: str = "contralto", level: str = "must") -> tuple[Part, ...]:
    """The fields of the badge, from left to right; a figure of zero is left out, but one that says what is met."""
    totals = report.totals([level])
    found = [Part("label", clip(one_line(label), _MAX_LABEL) + f" {LEVEL_WORDS[level]}")]
    if totals.met or not (totals.violated or totals.not_verified):
        found.append(Part("met" if totals.met else "unknown", f"{totals.met:,} met"))
    if totals.violated:
        found.append(Part("violated", f"{totals.violated:,} violated"))
    if totals.not_verified:
        found.append(Part("unknown", f"{totals.not_verified:,} not verified"))
    if report.incomplete:
        found.append(Part("broken", "incomplete"))
    return tuple(found)


def render(report: Stored, *, label: str = "contralto", level: str = "must") -> str:
    """The badge as SVG text."""
    fields = parts(report, label=label, level=level)
    width = round(sum(field.width for field in fields), 1)
    title = f"{fields[0].text}: {', '.join(field.text for field in fields[1:])}"
    versions = ", ".join(report.versions) or "no version"
    about = one_line(f"{report.target}, {versions}, {report.started_at or 'no date'}")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{HEIGHT}" '
        f'viewBox="0 0 {width:g} {HEIGHT}" role="img" aria-labelledby="contralto-title contralto-desc">',
        f'  <title id="contralto-title">{escape(title)}</title>',
        f'  <desc id="contralto-desc">{escape(clip(about, 400))}</desc>',
        f'  <clipPath id="contralto-round"><rect width="{width:g}" height="{HEIGHT}" rx="3"/></clipPath>',
        '  <g clip-path="url(#contralto-round)">',
    ]
    left = 0.0
    words = []
    for field in fields:
        lines.append(
            f'    <rect x="{left:g}" width="{field.width:g}" height="{HEIGHT}" fill={quoteattr(COLOURS[field.tone])}/>'
        )
        words.append(
            f'    <text x="{round(left + _PAD, 1):g}" y="14" textLength="{field.text_width:g}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(field.text)}</text>'
        )
        left = round(left + field.width, 1)
    lines += [
        "  </g>",
        '  <g fill="#ffffff" font-family="Verdana, DejaVu Sans, Geneva, sans-serif" font-size="11" aria-hidden="true">',
        *words,
        "  </g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
