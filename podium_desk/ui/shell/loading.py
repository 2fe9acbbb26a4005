"""Loads ahead what a counter is going to need, where it is no pause.

What knows no Qt is loaded on the lane. Whatever does is loaded on the screen's thread: PySide makes
its classes when they are first asked for, and is not made for two threads that ask at once.
"""

from __future__ import annotations


def load_presenter() -> None:
    """What a counter is once its desk is open; on the lane."""
    import podium_desk.presentation.counter
    import podium_desk.presentation.counter_surroundings  # noqa: F401


def load_money() -> None:
    """What pays, and what was sold before; on the lane."""
    import podium_desk.presentation.orders
    import podium_desk.presentation.pay_keys
    import podium_desk.presentation.paying  # noqa: F401


def load_ear() -> None:
    """What hears a scanner at the sale; on the screen's thread."""
    import podium_desk.ui.shell.scanners  # noqa: F401


def load_passes() -> None:
    """What is known of a pass; on the lane."""
    import podium_desk.presentation.uitpas  # noqa: F401


def load_customers() -> None:
    """What is known of customers; on the lane."""
    import podium_desk.presentation.customers  # noqa: F401


def load_till() -> None:
    """What the till's page shows; on the lane."""
    import podium_desk.presentation.till  # noqa: F401


def load_room() -> None:
    """Its log-in; on the screen's thread."""
    import podium_desk.ui.shell.till  # noqa: F401


def load_till_page() -> None:
    """And the page itself; on the screen's thread."""
    import podium_desk.ui.screens.till.page  # noqa: F401


def load_order_pages() -> None:
    """The pages of an order; on the screen's thread."""
    import podium_desk.ui.screens.counter.order_pages  # noqa: F401


def load_panels() -> None:
    """The pages of paying and their like; on the screen's thread."""
    import podium_desk.ui.screens.counter.panels  # noqa: F401
