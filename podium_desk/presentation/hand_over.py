"""A person hands a duty to another device: open, choose, read what it comes to, do it or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from podium_desk.application.duties import Duty, Foreseen
from podium_desk.domain.refusals import Refusal
from podium_desk.presentation.duties import Asked, named_sentence
from podium_desk.presentation.one_deed import OneDeed

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.jobs import Jobs
    from podium_desk.i18n.words import Words


class HandsOver(Protocol):
    """What is asked of the device; every method runs on the replica's lane."""

    def foresee(self, duty: Duty, device: int, /) -> Foreseen | Refusal:
        """What it would come to."""
        ...

    def hand_over(self, duty: Duty, device: int, /) -> Refusal | None:
        """Do it."""
        ...


class HandOver:
    """Keeps how far a person has come; every method is called on the screen's thread."""

    def __init__(
        self,
        desk: HandsOver,
        jobs: Jobs,
        words_now: Callable[[], Words],
        told: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`told` shows the page anew with a notice, which may be empty."""
        self._desk = desk
        self._words_now = words_now
        self._told = told
        self._deed = OneDeed(jobs, self.drop, failed)
        self.asked: Asked | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the device is doing something."""
        return self._deed.is_busy

    def begin(self, duty: Duty) -> None:
        """List the devices that may have this duty."""
        if not self.is_busy:
            self.asked = Asked(duty)
            self._told("")

    def choose(self, device: int) -> None:
        """Ask what naming this device comes to."""
        if self.asked is not None and self.asked.foreseen is None:
            work = partial(self._desk.foresee, self.asked.duty, device)
            self._deed.submit(work, self._foreseen)

    def confirm(self) -> None:
        """Do what was read."""
        foreseen = None if self.asked is None else self.asked.foreseen
        if foreseen is not None:
            work = partial(self._desk.hand_over, foreseen.duty, foreseen.named.device)
            self._deed.submit(work, partial(self._done, foreseen))

    def back(self) -> bool:
        """One step back; False when there is none to take."""
        if self.asked is None or self.is_busy:
            return False
        self.asked = None if self.asked.foreseen is None else Asked(self.asked.duty)
        self._told("")
        return True

    def drop(self) -> None:
        """Nobody looks any more."""
        self.asked = None

    def _foreseen(self, outcome: Foreseen | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._refused(outcome)
        elif self.asked is not None:
            self.asked = Asked(outcome.duty, outcome)
            self._told("")

    def _done(self, foreseen: Foreseen, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._refused(refusal)
            return
        self.asked = None
        self._told(named_sentence(foreseen, self._words_now()))

    def _refused(self, refusal: Refusal) -> None:
        self._told(self._words_now()(f"refusals.{refusal.reason.value}", **refusal.details))
