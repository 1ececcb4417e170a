"""Contexts that are cancelled, left, dropped or out of time."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from tests.client.contexts import FIXED, b64

# -- cancelled


async def test_a_cancelled_context_ends_and_what_still_comes_is_dropped(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        talk.say("chunk", "a", data=b64(b"early"))
        assert talk.hear() == {"context_id": "a", "cancel": True}
        talk.say("chunk", "a", data=b64(b"late"))
        talk.say("done", "a")
        talk.hear()
        talk.say("chunk", "b", data=b64(b"b"))
        talk.say("done", "b")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            first = socket.open_context(FIXED, context_id="a")
            await first.finish("x")
            assert (await anext(first)).data == b64(b"early")
            await first.cancel()
            assert first.state == "cancelled"
            assert [event async for event in first] == []
            await first.cancel()
            second = socket.open_context(FIXED, context_id="b")
            await second.finish("y")
            assert (await second.collect()).audio == b"b"
            assert first.state == "done"


async def test_leaving_the_block_before_the_end_cancels(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            async with socket.open_context(FIXED, context_id="a") as context:
                await context.send("x")
                await anext(context)
            async with socket.open_context(FIXED, context_id="b") as context:
                await context.finish("x")
                await context.collect()
            async with socket.open_context(FIXED, context_id="c"):
                pass
            last = socket.open_context(FIXED, context_id="d")
            await last.finish("x")
            await last.collect()
    assert [message["context_id"] for message in socket_server.received if message.get("cancel")] == ["a"]
    assert "c" not in {message["context_id"] for message in socket_server.received}


async def test_cancelling_from_elsewhere_ends_the_reading_at_once(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        for _ in range(2):
            talk.hear()
        talk.say("chunk", "a", data=b64(b"x"))
        assert talk.hear()["cancel"]
        talk.hear()  # and nothing is said any more

    with socket_server.run(script) as url:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")
            n_events: list[int] = []

            async def read() -> Any:
                await a.finish("x")
                async for _ in a:
                    n_events.append(1)
                return len(n_events)

            async def follow() -> Any:
                await b.finish("y")
                return [event async for event in b]

            async def interrupt() -> None:
                await face.until(lambda: n_events)
                await a.cancel()
                await b.cancel()

            assert await face.together(read, follow, interrupt) == [1, [], None]


async def test_waiting_for_a_context_that_never_begins_ends_when_it_is_cancelled(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)

            async def read() -> Any:
                return [event async for event in context]

            async def cancel() -> None:
                await face.pause(0.02)
                await context.cancel()

            assert await face.together(read, cancel) == [[], None]


async def test_a_context_that_is_cancelled_while_its_beginning_is_about_to_be_awaited_ends(face: Any) -> None:
    context = face.tts_socket(face.session("http://127.0.0.1:1")).open_context(FIXED, timeout=face.Timeout(read_s=0.1))

    base: Any = type(context._inbox.signal)

    class Crossed(base):
        crossed = False

        def clear(self) -> None:
            if not self.crossed:
                self.crossed = True
                context._release(None)
            super().clear()

    context._inbox.signal = Crossed()
    assert [event async for event in context] == []


async def test_a_context_that_was_read_and_let_go_is_cancelled_with_the_next_message(
    face: Any, socket_server: Any
) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:

            async def leave() -> None:
                context = socket.open_context(FIXED, context_id="left")
                await context.send("x")
                async for _ in context:
                    break

            await leave()
            gc.collect()
            context = socket.open_context(FIXED)
            await context.finish("y")
            assert (await context.collect()).audio == b"y"
    assert [message["context_id"] for message in socket_server.received if message.get("cancel")] == ["left"]


async def test_cancelling_ends_an_iteration_over_the_socket_that_waits_for_it(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        talk.hear()
        talk.hear()

    with socket_server.run(script) as url:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.send("x")

            async def read() -> Any:
                return [event async for event in socket]

            async def cancel() -> None:
                await face.pause(0.02)
                await context.cancel()

            assert await face.together(read, cancel) == [[], None]


# -- out of time


async def test_silence_ends_at_the_read_limit_for_reader_and_followers(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        for _ in range(2):
            talk.hear()
        time.sleep(1)

    with socket_server.run(script) as url:
        async with face.session(url, timeout=face.Timeout(read_s=0.2)) as client, face.tts_socket(client) as socket:

            async def speak() -> Any:
                context = socket.open_context(FIXED)
                await context.finish("x")
                try:
                    await context.collect()
                except face.DeadlineExceeded as exc:
                    return exc.limit

            assert await face.together(speak, speak) == ["read", "read"]


async def test_a_context_that_trickles_ends_at_its_total_deadline(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        while True:
            talk.say("chunk", "a", data="")
            time.sleep(0.02)

    with socket_server.run(script) as url:
        timeout = face.Timeout(read_s=5, total_s=0.3)
        async with face.session(url, timeout=timeout) as client, face.tts_socket(client) as socket:
            a, b = (socket.open_context(FIXED, context_id=name) for name in "ab")

            async def speak(context: Any) -> Any:
                await context.finish("x")
                try:
                    await context.collect()
                except face.DeadlineExceeded as exc:
                    return str(exc)

            async def speak_a() -> Any:
                return await speak(a)

            async def speak_b() -> Any:
                return await speak(b)

            texts = await face.together(speak_a, speak_b)
            assert all(text.startswith("total time of 0.3 s ran out") for text in texts)


async def test_the_total_time_is_over_even_if_more_is_there_to_be_read(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        for _ in range(3):
            talk.say("chunk", "a", data="")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a", timeout=0.2)
            await context.finish("x")
            await anext(context)
            await face.pause(0.3)
            with pytest.raises(face.DeadlineExceeded, match=r"total time of 0\.2 s ran out"):
                await anext(context)


async def test_the_service_is_told_when_the_total_time_is_over(face: Any, socket_server: Any) -> None:
    heard = threading.Event()

    def script(talk: Any) -> None:
        talk.hear()
        talk.say("chunk", "a", data=b64(b"part"))
        assert talk.hear() == {"context_id": "a", "cancel": True}
        heard.set()
        socket_server.echo(talk)

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a", timeout=0.1)
            await context.finish("x")
            for _ in range(2):
                with pytest.raises(face.DeadlineExceeded, match=r"total time of 0\.1 s ran out") as caught:
                    await context.collect()
                assert caught.value.partial.audio == b"part"
            assert heard.wait(5)
            other = socket.open_context(FIXED)
            await other.finish("y")
            assert (await other.collect()).audio == b"y"


async def test_a_context_has_limits_of_its_own(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        limits = face.Timeout(read_s=None)
        async with face.session(url, timeout=limits) as client, face.tts_socket(client) as socket:
            patient, hasty = socket.open_context(FIXED), socket.open_context(FIXED, timeout=face.Timeout(read_s=0.1))
            await patient.send("x")
            await hasty.send("y")
            await anext(hasty)

            async def wait() -> Any:
                return [event.type async for event in patient]

            async def give_up() -> None:
                with pytest.raises(face.DeadlineExceeded, match=r"silent for 0\.1 s \(read\)"):
                    await anext(hasty)
                await patient.finish()

            assert await face.together(wait, give_up) == [["chunk", "done"], None]


# -- what only one face has


def test_a_follower_that_is_cancelled_hands_on_what_it_was_given(faces: Any, socket_server: Any) -> None:
    """Cancels the reader and the follower just chosen to read on; a third consumer still gets its events."""
    face = faces["async"]
    go = threading.Event()

    def script(talk: Any) -> None:
        for _ in range(3):
            talk.hear()
        go.wait(5)
        talk.say("done", "c")
        talk.hear()

    async def main(url: str) -> None:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            contexts = [socket.open_context(FIXED, context_id=name) for name in "abc"]
            for context in contexts:
                await context.finish("x")
            tasks = [asyncio.create_task(context.collect()) for context in contexts]
            await asyncio.sleep(0.05)
            tasks[0].cancel()
            await asyncio.sleep(0)
            tasks[1].cancel()
            await asyncio.sleep(0.05)
            go.set()
            assert (await asyncio.wait_for(tasks[2], 5)).audio == b""
            for task in tasks[:2]:
                with pytest.raises(asyncio.CancelledError):
                    await task

    with socket_server.run(script) as url:
        asyncio.run(main(url))


def test_a_wait_may_be_interrupted_at_the_moment_its_time_is_over(
    runtime_package: Callable[[str], ModuleType],
) -> None:
    interruption = runtime_package("_async._connection").Interruption()
    failures: list[Any] = []

    async def wait() -> None:
        async with asyncio.timeout(None) as interruption.scope:
            await asyncio.Event().wait()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: failures.append(context))
        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        interruption.scope.reschedule(0.0)
        loop.call_soon(interruption.fire)  # runs right after the time is over, before the task has noticed
        with pytest.raises(TimeoutError):
            await task

    asyncio.run(main())
    assert failures == []


def test_a_cancelled_task_loses_no_event(faces: Any, socket_server: Any) -> None:
    face = faces["async"]

    def script(talk: Any) -> None:
        talk.hear()
        for number in range(50):
            talk.say("chunk", "a", data=b64(b"%d;" % number))
            time.sleep(0.002)
        talk.say("done", "a")
        talk.hear()

    async def main(url: str) -> list[str]:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.finish("x")
            seen: list[str] = []
            while True:
                try:
                    async with asyncio.timeout(0.003):
                        event = await anext(context, None)
                except TimeoutError:
                    continue
                if event is None or event.type == "done":
                    return seen
                seen.append(event.data)

    with socket_server.run(script) as url:
        assert asyncio.run(main(url)) == [b64(b"%d;" % number) for number in range(50)]


def test_collecting_that_was_cancelled_goes_on_where_it_was(faces: Any, socket_server: Any) -> None:
    face = faces["async"]

    async def main(url: str) -> None:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.send("first ")
            task = asyncio.create_task(context.collect())
            await face.until(lambda: context._collector and context._collector.speech().audio)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await context.finish("second")
            assert (await context.collect()).audio == b"first second"

    with socket_server.run(socket_server.echo) as url:
        asyncio.run(main(url))
