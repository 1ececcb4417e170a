"""A connection that ends: what becomes of the contexts on it, and where the next one begins."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests.client.contexts import FIXED, b64


def gone(socket: Any) -> Any:
    """A condition: this side knows that the connection has ended."""
    return lambda: not socket._lines[-1].link.is_open


def after_one(socket_server: Any, ending: Any) -> Any:
    """A script: the first connection ends by `ending` after one context, the later ones echo."""

    def script(talk: Any) -> None:
        if len(socket_server.paths) > 1:
            socket_server.echo(talk)
            return
        context_id = talk.hear()["context_id"]
        talk.say("chunk", context_id, data=b64(b"first"))
        talk.say("done", context_id)
        ending(talk)

    return script


@pytest.mark.parametrize("code", [1000, 1011, None])
async def test_a_close_before_done_raises_on_every_open_context(
    face: Any, socket_server: Any, code: int | None
) -> None:
    def script(talk: Any) -> None:
        for _ in range(2):
            talk.hear()
        for context_id in "ab":
            talk.say("chunk", context_id, data=b64(b"part"))
        if code is None:
            talk.connection.socket.shutdown(2)
        else:
            talk.connection.close(code, "connection idle timeout")

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            contexts = [socket.open_context(FIXED, context_id=name) for name in "ab"]
            for context in contexts:
                await context.finish("x")
            for context in contexts:
                with pytest.raises(
                    face.StreamTruncated, match=f"closed by the other side with code {code or 1006}"
                ) as caught:
                    await context.collect()
                assert caught.value.close_code == (code or 1006)
                assert caught.value.partial.audio == b"part"
                assert caught.value.received.n_events == 1
            assert ("idle timeout" in str(caught.value)) == (code is not None)
            with pytest.raises(face.StreamTruncated):
                await contexts[0].send("more")
    assert len(socket_server.received) == 2


async def test_a_message_that_is_too_long_is_named_as_the_reason(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        talk.say("chunk", "a", data=b64(bytes(2000)))
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client, max_message_bytes=1000) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.send("x")
            with pytest.raises(face.StreamTruncated, match=r"given up by this side with code 1009 \(.*1000") as caught:
                await context.collect()
            assert caught.value.close_code == 1009


# -- the next context


@pytest.mark.parametrize(
    "ending",
    [
        lambda talk: talk.connection.close(1000, "connection idle timeout"),
        lambda talk: talk.connection.close(1001),
        lambda talk: talk.connection.socket.shutdown(2),
    ],
    ids=["idle", "going away", "broken"],
)
async def test_the_next_context_begins_on_a_new_connection(face: Any, socket_server: Any, ending: Any) -> None:
    with socket_server.run(after_one(socket_server, ending)) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            first, prepared = socket.open_context(FIXED), socket.open_context(FIXED)
            await first.finish("x")
            assert (await first.collect()).audio == b"first"
            await face.until(gone(socket))
            await prepared.finish("second")
            assert (await prepared.collect()).audio == b"second"
            third = socket.open_context(FIXED)
            await third.finish("third")
            assert (await third.collect()).audio == b"third"
            assert first.state == prepared.state == "done"
    assert len(socket_server.paths) == 2
    assert [message["transcript"] for message in socket_server.received] == ["x", "second", "third"]


async def test_what_came_before_the_end_is_read_though_sending_failed(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        talk.say("chunk", "a", data=b64(b"part"))
        talk.connection.close(1011)

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED, context_id="a")
            await context.send("x")
            await face.until(gone(socket))
            with pytest.raises(face.StreamTruncated, match="code 1011"):
                await context.finish("y")
            assert (await anext(context)).data == b64(b"part")
            with pytest.raises(face.StreamTruncated, match=r"context `a` was done, after 1 events"):
                await anext(context)


async def test_a_connection_that_ends_leaves_the_contexts_of_the_next_alone(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        if len(socket_server.paths) > 1:
            socket_server.echo(talk)
            return
        talk.hear()
        talk.say("chunk", "old", data=b64(b"part"))
        talk.connection.close(1001)

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            old, new = (socket.open_context(FIXED, context_id=name) for name in ("old", "new"))
            await old.finish("x")
            await face.until(gone(socket))
            await new.finish("y")
            assert (await new.collect()).audio == b"y"
            with pytest.raises(face.StreamTruncated) as caught:
                await old.collect()
            assert caught.value.partial.audio == b"part"
    assert [message["transcript"] for message in socket_server.received] == ["x", "y"]


async def test_a_connection_that_was_idle_for_too_long_begins_no_context(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client, face.tts_socket(client, max_idle_s=0) as socket:
            first, beside, later = (socket.open_context(FIXED) for _ in range(3))
            await first.send("x")
            await beside.finish("y")  # on the same connection: a context is under way there
            assert (await beside.collect()).audio == b"y"
            await first.finish()
            assert (await first.collect()).audio == b"x"
            await later.finish("z")
            assert (await later.collect()).audio == b"z"
    assert len(socket_server.paths) == 3  # one was opened with the socket, and idle from the beginning


def test_a_new_connection_is_kept_though_the_first_message_on_it_is_cancelled(faces: Any, socket_server: Any) -> None:
    face = faces["async"]

    async def main(url: str) -> None:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            first = socket.open_context(FIXED)
            await first.finish("x")
            await first.collect()
            await face.until(gone(socket))
            old, closing = socket._lines[0].link, asyncio.Event()

            async def hang() -> None:
                closing.set()
                await asyncio.Event().wait()

            close, old.close = old.close, hang
            sending = asyncio.create_task(socket.open_context(FIXED).finish("never"))
            await closing.wait()
            sending.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sending
            old.close = close
            assert (await socket.open_context(FIXED).speak("next").collect()).audio == b"next"

    with socket_server.run(after_one(socket_server, lambda talk: talk.connection.close(1001))) as url:
        asyncio.run(main(url))
    assert len(socket_server.paths) == 2


async def test_a_refused_reconnection_changes_nothing(face: Any, socket_server: Any) -> None:
    def refuse(connection: Any, request: Any) -> Any:
        n_upgrades.append(1)
        return connection.respond(401, "no such key") if len(n_upgrades) == 2 else None

    n_upgrades: list[int] = []
    script = after_one(socket_server, lambda talk: talk.connection.close(1000))
    with socket_server.run(script, refuse=refuse) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            first, second = socket.open_context(FIXED), socket.open_context(FIXED)
            await first.finish("x")
            await first.collect()
            await face.until(gone(socket))
            with pytest.raises(face.AuthenticationError):
                await second.finish("y")
            assert second.state == "absent"
            await second.finish("y")
            assert (await second.collect()).audio == b"y"


async def test_a_socket_that_this_side_closed_stays_closed(face: Any, socket_server: Any) -> None:
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url) as client:
            async with face.tts_socket(client) as socket:
                context = socket.open_context(FIXED)
                await context.send("x")
                await anext(context)
            with pytest.raises(face.StreamTruncated, match="closed by this side"):
                await context.collect()
            with pytest.raises(face.LocalProtocolError, match="open another"):
                await socket.open_context(FIXED).send("y")
    assert len(socket_server.paths) == 1


async def test_an_unreadable_message_is_no_end_for_later_contexts(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        if len(socket_server.paths) > 1:
            socket_server.echo(talk)
            return
        talk.hear()
        talk.connection.send("no json")
        talk.hear()

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            await context.finish("x")
            with pytest.raises(face.DecodeError):
                await context.collect()
            context = socket.open_context(FIXED)
            await context.finish("y")
            assert (await context.collect()).audio == b"y"


# -- the socket as a whole


async def test_an_iteration_over_the_socket_names_what_was_lost_and_goes_on(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        if len(socket_server.paths) > 1:
            socket_server.echo(talk)
            return
        for _ in range(2):
            talk.hear()
        talk.say("chunk", "a", data=b64(b"part"))
        talk.connection.close(1001)

    with socket_server.run(script) as url:
        async with face.session(url) as client, face.tts_socket(client) as socket:
            contexts = [socket.open_context(FIXED, context_id=name) for name in "abc"]
            for context in contexts[:2]:
                await context.finish("x")
            await face.until(gone(socket))
            await contexts[2].finish("y")
            events = aiter(socket)
            assert (await anext(events)).context_id == "a"
            with pytest.raises(face.StreamTruncated, match=r"before contexts `a`, `b` were done, after 1 events"):
                await anext(events)
            assert [event.context_id async for event in socket] == ["c", "c"]
            assert [event async for event in socket] == []
