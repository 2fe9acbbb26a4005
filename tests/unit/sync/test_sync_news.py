"""Whoever waits for news is told at once, and waiting is cheap."""

from __future__ import annotations

import asyncio
import itertools
import threading
from dataclasses import dataclass, field

import pytest
from harness.plain_cluster import PlainDevice, plain_cluster
from harness.plain_sync import note, revocation_of

from podium_desk.application.news import NewsEar
from sync.exchange.line import StoreAway
from sync.exchange.messages import NewsAnswer, NewsRequest
from sync.server.news import NewsBoard
from sync.store.port import StoreUnreachable


@dataclass
class Mark:
    """The store's mark, and how often it was looked at."""

    value: int = 7
    looks: int = 0
    fails: bool = False

    def look(self) -> int:
        self.looks += 1
        if self.fails:
            raise StoreUnreachable("away")
        return self.value


def test_five_hundred_who_wait_are_told_by_one_look_and_not_by_one_each() -> None:
    async def evening() -> tuple[list[int], int]:
        mark = Mark()
        board = NewsBoard(mark.look)
        waiting = [asyncio.create_task(board.newer_than(7, 5)) for _ in range(500)]
        await asyncio.sleep(0.1)
        before = mark.looks
        mark.value = 8
        board.poke()
        told = await asyncio.gather(*waiting)
        return told, mark.looks - before

    told, looks = asyncio.run(evening())
    assert set(told) == {8}
    # One for all of them; on a slow machine the next regular look may come between.
    assert 1 <= looks <= 3


def test_news_of_another_program_is_seen_without_being_told() -> None:
    async def evening() -> int:
        mark = Mark()
        board = NewsBoard(mark.look)
        waiting = asyncio.create_task(board.newer_than(7, 5))
        await asyncio.sleep(0.05)
        mark.value = 9
        return await asyncio.wait_for(waiting, 2)

    assert asyncio.run(evening()) == 9


def test_without_news_the_answer_comes_all_the_same() -> None:
    mark = Mark()
    assert asyncio.run(NewsBoard(mark.look).newer_than(7, 0.05)) == 7


def test_one_who_is_behind_is_told_at_once() -> None:
    assert asyncio.run(asyncio.wait_for(NewsBoard(Mark().look).newer_than(3, 5), 1)) == 7


def test_a_store_that_fails_is_asked_again_and_nobody_hangs() -> None:
    async def evening() -> tuple[int, int]:
        mark = Mark(fails=True)
        board = NewsBoard(mark.look)
        first = await board.newer_than(7, 0.3)
        mark.fails, mark.value = False, 8
        return first, await board.newer_than(7, 2)

    assert asyncio.run(evening()) == (7, 8)


def test_a_server_that_ends_lets_everybody_go() -> None:
    async def evening() -> int:
        board = NewsBoard(Mark().look)
        waiting = asyncio.create_task(board.newer_than(7, 60))
        await asyncio.sleep(0.05)
        board.close()
        return await asyncio.wait_for(waiting, 2)

    assert asyncio.run(evening()) == 7


def test_the_mark_changes_with_every_fact_record_and_device() -> None:
    store, service = plain_cluster()
    device = PlainDevice(2, service)
    seen = [service.mark()]
    device.replica.append([note("sale")])
    device.session.round()
    seen.append(service.mark())
    store.write_records([(7, "text", "a", b"new")])
    seen.append(service.mark())
    known = store.devices.get(3)
    assert known is not None
    store.devices.revoke(revocation_of(3))
    seen.append(service.mark())
    assert len(set(seen)) == 4
    assert device.client.news(NewsRequest(0, b"n"), 1.0) == NewsAnswer(seen[-1])


@dataclass
class Script:
    """A store's client that answers as told, then is away."""

    answers: list[NewsAnswer | StoreAway]
    asked: list[int] = field(default_factory=list)
    is_done: threading.Event = field(default_factory=threading.Event)

    def nonce(self) -> bytes:
        return b"n"

    def close(self) -> None:
        pass

    def news(self, request: NewsRequest, timeout_s: float) -> NewsAnswer:
        self.asked.append(request.mark)
        if not self.answers:
            self.is_done.set()
            raise StoreAway("no more")
        answer = self.answers.pop(0)
        if isinstance(answer, StoreAway):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("answers", "waits_s", "woken"),
    [
        ([NewsAnswer(5), NewsAnswer(6)], 20.0, 2),
        ([NewsAnswer(5), NewsAnswer(5), NewsAnswer(5)], 20.0, 1),
        ([NewsAnswer(0)], 0.0, 0),
    ],
    ids=["news", "heartbeats", "one that does not wait"],
)
def test_an_ear_wakes_the_line_for_news_only(
    answers: list[NewsAnswer | StoreAway], waits_s: float, woken: int
) -> None:
    clock = itertools.count(0.0, waits_s)
    script, wakes = Script(list(answers)), []
    ear = NewsEar(script, lambda: wakes.append(1), lambda: next(clock))  # type: ignore[arg-type]
    ear.start()
    assert script.is_done.wait(5)
    ear.stop()
    ear._thread.join(5)
    assert len(wakes) == woken
    assert not ear.is_heard()
