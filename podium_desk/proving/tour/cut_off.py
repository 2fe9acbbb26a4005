"""Twenty deeds of a counter that hears nobody: its line to the store is cut."""

from __future__ import annotations

from podium_desk.proving.tour.ledger import Owed
from podium_desk.proving.tour.opening import log_in
from podium_desk.proving.tour.scene import Deed, Scene

PASS = "0900000067513"  # noqa: S105 - one that publiq publishes for its test environment
OFFLINE = "Je werkt offline"


def _without_a_line(scene: Scene) -> None:
    hands = scene.hands
    hands.until_seen(OFFLINE)
    hands.press("2")
    scene.look("line-cut", "The line falls. A band says what still can be sold, and the evening"
               " goes on with the same keys.")  # fmt: skip
    hands.press("F11 40 Enter")


def _free_for_the_press(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1 W")
    hands.rest()
    hands.press("F11")
    hands.rest()
    hands.press("pers Enter")
    hands.rest()
    hands.press("Enter")


def _split(scene: Scene) -> None:
    hands = scene.hands
    hands.press("2 F6 10 F12")
    hands.rest()
    scene.look("split", "A part by card, the rest in cash: what is still to be paid always shows.")
    hands.press("F11 30 Enter")


def _card_refused(scene: Scene) -> None:
    hands = scene.hands
    scene.terminal.next_outcome = "decline"
    hands.press("2 F12")
    hands.until_seen("Niet betaald: geweigerd.")
    scene.terminal.next_outcome = "approve"
    hands.press("F11 40 Enter")


def _card_unknown(scene: Scene) -> None:
    hands = scene.hands
    scene.terminal.next_outcome = "silent"
    hands.press("1 F12")
    hands.until_seen("Betaling onzeker")
    scene.look("card-unknown", "The terminal took the money and its answer was lost. Nothing is"
               " charged twice: it is asked, or somebody reads what it says.")  # fmt: skip
    scene.terminal.next_outcome = "approve"
    hands.press("Enter")


def _card_by_hand(scene: Scene) -> None:
    hands = scene.hands
    scene.terminal.next_outcome = "mute"
    hands.press("1 F12")
    hands.until_seen("Betaling onzeker")
    scene.terminal.next_outcome = "approve"
    hands.press("F8")


def _reserve(scene: Scene) -> None:
    hands = scene.hands
    hands.press("2 R")
    hands.rest()
    hands.write("Naam", "Peeters")
    hands.write("Telefoon", "0475 12 34 56")
    scene.look("reserve", "Reserved on a name, to be paid until half an hour before the start.")
    hands.press("Enter")


def _friend(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1 D")
    hands.rest()
    hands.press("F12")
    hands.rest()
    hands.press("V-17 Enter")


def _undo(scene: Scene) -> None:
    hands = scene.hands
    hands.press("3")
    hands.rest()
    hands.press("Z")
    hands.rest()
    hands.press("2 F12")


def _swap(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1")
    hands.rest()
    hands.press("S")
    hands.rest()
    hands.click_seat("Rij K stoel 8")
    hands.press("F12")


def _put_aside(scene: Scene) -> None:
    hands = scene.hands
    hands.click_seat("Rij K stoel 22")
    hands.click_seat("Rij K stoel 23")
    hands.press("O")
    hands.rest()
    hands.press("Karel Enter")
    hands.until_seen("Opzij gezet voor Karel")
    hands.press("1 F11 Enter")
    scene.until_said("Klaar")
    hands.press("O")
    hands.until_seen("Welke mand")
    scene.look("put-aside", "A basket waits on a name for who forgot the purse; its places stay"
               " held, and any counter of the house takes it back.")  # fmt: skip
    hands.press("1 Enter")
    hands.until_seen("Rij K stoel 22")
    hands.press("F12")


def _out_of_paper(scene: Scene) -> None:
    hands = scene.hands
    hands.until(lambda: hands.sees("Printer") and not hands.sees("bezig"), "the printer is busy")
    came_out = len(scene.paper.tickets)
    scene.paper.faults.rows_left = 2500
    hands.press("6 F12")
    scene.until_said("Klaar")
    hands.until_seen("papier")
    scene.look("out-of-paper", "The roll ends in the middle of six tickets. The sale stands; what"
               " is missing comes out of the next roll.")  # fmt: skip
    scene.paper.refill()
    hands.until(lambda: len(scene.paper.tickets) >= came_out + 7, "six tickets and a receipt")


def _pass_without_a_line(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1")
    hands.rest()
    hands.press("U")
    hands.rest()
    hands.press(f"{PASS} Enter")
    hands.until_seen("Gebruik")
    hands.press("Enter")
    hands.until_seen("UiTPAS-prijs")
    hands.press("F12")


def _last_codes(scene: Scene) -> None:
    hands = scene.hands
    hands.press("2")
    hands.rest()
    hands.press("C")
    hands.rest()
    hands.press("BUREN Enter F12")


def _pick_up(scene: Scene) -> None:
    hands = scene.hands
    before = hands.strokes
    hands.press("F3 Peeters Enter")
    hands.until_seen("Te betalen tot")
    scene.look("pick-up", "Found by the first letters of a name, with all that happened to it;"
               " paid where the guest stands.")  # fmt: skip
    hands.press("F12")
    scene.until_said("Klaar")
    assert hands.strokes - before <= 4, "what was reserved is picked up in four interactions"


def _one_child_less(scene: Scene) -> None:
    hands = scene.hands
    hands.scan(scene.kept["mother"])
    hands.until_seen("Wat er gebeurde")
    hands.press("Del")
    hands.rest()
    scene.look("refund", "One of three goes back, as it was paid; how is said before it is done.")
    hands.press("ziek Enter")
    scene.terminal.give_back(900)


def _lost_ticket(scene: Scene) -> None:
    hands = scene.hands
    hands.press("F3 K5 Enter")
    hands.until_seen("Wat er gebeurde")
    hands.press("2 Ctrl+F5")
    hands.rest()
    hands.press("verloren Enter")


def _print_again(scene: Scene) -> None:
    hands = scene.hands
    hands.press("Esc F4")
    hands.rest()
    hands.press("Enter")


def plug_pulled(scene: Scene) -> None:
    """The customer holds the card to the terminal, and the computer goes off."""
    terminal, taken_cents = scene.terminal, scene.terminal.taken_cents
    terminal.keep_waiting()
    scene.hands.press("2 F12")
    scene.hands.until_seen("Laat de klant betalen")
    scene.kassa.pull_the_plug()
    scene.kassa.open()
    log_in(scene)
    hands = scene.hands
    hands.until_seen("Onafgewerkte verkoop")
    scene.look("after-a-power-cut", "The computer went off while the customer was paying. The next"
               " start holds the places, and says what is not known about the money.")  # fmt: skip
    hands.press("Enter")
    hands.until_seen("Betaling onzeker")
    terminal.go_on()
    assert terminal.taken_cents > taken_cents, "the customer has paid meanwhile"
    if hands.sees("Betaling onzeker"):  # it is asked by itself too
        hands.press("Enter")
    hands.until_seen("betaald. Er zijn nog geen tickets")
    hands.press("Enter")


def _exchange(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1 F12")
    scene.until_said("Klaar")
    before = hands.strokes
    hands.scan(scene.newest_ticket())
    hands.until_seen("Wat er gebeurde")
    hands.press("F7 F2 gezin Enter")
    hands.until_seen("wo 18 nov")
    hands.press("1 Enter")
    scene.until_said("Geruild")
    assert hands.strokes - before <= 8, "an exchange takes eight interactions at most"


CUT_OFF = (
    Deed("The line is gone; two for tonight, forty exactly handed over.", _without_a_line,
         Owed(sold=(1800, 1800), cash=3600)),
    Deed("A free ticket for the press.", _free_for_the_press, Owed(sold=(0,))),
    Deed("Ten by card, the rest in cash.", _split, Owed(sold=(1800, 1800), card=1000, cash=2600)),
    Deed("The card is refused, then they pay in cash.", _card_refused,
         Owed(sold=(1800, 1800), cash=3600)),
    Deed("Nobody knows whether the card was charged; the terminal does.", _card_unknown,
         Owed(sold=(1800,), card=1800)),
    Deed("The terminal never tells; the clerk reads on it that it was paid.", _card_by_hand,
         Owed(sold=(1800,), by_hand=1800)),
    Deed("Two are reserved by telephone.", _reserve, Owed(reserved=(1800, 1800)),
         says="Gereserveerd"),
    Deed("A friend of the house shows a pass.", _friend, Owed(sold=(1700,), card=1700)),
    Deed("Three, no, two.", _undo, Owed(sold=(1800, 1800), card=3600)),
    Deed("Rather a seat in row K.", _swap, Owed(sold=(1530,), card=1530)),
    Deed("A basket is put aside for who forgot the purse, and taken back.", _put_aside,
         Owed(sold=(1800, 1530, 1530), cash=1800, card=3060)),
    Deed("Six tickets, and the roll ends in the middle.", _out_of_paper,
         Owed(sold=(1800,) * 6, card=10800), says=""),
    Deed("A UiTPAS without a line: at its price, registered later.", _pass_without_a_line,
         Owed(sold=(360,), card=360)),
    Deed("Two neighbours with one of the last codes.", _last_codes,
         Owed(sold=(1200, 1200), card=2400)),
    Deed("What was reserved is picked up.", _pick_up, Owed(picked_up=(1800, 1800), card=3600),
         says=""),
    Deed("A ticket is exchanged for Wednesday.", _exchange,
         Owed(sold=(1800, 1800), back=(1800,), card=1800), says=""),
    Deed("One of the children fell ill: one of three tickets back on the card.", _one_child_less,
         Owed(back=(900,), card=-900), says="Terugbetaald"),
    Deed("Somebody lost a ticket of row K; the old code dies.", _lost_ticket, says="Nieuwe code"),
    Deed("The last sale is printed once more.", _print_again, says="opnieuw geprint"),
    Deed("The plug is pulled while a customer is paying.", plug_pulled,
         Owed(sold=(1800, 1800), card=3600)),
)  # fmt: skip
