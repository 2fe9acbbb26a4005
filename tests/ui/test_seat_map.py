"""The hall on the screen: where seats are, what changes when one changes, what is read aloud."""

import pytest
from fake_desk import FakeDesk, curved_plan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest

from podium_desk.domain.ids import Unit
from podium_desk.i18n.words import Words
from podium_desk.presentation.hall import SeatLook, picture_of, spoken, tooltip
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.kit.tokens import colour
from podium_desk.ui.screens.seatmap.geometry import Direction, Extent, HallGeometry
from podium_desk.ui.screens.seatmap.model import SeatModel
from podium_desk.ui.screens.seatmap.stamps import accent_of, contrast
from podium_desk.ui.screens.seatmap.view import SeatMap

WORDS = Words("nl")


def picture(desk, chosen=(), *, is_online=True):
    units = frozenset(Unit(unit) for unit in chosen)
    return picture_of(desk.hall(1), units, is_online=is_online, words=WORDS)


@pytest.fixture
def desk():
    return FakeDesk()


@pytest.fixture
def model(qapp):
    return SeatModel(lambda p, u: spoken(p, u, WORDS), lambda p, u: tooltip(p, u, WORDS))


@pytest.fixture
def seats(qapp, qtbot, desk, model):
    dress(qapp)
    view = SeatMap(model)
    qtbot.addWidget(view)
    view.resize(660, 520)
    with qtbot.waitExposed(view):
        view.show()
    model.show(picture(desk))
    return view


def test_the_model_keeps_the_rules_of_qt(model, desk):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show(picture(desk))
    model.show(picture(desk, [5, 6]))
    model.show(None)
    assert tester.model() is model


def test_every_seat_is_found_where_it_is_drawn(seats):
    for row in range(seats.model().rowCount()):
        index = seats.model().index(row)
        assert seats.indexAt(seats.visualRect(index).center()) == index


def test_between_the_blocks_there_is_no_seat(seats):
    left = seats.visualRect(seats.model().index(8)).center()
    right = seats.visualRect(seats.model().index(9)).center()
    assert not seats.indexAt((left + right) / 2).isValid()


def test_zooming_keeps_the_point_under_the_pointer(seats):
    index = seats.model().index(100)
    before = seats.visualRect(index).center()
    seats.zoom(1.5, before.toPointF())
    moved = seats.visualRect(index).center() - before
    assert moved.manhattanLength() <= 2


def test_the_hall_cannot_be_dragged_out_of_sight(seats):
    seats.zoom(3)
    for _ in range(3):
        drag(seats, QPoint(5, 5), QPoint(600, 500))
    assert any(
        seats.viewport().rect().contains(seats.visualRect(seats.model().index(row)))
        for row in range(seats.model().rowCount())
    )


def test_a_drag_moves_the_hall_and_takes_no_seat(seats, qtbot):
    seats.zoom(2)
    before = seats.visualRect(seats.model().index(100)).center()
    with qtbot.assertNotEmitted(seats.seat_chosen):
        drag(seats, QPoint(300, 300), QPoint(260, 270))
    assert seats.visualRect(seats.model().index(100)).center() - before == QPoint(-40, -30)


def test_fitting_shows_every_seat(seats):
    seats.zoom(3)
    seats.fit()
    room = seats.viewport().rect()
    assert all(
        room.contains(seats.visualRect(seats.model().index(row)))
        for row in range(seats.model().rowCount())
    )


def test_a_revealed_seat_is_in_view_and_can_be_picked(seats):
    seats.reveal(215)
    assert seats.can_pick
    assert seats.viewport().rect().contains(seats.visualRect(seats.model().index(215)))


def test_a_changed_seat_is_painted_anew_alone(seats, model, desk):
    seats.render_all()
    before = seats.grab().toImage()
    model.show(picture(desk, [100]))
    after = seats.grab().toImage()
    changed = [
        (x, y)
        for x in range(0, after.width(), 2)
        for y in range(0, after.height(), 2)
        if before.pixel(x, y) != after.pixel(x, y)
    ]
    box = seats.visualRect(model.index(100)).adjusted(-2, -2, 2, 2)
    assert changed
    assert all(box.contains(x, y) for x, y in changed)


def test_painting_one_seat_gives_the_same_picture_as_painting_all(seats, model, desk):
    seats.render_all()
    for chosen in ([100], [100, 101], [101]):
        model.show(picture(desk, chosen))
        assert seats.grab().toImage() == fresh(seats)


def test_a_chosen_seat_is_blue_and_a_free_one_white(seats, model, desk):
    free = picture(desk).looks.index(SeatLook.FREE, 30)
    model.show(picture(desk, [free]))
    assert corner_colour(seats, free) == colour("seat.chosen")
    model.show(picture(desk))
    assert corner_colour(seats, free) == colour("seat.free")


def test_no_two_looks_differ_by_colour_alone(seats, model, desk):
    """Drawn without colour, every look of a seat is still another picture."""
    from podium_desk.ui.screens.seatmap.stamps import seat_stamp

    shapes = set()
    for look in SeatLook:
        stamp = seat_stamp(look, 24, "#4A5666", is_wheelchair=False).toImage()
        ground = stamp.pixelColor(12, 3).lightness()
        shapes.add(
            tuple(
                abs(stamp.pixelColor(x, y).lightness() - ground) > 40
                for x in range(5, 19)
                for y in range(5, 19)
            )
        )
    assert len(shapes) == len(SeatLook)


def test_a_screen_reader_finds_every_seat_with_its_sentence(seats):
    interface = QAccessible.queryAccessibleInterface(seats)
    assert interface.childCount() == 216
    name = interface.child(77).text(QAccessible.Text.Name).replace("\xa0", " ")
    assert name == "Rij E stoel 6, vrij, € 22,00"


@pytest.mark.parametrize(
    ("key", "row"),
    [(Qt.Key.Key_Right, 101), (Qt.Key.Key_Left, 99), (Qt.Key.Key_Up, 82), (Qt.Key.Key_Down, 118)],
)
def test_arrows_walk_to_the_seat_that_lies_there(seats, key, row):
    seats.setFocus()
    seats.setCurrentIndex(seats.model().index(100))
    QTest.keyClick(seats, key)
    assert seats.currentIndex().row() == row


@pytest.mark.parametrize("share", [0.0, 0.03, 0.3, 1.0])
def test_what_shows_in_a_part_of_the_hall_is_found_in_the_order_of_the_plan(share):
    geometry = HallGeometry(PLAN)
    hall, room = geometry.extent, geometry.pitch
    for right in (0.0, 0.37, 0.8):
        left, top = hall.left + right * hall.width, hall.top + right * hall.height
        part = Extent(left, top, left + share * hall.width, top + share * hall.height)
        assert geometry.seats_within(part) == [
            seat
            for seat in PLAN.seats
            if part.left - room < seat.x_tenths < part.right + room
            and part.top - room < seat.y_tenths < part.bottom + room
        ]


def test_arrows_stop_at_the_edge_of_the_hall(seats):
    geometry = HallGeometry(curved_plan())
    first = geometry.plan.seats[0]
    assert geometry.next_seat(first, Direction.LEFT) is first
    assert geometry.next_seat(first, Direction.UP) is first


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 215), st.sampled_from(list(Direction)))
def test_an_arrow_never_leads_backwards(unit, direction):
    geometry = HallGeometry(PLAN)
    seat = PLAN.seats[unit]
    found = geometry.next_seat(seat, direction)
    across, down = direction.value
    along = (found.x_tenths - seat.x_tenths) * across + (found.y_tenths - seat.y_tenths) * down
    assert found is seat or along > 0


PLAN = curved_plan()


@pytest.mark.parametrize("category", ["#7b3f8c", "#ffff99", "#ffffff", "#4b8b3b", "no colour"])
def test_a_price_rank_can_be_told_from_the_ground_whatever_its_colour(category):
    assert contrast(QColor(accent_of(category)), colour("seat.ground")) >= 3


def drag(seats, start, end):
    target = seats.viewport()
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(target, (start + end) / 2)
    QTest.mouseMove(target, end)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=end)


def fresh(seats):
    seats.render_all()
    return seats.grab().toImage()


def corner_colour(seats, unit):
    """The ground of a seat, beside its sign."""
    box = seats.visualRect(seats.model().index(unit))
    return seats.grab().toImage().pixelColor(box.center().x(), box.top() + 3)
