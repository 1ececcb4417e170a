"""A difference on a console. Signs and words say everything; colour only repeats it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from .model import Change, Difference, Side
from .phrases import visible
from .wording import SECTION_TITLES, broken, certainty, headline, reached, reasons, subjects, values

DEFAULT_WIDTH = 80
_NARROWEST = 40
_MAX_WIDTH = 120
_USES_SHOWN = 6
_HANGING = 2
_STYLES = {"": "green", "client": "bold red", "server": "yellow", "both": "bold red"}


def render_console(
    difference: Difference, *, width: int = DEFAULT_WIDTH, color: bool = False, side: Side = "both"
) -> str:
    """The difference as lines of at most `width` columns (40 to 120). side: whose breakage is marked."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(_NARROWEST, min(width, _MAX_WIDTH)),
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for line, indent in _lines(difference, side):
        for index, part in enumerate(line.wrap(console, console.width - indent - _HANGING)):
            part.rstrip()
            margin = indent + _HANGING if index and indent else indent
            console.print(Text(" " * margin if part.plain else "") + part, soft_wrap=True)
    return stream.getvalue()


def _lines(difference: Difference, side: Side) -> Iterator[tuple[Text, int]]:
    yield Text(visible(headline(difference)), style="bold"), 0
    for note in difference.notes:
        yield Text(f"note: {visible(note)}", style="dim"), 0
    section = ""
    for subject in subjects(difference):
        if subject.section != section:
            section = subject.section
            yield Text(""), 0
            yield Text(SECTION_TITLES[subject.section].upper(), style="bold"), 0
        if len(subject.changes) == 1 and subject.changes[0].is_whole:
            yield from _whole(subject.changes[0], side)
            continue
        yield Text(visible(subject.name), style="bold"), 2
        if subject.uses:
            yield Text(f"used by {visible(', '.join(reached(subject.uses, _USES_SHOWN)))}", style="dim"), 4
        for change in subject.changes:
            yield from _change(change, side)


def _whole(change: Change, side: Side) -> Iterator[tuple[Text, int]]:
    sign = "+" if change.after is not None else "-"
    line = Text(f"{sign} {visible(change.place.subject)}")
    what = change.words.split()[-1]
    line.append(f"  {what}: {values(change)}" if change.place.section == "channels" else f"  {what}", style="dim")
    yield _marked(line, change, side), 2


def _change(change: Change, side: Side) -> Iterator[tuple[Text, int]]:
    line = Text("· ")
    if change.place.trail:
        line.append(visible(change.place.trail))
        line.append("  ")
    line.append(change.words)
    extra = [part for part in (values(change), certainty(change)) if part]
    if extra:
        line.append(f": {', '.join(extra)}")
    yield _marked(line, change, side), 4
    for name, reason in reasons(change):
        if side in ("both", name):
            yield Text(f"breaks {name}s: {reason}", style="red" if name == "client" else "yellow"), 8


def _marked(line: Text, change: Change, side: Side) -> Text:
    """The line, in red if it breaks clients and yellow if it breaks servers only; words say it for whole subjects."""
    whom = broken(change)
    if side != "both" and whom not in (side, "both"):
        return line
    if whom and change.is_whole:
        names = "clients and servers" if whom == "both" else f"{whom}s"
        line.append(", ", style="dim")
        line.append(f"breaks {names}", style=_STYLES[whom])
    return line
