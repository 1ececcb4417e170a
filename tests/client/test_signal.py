"""The flag on which consumers wait, for asyncio and for threads."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable
from types import ModuleType
from typing import Any


async def test_a_flag_lets_all_go_on_who_wait(face: Any) -> None:
    signal = face.Signal()

    async def wait() -> Any:
        return await signal.wait(None)

    async def put_up() -> None:
        signal.set()

    assert await face.together(wait, wait, put_up) == [True, True, None]
    assert await signal.wait(0.01)
    signal.clear()
    assert not await signal.wait(0.01)


async def test_each_wait_ends_at_its_own_limit(face: Any) -> None:
    signal = face.Signal()

    async def wait_long() -> Any:
        return await signal.wait(60)

    async def wait_longer() -> Any:
        return await signal.wait(600)

    async def wait_briefly() -> Any:
        is_up = await signal.wait(0.01)
        signal.set()
        return is_up

    assert await face.together(wait_long, wait_briefly, wait_longer) == [True, False, True]
    signal.clear()
    assert await face.together(wait_longer, wait_briefly, wait_long) == [True, False, True]


async def test_a_wait_outlives_the_limit_of_one_before_it(face: Any) -> None:
    signal = face.Signal()

    async def put_up() -> None:
        signal.set()

    async def wait_briefly() -> Any:
        return await signal.wait(0.05)

    async def wait_long() -> Any:
        return await signal.wait(60)

    async def put_up_late() -> None:
        await face.pause(0.1)
        signal.set()

    await face.together(wait_briefly, put_up)
    signal.clear()
    assert await face.together(wait_long, put_up_late) == [True, None]


def test_a_limit_that_has_not_come_keeps_nothing_alive(runtime_package: Callable[[str], ModuleType]) -> None:
    async def waited() -> weakref.ref[Any]:
        signal = runtime_package("_async._backend").Signal()
        waiting = asyncio.create_task(signal.wait(600))
        await asyncio.sleep(0)
        signal.set()
        assert await waiting
        return weakref.ref(signal)

    async def main() -> None:
        dropped = await waited()
        gc.collect()
        assert dropped() is None

    asyncio.run(main())
