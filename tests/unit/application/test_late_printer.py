"""A counter's printer begins after the counter stands; nothing that is wanted meanwhile is lost."""

from podium_desk.application.late_printer import LatePrinter
from podium_desk.application.paper_now import NO_PAPER


class Printer:
    def __init__(self):
        self.wanted = []

    def name_of_state(self):
        return "ready"

    def paper_now(self):
        return "paper"

    def wake(self):
        self.wanted.append("wake")

    def open_drawer(self):
        self.wanted.append("drawer")


def test_until_it_is_there_nothing_is_claimed_of_it():
    late = LatePrinter()
    assert (late.name_of_state(), late.paper_now()) == ("unknown", NO_PAPER)
    late.begin(Printer())
    assert (late.name_of_state(), late.paper_now()) == ("ready", "paper")


def test_a_drawer_that_was_wanted_meanwhile_opens_once_as_soon_as_it_is_there():
    late, printer = LatePrinter(), Printer()
    late.wake()
    late.open_drawer()
    late.begin(printer)
    assert printer.wanted == ["drawer"]
    late.wake()
    late.open_drawer()
    assert printer.wanted == ["drawer", "wake", "drawer"]
