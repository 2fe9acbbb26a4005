"""The thread on which the store catches up with UiTPAS, while it is served."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from podium_desk.central.uitpas.catching_up import CatchingUp

EVERY_S = 2.0


class CatchUpRunner:
    """Catches up every two seconds until it is stopped."""

    def __init__(
        self, catching_up: CatchingUp, report: Callable[[Exception], None], every_s: float = EVERY_S
    ) -> None:
        """`report` hears what went wrong; the next time it is tried again."""
        self._catching_up = catching_up
        self._report = report
        self._every_s = every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uitpas", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits for the matter in hand, which takes a few seconds at most."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(10.0)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            try:
                self._catching_up.once()
            except Exception as error:  # noqa: BLE001 - the top of the thread, which must not die
                self._report(error)


@contextlib.contextmanager
def running(catching_up: CatchingUp, report: Callable[[Exception], None]) -> Iterator[None]:
    """Catch up while the block lasts."""
    runner = CatchUpRunner(catching_up, report)
    runner.start()
    try:
        yield
    finally:
        runner.stop()
