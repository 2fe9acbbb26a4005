"""A card payment on the terminal: asked once, followed until it is known what became of it.

It is written on this device before the terminal is asked for money. An outcome that nobody knows
ends in a question to the terminal or to the clerk, never in a second charge (ux.md sections 0, 10).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hardware.terminals.port import (
    PaymentOutcome,
    PaymentReport,
    PaymentRequest,
    TerminalBusy,
    TerminalFault,
)
from podium_desk.application.counter import AttemptState, CardAttempt
from podium_desk.domain.hand_confirmed import Despite, Why
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.qr_pay import QrOffer
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.pay_state import CardAsk, CardStage, Part, PayPage

if TYPE_CHECKING:
    from hardware.terminals.port import Terminal
    from podium_desk.application.counter import CounterDesk
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.pay_state import Bill, PayState
    from podium_desk.presentation.turns import Turns

REACH_S = 3.0
"""A terminal that is there says within this what it did last."""
ANSWER_S = 1.0
"""The terminal says within this how it stands; the customer may take longer."""
ASKS = 3
ASK_EVERY_S = 3
"""So often, and so far apart, a terminal is asked by itself what became of a payment."""
_ENDS = ("expired", "failed")
"""Ways in which a payment by a picture ends without money that have a sentence of their own."""


@dataclass(frozen=True, slots=True)
class CardEars:
    """Who hears how it went."""

    taken: Callable[[Part], None]
    refused: Callable[[str], None]
    """Nothing was taken; with the name of the sentence that says why."""
    given_back: Callable[[str], None]
    """The money of the part with this attempt went back."""
    kept: Callable[[], None]
    """The money does not go back after all."""
    show: Callable[[], None]


class CardPaying:
    """Follows one payment at a time. All calls on the screen's thread."""

    def __init__(
        self,
        desk: CounterDesk,
        turns: Turns,
        world: Surroundings,
        pay: PayState,
        ears: CardEars,
    ) -> None:
        self._desk = desk
        self._turns = turns
        self._world = world
        self._pay = pay
        self._ears = ears
        self._is_asking = False

    def begin(self, bill: Bill, amount_cents: int, means: PaymentMeans = PaymentMeans.CARD) -> None:
        """Ask the customer for this much, by card or by `QR`, once that stands on the disk, with
        what the terminal did last."""
        others = tuple(part.payment for part in self._pay.parts if not part.attempt)
        kept = replace(bill.kept, parts=others)
        attempt = CardAttempt(self._world.new_token(), bill.token, amount_cents, kept, means=means)
        terminal = self._terminal(attempt)
        self._open_page(attempt, CardStage.BEGINNING)
        # Until its mark is known nothing is asked of it, also not how it stands.
        self._is_asking = True
        self._turns.run(
            partial(terminal.mark, REACH_S),
            lambda mark: self._write(replace(attempt, mark=mark)),
            (self._world.terminal_jobs, self._not_reached),
        )
        self._ears.show()

    def _write(self, attempt: CardAttempt) -> None:
        self._reached(attempt, is_away=False)

        def work() -> None:
            self._desk.begin_card(attempt)

        self._turns.run(work, lambda _: self._begun(attempt))

    def _reached(self, attempt: CardAttempt, *, is_away: bool) -> None:
        """The status strip tells how the card terminal is; Bancontact Pay hangs on the store."""
        if attempt.means is not PaymentMeans.QR:
            self._pay.is_terminal_away = is_away

    def _not_reached(self, error: Exception) -> None:
        self._is_asking = False
        card, self._pay.card = self._pay.card, None
        if card is not None:
            self._reached(card.attempt, is_away=not isinstance(error, TerminalBusy))
        if not isinstance(error, TerminalFault):
            self._world.report_fault(error)
        self._ears.refused(_why_not(error))

    def tick(self) -> None:
        """A second has gone by."""
        card = self._pay.card
        if card is None:
            return
        card = self._pay.card = replace(card, seconds=card.seconds + 1)
        if card.stage in (CardStage.ASKED, CardStage.STOPPING, CardStage.REVERSING):
            self._ask()
        elif card.asks_left and card.seconds % ASK_EVERY_S == 0:
            self._pay.card = replace(card, asks_left=card.asks_left - 1)
            self._ask()
        self._ears.show()

    def yes(self) -> None:
        """Enter: the terminal says paid, is to be asked, or has given back; by the stage."""
        card = self._pay.card
        if card is None:
            return
        if card.stage is CardStage.CLERK:
            self._settle(AttemptState.APPROVED, "")
        elif card.stage is CardStage.UNKNOWN:
            self._ask()
        elif card.stage is CardStage.BY_CLERK:
            self._settle(AttemptState.DECLINED, "")

    def no(self) -> None:
        """The clerk read on the terminal that nothing was paid."""
        card = self._pay.card
        if card is not None and card.stage in (CardStage.CLERK, CardStage.UNKNOWN):
            self._settle(AttemptState.DECLINED, "declined")

    def paid_by_hand(self) -> None:
        """The terminal does not tell; the clerk read on it that it was paid. Against what it told
        of another payment this is not done without a reason."""
        card = self._pay.card
        if card is None or card.stage is not CardStage.UNKNOWN:
            return
        if card.contradiction is None:
            self._settle(AttemptState.BY_HAND, "")
        else:
            self._pay.page = PayPage.DESPITE
            self._ears.show()

    def paid_despite(self, digit: int) -> None:
        """It was paid, for the reason of this digit, though the terminal told of something else."""
        card, reasons = self._pay.card, tuple(Why)
        if card is not None and card.contradiction is not None and 1 <= digit <= len(reasons):
            self._pay.page = PayPage.CARD
            told = Despite(card.contradiction.value, card.told_cents, reasons[digit - 1])
            self._settle(AttemptState.BY_HAND, told.reference)

    def stop(self) -> None:
        """Esc: stop the payment, and wait for what the terminal says to that; no reason is given
        to book it against its word."""
        card = self._pay.card
        if card is None:
            return
        if self._pay.page is PayPage.DESPITE:
            self._pay.page = PayPage.CARD
            self._ears.show()
        elif card.stage is CardStage.CLERK:
            self._settle(AttemptState.DECLINED, "stopped")
        elif card.stage is CardStage.ASKED:
            self._stage(CardStage.STOPPING)
            terminal = self._terminal(card.attempt)
            self._call(partial(terminal.cancel, _request(card.attempt), ANSWER_S))
        elif card.stage is CardStage.BY_CLERK:
            self._pay.card = None
            self._turns.run(self._note_of(card.attempt), lambda _: self._ears.kept())

    def give_back(self, attempt: CardAttempt) -> None:
        """Give a part back: the terminal does it, or the clerk does and says so.

        From here until it is known how that went, a start must not take it for paid.
        """
        doubt = self._note_of(replace(attempt, state=AttemptState.UNKNOWN))
        self._turns.run(doubt, lambda _: self._give_back(attempt))

    def _note_of(self, attempt: CardAttempt) -> Callable[[], None]:
        return partial(self._desk.note_card, attempt.id, attempt.state, attempt.receipt)

    def _give_back(self, attempt: CardAttempt) -> None:
        self._pay.page = PayPage.CARD
        terminal = self._terminal(attempt)
        if terminal.clerk_confirms or attempt.state is AttemptState.BY_HAND:
            self._pay.card = CardAsk(attempt, CardStage.BY_CLERK)
        else:
            self._pay.card = CardAsk(attempt, CardStage.REVERSING)
            self._call(partial(terminal.reverse, _request(attempt), ANSWER_S))
        self._ears.show()

    def resolve(self, attempt: CardAttempt) -> None:
        """Find out what became of a payment of an earlier start: the terminal is asked first."""
        can_ask = not self._terminal(attempt).clerk_confirms
        self._pay.page = PayPage.CARD
        self._pay.card = CardAsk(
            attempt, CardStage.UNKNOWN, asks_left=ASKS if can_ask else 0, can_ask=can_ask
        )
        if can_ask:
            self._ask()
        self._ears.show()

    def _open_page(self, attempt: CardAttempt, stage: CardStage) -> None:
        self._pay.page = PayPage.CARD
        is_simulated = attempt.means is PaymentMeans.QR and self._pay.qr is QrOffer.SIMULATED
        self._pay.card = CardAsk(attempt, stage, is_simulated=is_simulated)

    def _begun(self, attempt: CardAttempt) -> None:
        terminal = self._terminal(attempt)
        self._open_page(attempt, CardStage.CLERK if terminal.clerk_confirms else CardStage.ASKED)
        self._call(partial(terminal.authorise, _request(attempt), ANSWER_S))
        self._ears.show()

    def _ask(self) -> None:
        card = self._pay.card
        if card is not None and not self._is_asking:
            terminal = self._terminal(card.attempt)
            self._call(partial(terminal.status, _request(card.attempt), ANSWER_S))

    def _terminal(self, attempt: CardAttempt) -> Terminal:
        """What this payment is asked of."""
        qr = self._world.qr_terminal
        if attempt.means is PaymentMeans.QR and qr is not None:
            return qr()
        return self._world.terminal()

    def _call(self, call: Callable[[], PaymentReport]) -> None:
        """Call the terminal on its own lane: a slow one holds nobody up."""
        self._is_asking = True
        self._world.terminal_jobs.submit(call, self._reported, self._call_failed)

    def _reported(self, report: PaymentReport) -> None:
        self._is_asking = False
        card = self._pay.card
        if card is None or card.attempt.id != report.reference:
            return
        is_undoing = card.stage is CardStage.REVERSING
        match report.outcome:
            case PaymentOutcome.APPROVED if is_undoing:
                # It could not be given back by itself.
                self._stage(CardStage.BY_CLERK)
            case PaymentOutcome.APPROVED:
                self._settle(AttemptState.APPROVED, report.receipt)
            case PaymentOutcome.DECLINED:
                stopped = card.stage is CardStage.STOPPING
                why = report.step if report.step in _ENDS else "declined"
                self._settle(AttemptState.DECLINED, "stopped" if stopped else why)
            case PaymentOutcome.UNKNOWN:
                self._contradicted(card, report)
                self._lost()
            case PaymentOutcome.PENDING:
                self._goes_on(card, report)

    def _contradicted(self, card: CardAsk, report: PaymentReport) -> None:
        """An answer for something else than was asked is no answer; a person has to look. A
        terminal that says nothing later takes nothing of it back."""
        if report.contradiction is not None:
            told = report.told_cents or 0
            self._pay.card = replace(card, contradiction=report.contradiction, told_cents=told)

    def _goes_on(self, card: CardAsk, report: PaymentReport) -> None:
        """The customer is busy. A payment by a picture ends by itself, so it is followed again
        when it was lost out of sight."""
        if not report.picture:
            return
        stage = CardStage.ASKED if card.stage is CardStage.UNKNOWN else card.stage
        self._pay.card = replace(
            card, stage=stage, picture=report.picture, step=report.step, asks_left=0
        )
        self._ears.show()

    def _call_failed(self, error: Exception) -> None:
        self._is_asking = False
        card = self._pay.card
        if card is None:
            return
        if isinstance(error, TerminalFault) and card.stage is CardStage.ASKED:
            self._reached(card.attempt, is_away=not isinstance(error, TerminalBusy))
            self._settle(AttemptState.DECLINED, _why_not(error))
            return
        if not isinstance(error, TerminalFault):
            self._world.report_fault(error)
        self._lost()

    def _lost(self) -> None:
        """Nobody knows: say so, on the disk too, and ask the terminal by itself for a while."""
        card = self._pay.card
        if card is None or card.stage is CardStage.UNKNOWN:
            self._ears.show()
            return
        if card.stage is CardStage.REVERSING:
            self._stage(CardStage.BY_CLERK)
            return
        note = partial(self._desk.note_card, card.attempt.id, AttemptState.UNKNOWN)
        self._pay.card = replace(card, stage=CardStage.UNKNOWN, seconds=0, asks_left=ASKS, step="")
        self._turns.run(note, lambda _: self._ears.show())
        self._ears.show()

    def _settle(self, state: AttemptState, told: str) -> None:
        """Keep what became of it, then go on; `told` is a receipt, or the name of a sentence."""
        card = self._pay.card
        assert card is not None, "settled is what is under way"
        self._pay.card = None
        is_paid = state is not AttemptState.DECLINED
        settled = replace(card.attempt, state=state, receipt=told if is_paid else "")
        note = partial(self._desk.note_card, settled.id, state, settled.receipt)
        is_undone = card.stage in (CardStage.REVERSING, CardStage.BY_CLERK)

        def noted(_: None) -> None:
            if is_undone:
                self._ears.given_back(settled.id)
            elif is_paid:
                self._ears.taken(Part(settled.payment, settled.id))
            else:
                is_qr = settled.means is PaymentMeans.QR
                self._ears.refused(f"qr_{told}" if is_qr else told)

        self._turns.run(note, noted)

    def _stage(self, stage: CardStage) -> None:
        card = self._pay.card
        if card is not None:
            self._pay.card = replace(card, stage=stage, seconds=0, asks_left=0)
            self._ears.show()


def _request(attempt: CardAttempt) -> PaymentRequest:
    """What the terminal is asked of an attempt."""
    return PaymentRequest(attempt.id, attempt.amount_cents, attempt.mark, attempt.receipt)


def _why_not(error: Exception) -> str:
    """The name of the sentence for a terminal that asked nothing of the customer."""
    return "busy" if isinstance(error, TerminalBusy) else "unreachable"
