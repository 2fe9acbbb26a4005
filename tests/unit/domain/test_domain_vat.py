import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.vat import VatPart, VatTotal, vat_totals, vat_within


@pytest.mark.parametrize(
    ("gross", "rate", "vat"),
    [(10600, 6, 600), (2200, 6, 125), (1800, 6, 102), (12100, 21, 2100), (1800, 0, 0), (0, 6, 0)],
)
def test_vat_is_inside_the_price(gross, rate, vat):
    assert vat_within(gross, rate) == vat


def test_half_a_cent_goes_away_from_zero():
    # 1 cent at 100 % holds exactly half a cent of VAT.
    assert vat_within(1, 100) == 1
    assert vat_within(-1, 100) == -1


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 25))
def test_vat_is_the_nearest_cent_and_a_refund_is_its_opposite(gross, rate):
    vat = vat_within(gross, rate)
    assert 2 * abs(vat * (100 + rate) - gross * rate) <= 100 + rate
    assert vat_within(-gross, rate) == -vat


def test_vat_is_taken_of_the_total_and_not_of_each_line():
    lines = [VatPart(6, "XXVIII", 950)] * 3
    assert [vat_within(950, 6)] * 3 == [54, 54, 54]
    assert vat_totals(lines) == (VatTotal(6, "XXVIII", 2850, 161),)


def test_rates_and_exemptions_are_totalled_apart_and_the_highest_comes_first():
    totals = vat_totals(
        [
            VatPart(0, "art. 44 §2, 9°", 1800),
            VatPart(6, "XXVIII", 2200),
            VatPart(21, "", 500),
            VatPart(0, "art. 44 §2, 4°", 1000),
            VatPart(6, "XXVIII", 2200),
        ]
    )
    assert [(t.rate_percent, t.basis, t.gross_cents, t.vat_cents) for t in totals] == [
        (21, "", 500, 87),
        (6, "XXVIII", 4400, 249),
        (0, "art. 44 §2, 4°", 1000, 0),
        (0, "art. 44 §2, 9°", 1800, 0),
    ]
    assert totals[1].net_cents == 4151
