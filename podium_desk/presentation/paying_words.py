"""The payment panel put into words."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING

from podium_desk.application.counter import AttemptState
from podium_desk.domain.hand_confirmed import Why
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.qr_pay import QrOffer
from podium_desk.domain.vouchers import NUMBER_DIGITS, spoken_number
from podium_desk.presentation import amounts
from podium_desk.presentation.counter_view import CashPanel
from podium_desk.presentation.counter_words import cash_panel
from podium_desk.presentation.pay_state import CardAsk, CardStage, PayPage
from podium_desk.presentation.paying_view import (
    CardPanel,
    MorePanel,
    PartView,
    SplitPanel,
    UnfinishedPanel,
    VoucherPanel,
)

if TYPE_CHECKING:
    from hardware.terminals.port import Contradiction
    from podium_desk.application.counter import CardAttempt, Payment
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.pay_state import PayState

_STEPS = ("identified", "authorised")
"""Steps of a customer with a telephone that have a sentence of their own."""
PayPanel = CashPanel | CardPanel | SplitPanel | MorePanel | VoucherPanel | UnfinishedPanel


def pay_panel(pay: PayState, zone: tzinfo | None, words: Words) -> PayPanel | None:
    """The page that stands, None when nothing is paid. `zone` is where this counter stands."""
    match pay.page:
        case PayPage.CASH if pay.entry is not None:
            return cash_panel(pay.entry, words)
        case PayPage.CARD if pay.card is not None:
            return _card_panel(pay.card, words)
        case PayPage.DESPITE if pay.card is not None and pay.card.contradiction is not None:
            return _despite_panel(pay.card, pay.card.contradiction, words)
        case PayPage.MORE:
            return _more_panel(pay, words)
        case PayPage.VALUE | PayPage.NUMBER:
            return _voucher_panel(pay, words)
        case PayPage.UNFINISHED if pay.unfinished:
            return _unfinished_panel(pay, zone, words)
        case PayPage.SPLIT | PayPage.CARD:
            return _split_panel(pay, words)
        case _:
            return None


def _more_panel(pay: PayState, words: Words) -> MorePanel:
    """The other means of a bill; without one, what else is sold than places."""
    if pay.bill is None:
        names = (one.terms.name for one in pay.voucher_types)
        return MorePanel(words("paying.sell_other"), "", (words("paying.sell_voucher"), *names))
    amount = amounts.money(pay.next_cents, words.language)
    choices = tuple(_choice(pay, means, words) for means in pay.more)
    closed = {PaymentMeans.QR} if pay.is_qr_away else set()
    places = frozenset(place for place, means in enumerate(pay.more) if means in closed)
    return MorePanel(words("paying.more_title"), amount, choices, places)


def _despite_panel(card: CardAsk, how: Contradiction, words: Words) -> MorePanel:
    """Why a card is booked all the same; a digit says it."""
    told, asked = (
        amounts.money(cents, words.language)
        for cents in (card.told_cents, card.attempt.amount_cents)
    )
    told = words(f"paying.told_{how.value}", amount=told)
    about = words("paying.despite_told", told=told, asked=asked)
    choices = tuple(words(f"paying.despite_{why.value}") for why in Why)
    return MorePanel(words("paying.despite_title"), asked, choices, about=about)


def _choice(pay: PayState, means: PaymentMeans, words: Words) -> str:
    """A means in the list; Bancontact Pay says when it is simulated, or when there is no line."""
    if means is PaymentMeans.QR and pay.is_qr_away:
        return words("paying.qr_no_line")
    if means is PaymentMeans.QR and pay.qr is QrOffer.SIMULATED:
        return words("paying.qr_simulated")
    if means is PaymentMeans.VOUCHER:
        return words("paying.voucher_or_credit")
    return means_name(means, words)


def _voucher_panel(pay: PayState, words: Words) -> VoucherPanel:
    language = words.language
    if pay.page is PayPage.VALUE:
        typed = "" if pay.typed is None else pay.typed.typed("." if language == "en" else ",")
        kind = pay.voucher_type
        return VoucherPanel(
            words("paying.sell_voucher") if kind is None else kind.terms.name,
            words("paying.voucher_value"),
            f"€ {typed}" if typed else "", words("paying.voucher_value_hint"), "", pays=False,
        )  # fmt: skip
    detail = ""
    if pay.voucher is not None:
        left = amounts.money(pay.voucher.balance_cents, language)
        detail = words(
            "paying.voucher_pays", left=left, amount=amounts.money(pay.voucher_cents, language)
        )
    return VoucherPanel(
        words("paying.voucher_or_credit"), words("paying.voucher_number"),
        spoken_number(pay.number),
        words("paying.voucher_number_hint"), detail, pays=True,
        can_confirm=len(pay.number) == NUMBER_DIGITS,
    )  # fmt: skip


def means_name(means: PaymentMeans, words: Words) -> str:
    """What a means is called at the counter."""
    return words(f"paying.means_{means.value}")


def _card_panel(card: CardAsk, words: Words) -> CardPanel:
    amount = amounts.money(card.attempt.amount_cents, words.language)
    waited = words("paying.waited", n=card.seconds) if card.seconds else ""
    say = partial(_said, card, words)
    match card.stage:
        case CardStage.BEGINNING:
            return CardPanel(
                amount, card.stage, say("title"), words("paying.beginning"), waited=waited
            )
        case CardStage.CLERK:
            return CardPanel(
                amount, card.stage, words("counter.card_title"), words("counter.card_ask"),
                words("counter.card_doubt"),
            )  # fmt: skip
        case CardStage.UNKNOWN:
            return CardPanel(
                amount, card.stage, words("paying.unknown"), _what_to_look_at(card, words),
                words(f"paying.{_advice(card)}"), can_ask=card.can_ask,
            )  # fmt: skip
        case CardStage.BY_CLERK:
            return CardPanel(amount, card.stage, say("give_back"), say("give_back_ask"))
        case CardStage.REVERSING:
            return CardPanel(amount, card.stage, say("give_back"), say("reversing"), waited=waited)
        case CardStage.STOPPING:
            return CardPanel(amount, card.stage, say("title"), say("stopping"), waited=waited)
        case CardStage.ASKED:
            step = f"step_{card.step}" if card.step in _STEPS else "let_pay"
            return CardPanel(
                amount, card.stage, say("title"), say(step), waited=waited, picture=card.picture
            )


def _advice(card: CardAsk) -> str:
    return "unknown_held" if card.contradiction is None else "other_advice"


def _what_to_look_at(card: CardAsk, words: Words) -> str:
    if card.contradiction is None:
        return _said(card, words, "unknown_look")
    told = amounts.money(card.told_cents, words.language)
    return words(f"paying.other_{card.contradiction.value}", amount=told)


def _said(card: CardAsk, words: Words, key: str) -> str:
    """The sentence for a card, or for Bancontact Pay, which says when it is simulated."""
    if card.attempt.means is not PaymentMeans.QR:
        return words("counter.card_title" if key == "title" else f"paying.{key}")
    if key == "title":
        return words("paying.qr_simulated" if card.is_simulated else "paying.means_qr")
    return words(f"paying.qr_{key}")


def _split_panel(pay: PayState, words: Words) -> SplitPanel:
    language = words.language
    typed = "" if pay.typed is None else pay.typed.typed("." if language == "en" else ",")
    return SplitPanel(
        rest=amounts.money(pay.rest_cents, language),
        typed=typed,
        next_amount=amounts.money(pay.next_cents, language),
        parts=tuple(_part(payment, words) for payment in pay.payments),
        is_done=not pay.rest_cents,
    )


def _part(payment: Payment, words: Words) -> PartView:
    name = words("paying.means_by_hand") if payment.by_hand else means_name(payment.means, words)
    return PartView(name, amounts.money(payment.amount_cents, words.language))


def _unfinished_panel(pay: PayState, zone: tzinfo | None, words: Words) -> UnfinishedPanel:
    """The oldest sale that is open, with what is known of its money and its places."""
    first = pay.unfinished[0]
    sale = [one for one in pay.unfinished if one.sale_token == first.sale_token]
    at = datetime.fromtimestamp(first.at_ms / 1000, UTC).astimezone(zone)
    total = amounts.money(first.sale.total_cents, words.language)
    is_known = all(one.is_paid for one in sale)
    can_finish = first.sale.is_basket and pay.are_places_held
    places = words("paying.held" if can_finish else "paying.gone", n=len(first.sale.lines))
    go_on = words("paying.finish") if is_known else words("paying.look_after")
    return UnfinishedPanel(
        title=words("paying.unfinished", time=amounts.clock_time(at), total=total),
        places=places if first.sale.lines else first.sale.title,
        payments=tuple(_payment_state(one, words) for one in sale),
        advice=words(f"paying.{_prefix(sale)}{'known' if is_known else 'unknown'}_advice"),
        go_on="" if is_known and not can_finish else go_on,
        can_give_up=is_known,
    )


def _prefix(sale: list[CardAttempt]) -> str:
    """Of the words for Bancontact Pay, where nothing but that was asked for."""
    return "qr_" if all(one.means is PaymentMeans.QR for one in sale) else ""


def _payment_state(attempt: CardAttempt, words: Words) -> str:
    amount = amounts.money(attempt.amount_cents, words.language)
    how = "qr" if attempt.means is PaymentMeans.QR else "card"
    if attempt.state is AttemptState.APPROVED:
        return words(f"paying.{how}_paid", amount=amount)
    if attempt.state is AttemptState.BY_HAND:
        return words(f"paying.{how}_by_hand", amount=amount)
    return words(f"paying.{how}_unknown", amount=amount)
