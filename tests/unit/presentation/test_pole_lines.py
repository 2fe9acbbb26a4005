"""Two lines of twenty letters for the customer."""

from __future__ import annotations

from podium_desk.presentation.customer_display import CustomerLine, CustomerView
from podium_desk.presentation.pole_lines import pole_lines

LINE = CustomerLine("Ritme / Rust", "Rij F · stoel 12", "€\u00a018,00")


def test_the_last_place_and_the_sum_stand_at_the_right_of_twenty_letters():
    view = CustomerView("CC De Sluis", (LINE, LINE), "Totaal", "€\u00a036,00")
    assert pole_lines(view) == ("Rij F · stoe € 18,00", "Totaal       € 36,00")


def test_what_comes_back_stands_above_the_sum():
    view = CustomerView("CC De Sluis", (), "Terug", "€\u00a04,00", ("Ontvangen € 40,00",))
    assert pole_lines(view) == ("Ontvangen € 40,00", "Terug         € 4,00")


def test_without_a_sale_it_greets():
    assert pole_lines(CustomerView("CC De Sluis", heading="Welkom")) == ("Welkom", "CC De Sluis")
