"""The evening's first deeds: who works here, what lies in the drawer, and ten sales with a line."""

from __future__ import annotations

from podium_desk.proving.tour.ledger import Owed
from podium_desk.proving.tour.scene import Deed, Scene


def log_in(scene: Scene) -> None:
    """An is the first tile; four digits."""
    hands = scene.hands
    hands.until_seen("Wie ben je?")
    scene.look("who-are-you", "Who works here is asked once, by a tile and four digits, or by a"
               " badge.")  # fmt: skip
    hands.press("1")
    hands.rest()
    hands.press("2580")
    hands.until(lambda: not hands.sees("Wie ben je?"), "nobody is logged in")


def open_the_drawer(scene: Scene) -> None:
    """Five notes of twenty, ten of five: a float of 150 euro."""
    hands = scene.hands
    hands.press("Ctrl+E")
    hands.until_seen("Dienst openen")
    hands.write("Aantal keer € 20,00", "5")
    hands.write("Aantal keer € 5,00", "10")
    hands.press("Enter")
    hands.until_seen("Beginkas")
    hands.press("Esc")
    hands.until_seen("Ritme / Rust")


def _two_tonight(scene: Scene) -> None:
    hands = scene.hands
    hands.until_seen("Ritme / Rust")
    scene.look("tonight", "Tonight's hall stands open. A digit takes the best seats, a click takes"
               " a seat.")  # fmt: skip
    before = hands.strokes
    hands.press("2 F11 50")
    scene.look("cash", "Two seats, a note of fifty: what goes back stands there in the size that"
               " a customer can read too.")  # fmt: skip
    scene.look_at_the_display("customer-display", "Meanwhile on the customer's own screen: places,"
                              " prices, what comes back; never a tariff.")  # fmt: skip
    hands.press("Enter")
    scene.until_said("Klaar. Geef € 14,00 terug.")
    assert hands.strokes - before <= 4, "two seats tonight take four interactions at most"
    scene.kept["first"] = scene.newest_ticket()


def _mother(scene: Scene) -> None:
    scene.hands.press("1 2 J F12")
    scene.until_said("Klaar")
    scene.kept["mother"] = scene.newest_ticket()


def _on_the_map(scene: Scene) -> None:
    hands = scene.hands
    hands.click_seat("Rij K stoel 5")
    hands.click_seat("Rij K stoel 6")
    scene.look("seats-on-the-map", "A customer who wants row K: two clicks. The counter says by"
               " itself that one seat stays alone.")  # fmt: skip
    hands.press("F12")


def _wheelchair(scene: Scene) -> None:
    hands = scene.hands
    hands.click_seat("Rij K stoel 1")
    hands.until_seen("Neem begeleider")
    hands.press("N")
    hands.rest()
    scene.look("companion", "A wheelchair place brings its companion along, free, beside it.")
    hands.press("F11 Enter")


def _concert_next_door(scene: Scene) -> None:
    hands = scene.hands
    hands.press("F2 Koor Enter")
    hands.until_seen("Koor & Orgel")
    hands.press("2")
    scene.look("another-house", "The hall of another house of the cluster, all 2,036 seats of it,"
               " sold from here.")  # fmt: skip
    hands.press("F12")


def _two_evenings(scene: Scene) -> None:
    hands = scene.hands
    to_tonight(scene)
    hands.press("2 F2 gezin Enter")
    hands.until(lambda: hands.sees("wo 18 nov"), "the other evening is not shown")
    hands.press("2 F12")


def _with_a_code(scene: Scene) -> None:
    hands = scene.hands
    to_tonight(scene)
    hands.click_seat("Rij L stoel 4")
    hands.press("C")
    hands.rest()
    hands.press("LENTE Enter F11 Enter")


def _school_class(scene: Scene) -> None:
    hands = scene.hands
    hands.press("G")
    hands.rest()
    hands.press("15 Enter")
    hands.rest()
    hands.choose("Alle plaatsen", "Groep")
    scene.look("group", "A class of fifteen sits together, at the group's tariff in one choice.")
    hands.press("F10 2")


def _gift_voucher(scene: Scene) -> None:
    hands = scene.hands
    hands.press("F10 1")
    hands.rest()
    hands.press("50 F12")
    scene.until_said("De bon komt uit de printer")
    scene.kept["voucher"] = scene.voucher_number()


def to_tonight(scene: Scene) -> None:
    """Back to tonight's performance."""
    hands = scene.hands
    hands.press("F2 Ritme Enter")
    hands.until(lambda: hands.sees("zo 15 nov, 20:00"), "tonight is not shown")


OPENING = (
    Deed("An logs in.", log_in, says=""),
    Deed("The float is counted.", open_the_drawer, says=""),
)
WITH_A_LINE = (
    Deed("Two for tonight, together, with a note of fifty.", _two_tonight,
         Owed(sold=(1800, 1800), cash=3600), says=""),
    Deed("One more, by card.", "1 F12", Owed(sold=(1800,), card=1800), strokes=2),
    Deed("A mother and her two children.", _mother,
         Owed(sold=(1800, 900, 900), card=3600), says="", strokes=4),
    Deed("Two in row K, at the aisle.", _on_the_map, Owed(sold=(1530, 1530), card=3060)),
    Deed("A place for a _wheelchair, and for who comes along.", _wheelchair,
         Owed(sold=(1530, 0), cash=1530)),
    Deed("Two for the concert next door.", _concert_next_door,
         Owed(sold=(3500, 3500), elsewhere=(3500, 3500), card=7000)),
    Deed("Two tonight and two on Wednesday, paid together.", _two_evenings,
         Owed(sold=(1800,) * 4, card=7200)),
    Deed("One in row L, with the code of spring; in cash, so rounded.", _with_a_code,
         Owed(sold=(1377,), cash=1377, rounding=-2)),
    Deed("A class of fifteen, on invoice.", _school_class,
         Owed(sold=(1190,) * 15, invoice=15 * 1190)),
    Deed("A gift voucher of fifty euro, by card.", _gift_voucher,
         Owed(advance=5000, card=5000), says=""),
)  # fmt: skip
