"""The kit under every screen: lane, table of actions, sounds, type and colours."""

import json
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFontInfo, QKeyEvent
from PySide6.QtWidgets import QPushButton

from podium_desk.application.jobs import Changes
from podium_desk.application.lane import ReplicaLane
from podium_desk.resources import resource_path
from podium_desk.ui.kit import icons
from podium_desk.ui.kit.actions import Action, ActionTable, digit_of
from podium_desk.ui.kit.appearance import stepped
from podium_desk.ui.kit.changes import ChangesEar
from podium_desk.ui.kit.jobs import QtJobs
from podium_desk.ui.kit.key_grid import KeyGrid
from podium_desk.ui.kit.sounds import Sounds
from podium_desk.ui.kit.theme import dress, enlarged
from podium_desk.ui.kit.tokens import USUAL, Appearance, Theme, font, put_on, token
from podium_desk.ui.screens.seatmap.stamps import accent_of, contrast


def nothing():
    """A handler that does nothing."""


@pytest.fixture
def lane(qapp):
    replica = ReplicaLane()
    jobs = QtJobs(replica)
    yield jobs
    jobs.close()
    replica.close()


def test_an_outcome_is_delivered_on_the_screens_thread(lane, qtbot):
    threads = []

    def work():
        threads.append(threading.current_thread())
        return 42

    outcomes = []

    def done(outcome):
        threads.append(threading.current_thread())
        outcomes.append(outcome)

    lane.submit(work, done, pytest.fail)
    qtbot.waitUntil(lambda: outcomes == [42])
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_each_outcome_has_a_turn_of_its_own_so_that_what_it_changed_is_painted_first(qapp, qtbot):
    seen = []

    class Screen(QObject):
        def event(self, event):
            if event.type() == QEvent.Type.User:
                seen.append("painted")
            return super().event(event)

    screen, replica = Screen(), ReplicaLane()
    jobs = QtJobs(replica)

    def came(name):
        seen.append(name)
        QCoreApplication.postEvent(screen, QEvent(QEvent.Type.User))

    jobs.submit(lambda: "hall", came, pytest.fail)
    jobs.submit(lambda: "list", came, pytest.fail)
    replica(nothing)  # Both wait for the screen now.
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert seen == ["hall", "painted", "list", "painted"]
    jobs.close()
    replica.close()


def test_jobs_run_in_order_one_at_a_time(lane, qtbot):
    outcomes = []
    for number in range(50):
        lane.submit(lambda n=number: n, outcomes.append, pytest.fail)
    qtbot.waitUntil(lambda: len(outcomes) == 50)
    assert outcomes == list(range(50))


def test_an_exception_reaches_failed_and_the_lane_goes_on(lane, qtbot):
    failures, outcomes = [], []

    def broken():
        raise OSError("disk full")

    lane.submit(broken, pytest.fail, failures.append)
    lane.submit(lambda: 1, outcomes.append, pytest.fail)
    qtbot.waitUntil(lambda: outcomes == [1])
    assert [str(failure) for failure in failures] == ["disk full"]


def test_after_closing_nothing_is_delivered_and_nothing_starts(qapp):
    replica = ReplicaLane()
    lane = QtJobs(replica)
    started, release, outcomes = threading.Event(), threading.Event(), []

    def work():
        started.set()
        release.wait(5)
        return 1

    lane.submit(work, outcomes.append, pytest.fail)
    lane.submit(lambda: outcomes.append("second ran"), outcomes.append, pytest.fail)
    assert started.wait(5)
    release.set()
    assert lane.close()
    lane.submit(lambda: outcomes.append("third ran"), outcomes.append, pytest.fail)
    replica.close()
    qapp.processEvents()
    assert outcomes == []


def test_what_is_asked_before_the_beginning_follows_it(qtbot):
    replica = ReplicaLane()
    jobs, order = QtJobs(replica, waits=True), []
    jobs.submit(lambda: "asked too soon", order.append, order.append)
    jobs.begin(lambda: "begun", order.append, order.append)
    jobs.submit(lambda: "asked later", order.append, order.append)
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["begun", "asked too soon", "asked later"]
    assert jobs.close()
    replica.close()


def test_two_actions_on_one_key_are_refused():
    with pytest.raises(ValueError, match="F2 is the key of both"):
        ActionTable((Action("a", ("F2",), "x", nothing), Action("b", ("F2",), "x", nothing)))


def test_two_actions_of_one_name_are_refused():
    with pytest.raises(ValueError, match="called a"):
        ActionTable((Action("a", (), "x", nothing), Action("a", (), "x", nothing)))


def test_a_key_finds_its_action_with_shift_and_from_the_numeric_pad():
    more, go = Action("more", ("+",), "x", nothing), Action("go", ("Return",), "x", nothing)
    table = ActionTable((more, go))
    shift, pad = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
    assert table.for_event(pressed(Qt.Key.Key_Plus, "+", shift)).id == "more"
    assert table.for_event(pressed(Qt.Key.Key_Plus, "+", pad)).id == "more"
    assert table.for_event(pressed(Qt.Key.Key_Enter, "", pad)).id == "go"
    assert table.for_event(pressed(Qt.Key.Key_F5, "")) is None


def test_an_action_that_cannot_be_done_now_is_not_done():
    done = []
    Action("a", (), "x", lambda: done.append(1), lambda: False).run()
    assert done == []


@pytest.mark.parametrize(
    ("text", "digit"),
    [*((str(n), n) for n in range(10)), *((sign, n) for n, sign in enumerate("à&é\"'(§è!ç"))],
)
def test_digits_come_from_the_top_row_of_both_layouts(text, digit):
    assert digit_of(pressed(Qt.Key.Key_unknown, text)) == digit


def test_a_digit_with_control_is_a_command():
    assert digit_of(pressed(Qt.Key.Key_1, "1", Qt.KeyboardModifier.ControlModifier)) is None
    assert digit_of(pressed(Qt.Key.Key_A, "a")) is None


def test_a_sound_is_played_by_what_is_there_and_silence_where_nothing_is():
    commands = []
    sounds = Sounds(lambda name: f"/bin/{name}" if name == "aplay" else None, commands.append)
    sounds.play("ok")
    sounds.is_muted = True
    sounds.play("no")
    assert commands == [("/bin/aplay", str(resource_path("sounds", "ok.wav")))]
    Sounds(lambda name: None, commands.append).play("ok")
    assert len(commands) == 1


def test_the_type_of_the_house_is_there_in_three_weights(qapp):
    dress(qapp)
    for weight in (400, 600, 700):
        assert QFontInfo(font(17, weight)).family() == "Atkinson Hyperlegible Next"


def test_an_icon_takes_the_colour_asked_for(qapp):
    drawn = icons.pixmap("check", "#ff0000", 48).toImage()
    colours = {
        drawn.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if drawn.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#ff0000"}


_PAIRS = [
    ("ui.ink", "ui.canvas", 4.5),
    ("ui.ink", "ui.surface", 4.5),
    ("ui.ink", "seat.ground", 4.5),
    ("ui.ink", "ui.pressed", 4.5),
    ("ui.muted", "ui.canvas", 4.5),
    ("ui.muted", "ui.surface", 4.5),
    ("ui.muted", "seat.ground", 4.5),
    ("ui.on_primary", "ui.primary", 4.5),
    ("ui.on_primary", "ui.primary_hover", 4.5),
    ("ui.on_primary_pressed", "ui.primary_pressed", 4.5),
    ("ui.on_strip", "ui.strip", 4.5),
    ("ui.ok_text", "ui.surface", 4.5),
    ("ui.ok_text", "ui.good_ground", 4.5),
    ("ui.danger_text", "ui.surface", 4.5),
    ("ui.warning_text", "ui.surface", 4.5),
    ("ui.warning_text", "ui.short_ground", 4.5),
    ("ui.on_primary", "ui.danger_text", 4.5),
    ("ui.control_border", "ui.surface", 3),
    ("ui.control_border", "seat.ground", 3),
    ("ui.focus_ring", "ui.canvas", 3),
    ("ui.focus_ring", "ui.surface", 3),
    ("ui.focus_ring", "seat.ground", 3),
    ("ui.focus_ring_on_primary", "ui.primary", 3),
    ("ui.primary", "ui.surface", 3),
    ("band.on_offline", "band.offline", 4.5),
    ("band.on_warning", "band.warning", 4.5),
    ("band.on_training", "band.training", 4.5),
    ("door.valid", "ui.strip", 3),
    ("door.check", "ui.strip", 4.5),
    ("seat.free_border", "seat.ground", 3),
    ("seat.chosen", "seat.ground", 3),
    *(
        ("seat.on_" + look, "seat." + look, 4.5)
        for look in ("free", "chosen", "sold", "held", "blocked", "partner")
    ),
]


@pytest.fixture(params=Theme)
def theme(request, qapp):
    put_on(Appearance(request.param))
    yield request.param
    put_on(USUAL)


@pytest.mark.parametrize(("ink", "ground", "least"), _PAIRS)
def test_every_pair_of_colours_used_together_can_be_told_apart(theme, ink, ground, least):
    assert contrast(QColor(token(ink)), QColor(token(ground))) >= least


def test_light_and_dark_have_the_same_colours(qapp):
    groups = json.loads(resource_path("theme", "tokens.json").read_text(encoding="utf-8"))
    assert groups["light"].keys() == groups["dark"].keys()
    assert groups["seat"].keys() == groups["dark_seat"].keys()


def test_a_price_ranks_colour_stands_out_in_both_themes(theme):
    accent_of.cache_clear()
    for colour in ("#7b3f8c", "#2f6f9f", "#ffff00", "#000000", "#ffffff"):
        assert contrast(QColor(accent_of(colour)), QColor(token("seat.ground"))) >= 3
    accent_of.cache_clear()


def test_a_style_sheet_grows_with_text_and_its_lines_do_not():
    sheet = "a { font-size: 17px; min-height: 44px; border: 2px; } b { max-height: 1px; }"
    twice = enlarged(sheet, Appearance(text_percent=200))
    assert twice == "a { font-size: 34px; min-height: 88px; border: 2px; } b { max-height: 1px; }"


@pytest.mark.parametrize(
    ("percent", "steps", "then"), [(100, 1, 115), (200, 1, 200), (100, -1, 100), (160, -1, 130)]
)
def test_text_grows_and_shrinks_in_steps(percent, steps, then):
    assert stepped(Appearance(text_percent=percent), steps).text_percent == then


def pressed(key, text, modifiers=Qt.KeyboardModifier.NoModifier):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)


def test_an_ear_hears_from_any_thread_and_nothing_after_its_end(qtbot):
    heard: list[Changes] = []
    ear = ChangesEar(heard.append)
    threads = [threading.Thread(target=ear.hear, args=(Changes(printing=True),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(heard) == 3)
    ear.hear(Changes(connection=True))
    ear.close()
    ear.hear(Changes(connection=True))
    QCoreApplication.processEvents()
    assert heard == [Changes(printing=True)] * 3


def test_keys_stand_beside_each_other_as_far_as_their_words_have_room(qtbot):
    keys = [QPushButton(word) for word in ("Réimprimer", "Rembourser", "Nom", "Retour")]
    seldom = QPushButton("Dire aux portes que ces billets sont bons")
    seldom.hide()
    grid = KeyGrid(keys, [seldom], 4)
    qtbot.addWidget(grid)
    grid.show()
    widest = max(key.sizeHint().width() for key in keys)
    assert grid.minimumSizeHint().width() == widest
    for width, rows in ((1200, 1), (2 * widest + 20, 2), (widest, 4)):
        grid.resize(width, 10)
        assert len({key.y() for key in keys}) == rows
        assert all(key.width() >= key.sizeHint().width() for key in keys)
        assert grid.height() == max(key.geometry().bottom() for key in keys) + 1
    seldom.show()
    qtbot.waitUntil(lambda: grid.height() == seldom.geometry().bottom() + 1)
    assert seldom.y() > max(key.y() for key in keys)
