"""Orders on an invoice: granted by role, listed for the accounts, and said on the receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import TONIGHT

from podium_desk.application.after_sales import RefundDone
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.invoicing import invoices_due
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.commands.invoices import invoices_csv
from podium_desk.documents.layouts.shelf import bundled_paper
from podium_desk.documents.page import Text
from podium_desk.documents.receipt import receipt_content
from podium_desk.domain.customers import Customer
from podium_desk.domain.ids import HouseId, TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.staff import Clerk, StaffRole
from podium_desk.i18n.words import Words

TICKET = 2203


@pytest.fixture
def place() -> Place:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    cluster.performance(house, TONIGHT, cluster.plan(house, "gc-het-anker-theaterzaal.json"))
    return cluster.device(house, "counter", "Kassa 1")


def sell(place: Place, count: int) -> SaleDone | Refusal:
    held = place.desk.hold_best(TONIGHT, count, None, 0)
    assert isinstance(held, Held), held
    lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
    payment = Payment(PaymentMeans.INVOICE, count * TICKET, 0)
    return place.desk.sell(lines, (payment,), place.work.new_token(), "nl")


def test_a_seller_needs_a_manager_above_the_limit_and_one_word_of_it_counts_once(
    place: Place,
) -> None:
    place.work.person = Clerk(1, HouseId(1), "An", StaffRole.SELLER, b"", b"")
    assert isinstance(sell(place, 2), SaleDone)
    refused = sell(place, 23)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.MANAGER_NEEDED
    place.work.approved_by = "Bo"
    assert isinstance(sell(place, 23), SaleDone)
    assert isinstance(sell(place, 23), Refusal)


def test_only_who_may_override_books_a_card_against_its_terminal(place: Place) -> None:
    def by_hand() -> SaleDone | Refusal:
        held = place.desk.hold_best(TONIGHT, 1, None, 0)
        assert isinstance(held, Held), held
        lines = (BasketLine(TONIGHT, held.units[0], TariffId(1)),)
        payment = Payment(PaymentMeans.CARD, TICKET, 0, by_hand=True)
        return place.desk.sell(lines, (payment,), place.work.new_token(), "nl")

    an = Clerk(1, HouseId(1), "An", StaffRole.SELLER, b"", b"")
    assert isinstance(by_hand(), SaleDone)
    place.work.person = an
    refused = by_hand()
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.MANAGER_NEEDED
    place.work.approved_by = "Bo"
    assert isinstance(by_hand(), SaleDone)
    place.work.person = replace(an, override=True)
    assert isinstance(by_hand(), SaleDone)


def test_the_list_says_who_gets_it_and_what_came_off_and_no_cell_is_a_formula(
    place: Place,
) -> None:
    done = sell(place, 2)
    assert isinstance(done, SaleDone)
    who = Customer("=School", "", "", "0203201340", "Kerkstraat 1, 2800 Mechelen")
    place.desk.orders.rename(done.order, who)
    ticket = (done.tickets[0].id,)
    assert isinstance(place.desk.after_sales.refund(ticket, None, ""), RefundDone)
    (due,) = invoices_due(place.work, 0, 2**62)
    assert (due.cents, due.vat[0].gross_cents) == (TICKET, TICKET)
    lines = invoices_csv([due]).splitlines()
    assert lines[1] == (
        f"{done.order};2026-11-27;'=School;BE 0203.201.340;;Kerkstraat 1, 2800 Mechelen;6;"
        "20,78;1,25;22,03;22,03"
    )


def test_the_receipt_says_that_it_is_no_invoice(place: Place) -> None:
    done = sell(place, 1)
    assert isinstance(done, SaleDone)
    page = bundled_paper(
        "receipt", receipt_content(place.desk.papers.receipt(done.order, "nl"), Words("nl"))
    )
    texts = [block.words for block in page.blocks if isinstance(block, Text)]
    assert "Dit is niet de factuur. Die volgt." in texts


def test_the_difference_of_an_exchange_on_an_invoice_has_the_same_limit(place: Place) -> None:
    place.work.person = Clerk(1, HouseId(1), "An", StaffRole.VOLUNTEER, b"", b"")
    held = place.desk.hold_best(TONIGHT, 1, None, 0)
    assert isinstance(held, Held)
    cheap = (BasketLine(TONIGHT, held.units[0], TariffId(1)),)
    card = (Payment(PaymentMeans.CARD, TICKET, TICKET),)
    old = place.desk.sell(cheap, card, place.work.new_token(), "nl")
    assert isinstance(old, SaleDone), old
    two = place.desk.hold_best(TONIGHT, 2, None, 0)
    assert isinstance(two, Held)
    lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in two.units)
    wish = ExchangeWish((old.tickets[0].id,), place.work.new_token(), "nl")
    more = (Payment(PaymentMeans.INVOICE, TICKET, 0),)
    refused = place.desk.orders.exchange(wish, lines, more)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.MANAGER_NEEDED
