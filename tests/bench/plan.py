"""What is measured. `work` holds the code that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .work import N_EVENTS

Subject = Literal["contralto", "official", "floor"]
SUBJECTS: tuple[Subject, ...] = ("contralto", "official", "floor")

N_IN_FLIGHT = 100


@dataclass(frozen=True)
class Figure:
    """One line of the table: what a task gives under `key`, times `scale` and divided by `items`, is in `unit`.

    Where one side is close to nothing a ratio says nothing: `has_ratio`.
    """

    title: str
    unit: str
    items: int = 1
    scale: float = 1.0
    key: str = "cpu_s"
    has_ratio: bool = True


@dataclass(frozen=True)
class Task:
    """`name` is a function of `work`; not every task has a floor or an equal in the official SDK."""

    name: str
    figures: tuple[Figure, ...]
    subjects: tuple[Subject, ...] = SUBJECTS


TASKS = (
    Task(
        "imports",
        (Figure("import", "ms", scale=1e3), Figure("memory after import", "MB", key="rss_mb")),
    ),
    Task("first_answer", (Figure("import and first answer", "ms", scale=1e3),)),
    Task("voice", (Figure("one voice", "us", 300, 1e6),)),
    Task("voice_async", (Figure("one voice, async", "us", 300, 1e6),)),
    Task("page", (Figure("page of 100 voices", "us", 40, 1e6),)),
    Task("tts_bytes", (Figure("TTS bytes, 256 kB", "us", 100, 1e6),)),
    Task("sse", (Figure("SSE event, 4.8 kB of audio", "us", N_EVENTS, 1e6),)),
    Task("sse_small", (Figure("SSE event, 96 bytes of audio", "us", N_EVENTS, 1e6),)),
    Task("socket", (Figure("socket message, 1 context", "us", N_EVENTS, 1e6),)),
    Task("socket_contexts", (Figure("socket message, 50 contexts", "us", N_EVENTS, 1e6),)),
    Task(
        "first_audio_sse",
        (Figure("first audio over SSE, wall", "us", 1, 1e6, "p50_s"), Figure("one short SSE, CPU", "us", 100, 1e6)),
    ),
    Task(
        "first_audio_socket",
        (
            Figure("first audio over a socket, wall", "us", 1, 1e6, "p50_s"),
            Figure("one short context, CPU", "us", 100, 1e6),
        ),
    ),
    Task(
        "in_flight",
        (
            Figure("request, 100 in flight", "us", 5 * N_IN_FLIGHT, 1e6),
            Figure("connections for 5 x 100 requests", "", key="connections"),
        ),
        ("contralto", "official"),
    ),
    Task(
        "paused_socket",
        (Figure("paused 10 min socket stream, growth", "MB", key="growth_mb", has_ratio=False),),
        ("contralto", "official"),
    ),
    Task(
        "paused_sse",
        (Figure("paused 10 min SSE stream, growth", "MB", key="growth_mb", has_ratio=False),),
        ("contralto", "official"),
    ),
    Task("spec", (Figure("loading the spec", "ms", scale=1e3),), ("contralto",)),
)
