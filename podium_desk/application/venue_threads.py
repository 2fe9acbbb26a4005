"""The threads of the venue's network: one for each address, and one that looks for addresses.

A peer's thread exchanges every two seconds and tells what is new at once. What goes wrong with
one peer is shown and tried again; it stops nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from podium_desk.application.venue_line import Neighbour, VenueLine

EXCHANGE_S = 2.0
LOOK_S = 1.0
RETRY_S_MAX = 10.0


class Addresses(Protocol):
    """Where other devices may be, as ``host:port``."""

    def now(self) -> frozenset[str]:
        """The addresses known at this moment."""
        ...


class VenueThreads:
    """Runs a `VenueLine` until it is stopped."""

    def __init__(
        self,
        line: VenueLine,
        addresses: Addresses,
        after_exchange: Callable[[], None],
        keep_fault: Callable[[BaseException], None],
    ) -> None:
        """`after_exchange` is called now and then, on a thread of this class."""
        self._line = line
        self._addresses = addresses
        self._after_exchange = after_exchange
        self._keep_fault = keep_fault
        self._stop = threading.Event()
        self._wakes: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []
        self._looking = threading.Thread(target=self._look, name="venue", daemon=True)
        line.woken = self._wake_all

    def start(self) -> None:
        """Begin."""
        self._looking.start()

    def stop(self) -> None:
        """End after the steps under way; waits two seconds at most."""
        self._stop.set()
        self._wake_all()
        for thread in (self._looking, *self._threads):
            if thread.is_alive():
                thread.join(2.0)
        self._line.close()

    def _wake_all(self) -> None:
        for wake in list(self._wakes.values()):
            wake.set()

    def _look(self) -> None:
        while not self._stop.is_set():
            self._guarded(self._begin_new)
            self._guarded(self._after_exchange)
            self._stop.wait(LOOK_S)

    def _begin_new(self) -> None:
        for address in self._addresses.now() - self._wakes.keys():
            self._begin(address)

    def _begin(self, address: str) -> None:
        neighbour = self._line.found(address)
        self._wakes[address] = threading.Event()
        thread = threading.Thread(
            target=self._keep_up, args=(neighbour,), name=f"venue {address}", daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _keep_up(self, neighbour: Neighbour) -> None:
        """One peer: exchange, then tell whenever woken, until the next exchange is due."""
        wake = self._wakes[neighbour.address]
        pause_s = EXCHANGE_S
        while not self._stop.is_set():
            is_well = self._guarded(lambda: self._exchange(neighbour))
            if not is_well and neighbour.address not in self._addresses.now():
                break
            pause_s = EXCHANGE_S if is_well else min(RETRY_S_MAX, pause_s * 2)
            turns = 0
            while wake.wait(pause_s) and not self._stop.is_set() and is_well:
                wake.clear()
                self._guarded(lambda: self._line.tell(neighbour) >= 0)
                turns += 1
                if turns >= _TURNS_MAX:
                    break
            wake.clear()
        self._wakes.pop(neighbour.address, None)
        self._line.lost(neighbour.address)

    def _exchange(self, neighbour: Neighbour) -> bool:
        outcome = self._line.exchange(neighbour)
        if not self._stop.is_set():
            self._line.heard(outcome.changes)
        return outcome.fault is None

    def _guarded(self, work: Callable[[], object]) -> bool:
        try:
            return work() is not False
        except Exception as error:  # noqa: BLE001 - the top of a venue thread
            if not self._stop.is_set():
                self._keep_fault(error)
            return False


_TURNS_MAX = 50
"""In a busy hour an exchange comes after so many tellings at least."""
