"""The line is back: ten more deeds, then the drawer is counted and the day closed."""

from __future__ import annotations

from podium_desk.proving.tour.cut_off import PASS
from podium_desk.proving.tour.ledger import Owed
from podium_desk.proving.tour.opening import to_tonight
from podium_desk.proving.tour.scene import Deed, Scene


def _by_voucher(scene: Scene) -> None:
    hands = scene.hands
    hands.until_seen("Verbonden")
    to_tonight(scene)
    scene.look("line-back", "The line is back, and everything that was done without it has gone to"
               " the others by itself.")  # fmt: skip
    hands.press("2 F10 1")
    hands.rest()
    hands.scan(scene.kept["voucher"])
    hands.until_seen("De bon betaalt nu")
    scene.look("voucher", "A gift voucher pays what is left on it, at whichever counter.")
    hands.press("Enter")


def _rest_of_the_voucher(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1 F6 F10 1")
    hands.rest()
    hands.scan(scene.kept["voucher"])
    hands.until_seen("De bon betaalt nu")
    hands.press("Enter F11 Enter")


def _pass_with_a_line(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1")
    hands.rest()
    hands.press("U")
    hands.rest()
    hands.press(f"{PASS} Enter")
    hands.until_seen("Gebruik")
    scene.look("uitpas", "A UiTPAS: what the place costs with it, and never why.")
    hands.press("Enter")
    hands.until_seen("UiTPAS-prijs")
    hands.press("F12")


def _by_transfer(scene: Scene) -> None:
    hands = scene.hands
    hands.press("2 R")
    hands.rest()
    hands.write("Naam", "De Smet")
    hands.click("Betaalt met een overschrijving")
    hands.press("Enter")


def _small_house(scene: Scene) -> None:
    hands = scene.hands
    hands.press("F2 Alles Enter")
    hands.until_seen("Alles komt goed")
    hands.press("1 1 J F12")


def _better_seat(scene: Scene) -> None:
    hands = scene.hands
    to_tonight(scene)
    hands.press("F3 L4 Enter")
    hands.until_seen("Wat er gebeurde")
    hands.press("F7")
    hands.until_seen("Ruilen:")
    hands.click_seat("Rij C stoel 10")
    scene.look("exchange", "An exchange is one deed: the old ticket, the new seat, and only the"
               " difference to pay.")  # fmt: skip
    hands.press("F12")


def _all_back(scene: Scene) -> None:
    hands = scene.hands
    hands.scan(scene.kept["first"])
    hands.until_seen("Wat er gebeurde")
    hands.press("1")
    hands.rest()
    hands.press("Del")
    hands.rest()
    hands.press("verhinderd Enter")
    hands.until_seen("Fatima El Amrani")
    scene.look("manager", "Above the clerk's limit a manager says yes with a PIN, for this once.")
    hands.press("1")
    hands.rest()
    hands.press("1470")


def _in_french(scene: Scene) -> None:
    hands = scene.hands
    hands.press("Esc 2")
    hands.rest()
    hands.press("Ctrl+5")
    hands.until_seen("Tickettaal: Français")
    hands.press("F12")


def _by_touch(scene: Scene) -> None:
    hands = scene.hands
    hands.click("2 beste")
    hands.rest()
    hands.click("Cash")
    hands.rest()
    hands.click("€ 40")
    scene.look("touch", "The same by touch: every key is also a button.")
    hands.click("Klaar, print tickets")


def _drink_and_book(scene: Scene) -> None:
    hands = scene.hands
    hands.press("1")
    hands.rest()
    hands.press("E")
    hands.until_seen("Extra's")
    hands.rest()
    hands.click("Drankbon")
    hands.click("Programmaboek")
    scene.look("extras", "Beside places: a drink, a book, a pass, a subscription; one basket, one"
               " receipt.")  # fmt: skip
    hands.press("Enter")
    hands.rest()
    hands.press("F12")


def _card_of_ten(scene: Scene) -> None:
    hands = scene.hands
    hands.press("E")
    hands.rest()
    hands.click("Tienbeurtenkaart")
    hands.press("Enter")
    hands.rest()
    hands.press("F12")
    scene.until_said("Klaar")
    scene.kept["pass"] = scene.pass_number()


def _two_visits(scene: Scene) -> None:
    hands = scene.hands
    hands.press("2")
    hands.rest()
    hands.press("C")
    hands.rest()
    hands.write("Kortingscode", scene.kept["pass"])
    hands.press("Enter")
    hands.until_seen("− € 36,00")
    scene.look("card-of-ten", "Two visits of a card of ten: the places cost nothing any more.")
    hands.press("F11")
    hands.rest()
    hands.press("Enter")


def _customer(scene: Scene) -> None:
    hands = scene.hands
    hands.click_seat("Rij K stoel 24")
    hands.press("K")
    hands.until_seen("Typ wat de klant zegt")
    hands.press("Ctrl+N")
    hands.until_seen("Naam en bereikbaarheid")
    hands.write("Naam", "Mia Peeters")
    hands.write("Telefoon", "0475 98 76 54")
    hands.press("Enter")
    hands.until_seen("Bewaard.")
    scene.look("customer", "A customer, with no more fields than are needed: what was bought, and"
               " what may be sent.")  # fmt: skip
    hands.press("Enter")
    hands.until_seen("Klant: Mia Peeters")
    hands.press("F12")


def _guests(scene: Scene) -> None:
    hands = scene.hands
    hands.click("Gasten")
    hands.until_seen("Gastenlijst")
    hands.press("F7 F2")
    hands.until_seen("Toegestaan door")
    form = "Zet een gast erbij · "
    hands.write(f"{form}Naam", "Lea Maes")
    hands.write(f"{form}Aantal plaatsen", "2")
    hands.write(f"{form}Reden", "auteur")
    hands.write(f"{form}Toegestaan door", "Fatima")
    hands.press("Enter")
    hands.until_seen("Lea Maes staat erbij")
    scene.look("guests", "The guest list: who is expected, who allowed it, who has tickets.")
    hands.press("Enter")
    hands.until_seen("gegeven")
    hands.press("Esc")


def _let_go(scene: Scene) -> None:
    hands = scene.hands
    hands.press("F3 Smet Enter")
    hands.until_seen("Te betalen tot")
    hands.press("Ctrl+Del")
    hands.rest()
    hands.press("Enter")


WITH_THE_LINE_AGAIN = (
    Deed("Two with the gift voucher.", _by_voucher, Owed(sold=(1800, 1800), voucher=3600)),
    Deed("One with the rest of the voucher, and cash.", _rest_of_the_voucher,
         Owed(sold=(1800,), voucher=1400, cash=400)),
    Deed("A UiTPAS, with the line.", _pass_with_a_line, Owed(sold=(360,), card=360)),
    Deed("Two are reserved, to be paid by transfer.", _by_transfer,
         Owed(reserved=(1800, 1800)), says="Gereserveerd"),
    Deed("One and a young one for the small house.", _small_house,
         Owed(sold=(1400, 700), elsewhere=(1400, 700), card=2100)),
    Deed("Rather a better seat, and the difference by card.", _better_seat,
         Owed(sold=(1800,), back=(1377,), card=423), says="Geruild"),
    Deed("The first two of the evening cannot come: everything back, in cash.", _all_back,
         Owed(back=(1800, 1800), cash=-3600), says="Terugbetaald"),
    Deed("Two for who speaks French: the tickets do too.", _in_french,
         Owed(sold=(1800, 1800), card=3600)),
    Deed("Two more, by touch only.", _by_touch, Owed(sold=(1800, 1800), cash=3600)),
    Deed("A ticket, a drink and the programme.", _drink_and_book,
         Owed(sold=(1800,), goods=(250, 500), card=2550)),
    Deed("A card of ten visits.", _card_of_ten, Owed(goods=(18000,), card=18000), says=""),
    Deed("Two places with that card.", _two_visits, Owed(sold=(0, 0))),
    Deed("One for a customer who likes to be known.", _customer,
         Owed(sold=(1530,), card=1530)),
    Deed("The author's two guests get their tickets.", _guests,
         Owed(reserved=(0, 0), picked_up=(0, 0)), says=""),
    Deed("What was to be paid by transfer is let go.", _let_go, Owed(let_go=(1800, 1800)),
         says="weer vrij"),
)  # fmt: skip


def _money_to_the_bank(scene: Scene) -> None:
    hands = scene.hands
    hands.press("Ctrl+E")
    hands.until_seen("Beginkas")
    hands.press("F8")
    hands.until_seen("Bijvoorbeeld: broodjes")
    hands.write("Bedrag", "100")
    hands.write("Reden", "bank")
    hands.press("Enter")
    hands.until_seen("Tellen en sluiten")


def _interim(scene: Scene) -> None:
    hands = scene.hands
    hands.press("F6")
    hands.until_seen("Fatima El Amrani")
    hands.press("1")
    hands.rest()
    hands.press("1470")
    hands.until_seen("X-1")
    scene.look("x-report", "An X tells how the day stands, and resets nothing.")


CLOSING = (
    Deed("A hundred euro goes to the bank.", _money_to_the_bank, says=""),
    Deed("How does the day stand?", _interim, says=""),
)
TAKEN_OUT_CENTS, FLOAT_CENTS = 10_000, 15_000


def close_the_day(scene: Scene, counted: str) -> None:
    """Count blind, hear what should be there, close. Amounts as they are typed, in euro."""
    hands = scene.hands
    hands.press("Ctrl+E")
    hands.until_seen("Tel eerst. Wat er moet liggen, zie je daarna.")
    scene.look("blind-count", "The drawer is counted before anybody is told what should be in it.")
    hands.write("Of in één bedrag", counted)
    hands.press("Enter")
    hands.until_seen("Moet er liggen")
    hands.until_seen("De terminal en de kassa komen overeen.")
    scene.look("difference", "Only then the difference: none, to the cent.")
    hands.press("Enter")
    hands.until_seen("Dienst gesloten · Z-1")
    scene.look("closed", "Closed with Z-1: what goes to the bank, and what stays for tomorrow.")
    hands.press("Enter")
    hands.until_seen("Wie ben je?")
