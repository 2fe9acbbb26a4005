"""The lists of a performance over the counter, worked by keys on a real desk."""

from types import SimpleNamespace

import pytest
from orders_stage import Counter, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.money import PaymentMeans
from podium_desk.i18n.words import Words
from podium_desk.presentation.lists_view import Deed, Tab
from podium_desk.ui.shell import lists as shell
from podium_desk.ui.shell.lists import lists_page


class Lists(Counter):
    """A counter with the page of lists."""

    def open(self, qapp, qtbot, **sizes):
        super().open(qapp, qtbot, **sizes)
        below = SimpleNamespace(words=Words(self._language), clerk="", failed=_raise)
        self.page = lists_page(self.window, lambda: self.desk, ImmediateJobs(), below)
        self.window.lists_wanted.connect(self.page.open_page)
        return self

    def cancel_tonight(self):
        self.cluster.cancel(self.tonight)
        self.place.sync()
        self.place.sync()

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.strokes += 1
        QTest.keyClick(self.window.focusWidget() or self.page, key, modifier)
        settle()

    @property
    def shown(self):
        return self.page._shown


@pytest.fixture
def counter(qapp, qtbot):
    return Lists().open(qapp, qtbot)


def _raise(error):
    raise error


def test_a_cancelled_performance_is_paid_back_one_by_one_and_then_all_of_it(counter):
    first = counter.sell(PaymentMeans.CASH)
    for _ in range(2):
        counter.sell()
    counter.cancel_tonight()
    counter.page.open_page(counter.tonight)
    view = counter.shown
    assert view.tab is Tab.BACK
    assert view.content.rows[0].title == str(first.order)
    assert "cash € 44,05 · kaart € 88,12" in view.content.summary.replace("\u00a0", " ")
    counter.key(Qt.Key.Key_Return)
    assert "€ 44,05" in counter.shown.form.about.replace("\u00a0", " ")
    counter.key(Qt.Key.Key_Return)
    assert len(counter.shown.content.rows) == 2
    counter.key(Qt.Key.Key_F3)
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.said.replace("\u00a0", " ") == "2 bestellingen terugbetaald: € 88,12."
    assert counter.shown.content.rows == ()
    assert counter.desk.cancelled.owed(counter.tonight) == ()
    counter.key(Qt.Key.Key_Escape)
    assert not counter.page.is_open


def test_what_another_counter_holds_is_told_and_left(counter):
    counter.place.wire.is_cut = True
    counter.other.sync()
    sold = counter.sell(place=counter.other)
    counter.other.sync()
    counter.place.wire.is_cut = False
    counter.cancel_tonight()
    counter.page.open_page(counter.tonight)
    (row,) = counter.shown.content.rows
    assert str(sold.order) in row.title
    assert "in handen van Kassa 2" in row.detail
    assert row.is_trouble
    assert not counter.page.deeds[Deed.ALL].isEnabled()


def test_the_list_is_kept_in_a_file(counter, tmp_path, monkeypatch):
    counter.sell()
    counter.cancel_tonight()
    path = tmp_path / "terug.csv"
    monkeypatch.setattr(shell, "_chosen_file", lambda _window, _name: path)
    counter.page.open_page(counter.tonight)
    counter.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    head, line = path.read_text("utf-8").splitlines()
    assert head.startswith("order;name;tickets;means")
    assert ";2;card;44.06;" in line
    assert counter.shown.said == "Bewaard als terug.csv."
