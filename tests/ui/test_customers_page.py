"""The page of customers over a counter, by keyboard only, on a real replica."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from harness.cluster import Cluster, Place
from harness.full_evening import TONIGHT, central_of, sell
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from podium_desk.application.customer_desk import CustomerFound
from podium_desk.application.customer_files import CustomerFiles
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.central.staff import ClerkChange, Staff
from podium_desk.domain.customer_facts import Purpose
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.ids import OrderId
from podium_desk.i18n.words import Words
from podium_desk.presentation.customers import Below, CustomersPresenter
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.screens.counter.customers_page import CustomersPage

CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = {
    "Enter": (Qt.Key.Key_Return,), "Esc": (Qt.Key.Key_Escape,), "Down": (Qt.Key.Key_Down,),
    "Ctrl+N": (Qt.Key.Key_N, CONTROL), "Ctrl+Z": (Qt.Key.Key_Z, CONTROL),
    "Ctrl+Del": (Qt.Key.Key_Delete, CONTROL), "Ctrl+Enter": (Qt.Key.Key_Return, CONTROL),
    **{f"F{n}": (Qt.Key(Qt.Key.Key_F1 + n - 1),) for n in range(1, 12)},
}  # fmt: skip


@dataclass
class Counter:
    """The counter below, as the page knows it."""

    order: OrderId | None = None
    taken: CustomerFound | None = None
    looked_at: list[OrderId] = field(default_factory=list)

    def order_shown(self) -> OrderId | None:
        return self.order

    def customer(self) -> CustomerFound | None:
        return self.taken

    def take(self, customer: CustomerFound | None) -> None:
        self.taken = customer

    def look_at(self, order: OrderId) -> None:
        self.looked_at.append(order)


@dataclass
class Stage:
    """The page over a bare window."""

    cluster: Cluster
    place: Place
    counter: Counter
    page: CustomersPage
    presenter: CustomersPresenter
    faults: list[Exception]

    def press(self, *keys: str) -> None:
        """Each one a key by its name, or else typed."""
        for key in keys:
            target = QApplication.focusWidget() or self.page
            if key in KEYS:
                QTest.keyClick(target, *KEYS[key])
            else:
                QTest.keyClicks(target, key)
            QApplication.processEvents()

    @property
    def name(self) -> str:
        card = self.presenter.view.card
        return "" if card is None else card.name


@pytest.fixture
def open_stage(qtbot, qapp, tmp_path):
    dress(qapp)

    def open_it(language="nl", size=(1366, 768), order=None) -> Stage:
        cluster = Cluster()
        house = cluster.house(1, "GC Het Anker")
        cluster.performance(house, TONIGHT, cluster.plan(house, "gc-het-anker-theaterzaal.json"))
        place = cluster.device(house, "counter", "Kassa 1")
        host, counter, faults = QWidget(), Counter(order), []
        qtbot.addWidget(host)
        host.resize(*size)
        files = CustomerFiles(place.work, tmp_path / "given")
        below = Below(counter, lambda: Words(language), faults.append, files.give)
        presenter = CustomersPresenter(lambda: place.desk.customers, ImmediateJobs(), below)
        page = CustomersPage(host, presenter)
        with qtbot.waitActive(host):
            host.show()
            host.activateWindow()
        return Stage(cluster, place, counter, page, presenter, faults)

    return open_it


def written(stage: Stage, name: str = "Ada Vink", **more: str) -> str:
    fields = {Field.NAME: name} | {Field(key): text for key, text in more.items()}
    made = stage.place.desk.customers.write_down(fields)
    assert isinstance(made, str), made
    return made


def test_a_name_and_two_enters_tie_a_customer_to_the_sale(open_stage):
    stage = open_stage()
    ada = written(stage)
    stage.page.toggle()
    stage.press("vi", "Enter", "Enter")
    assert stage.counter.taken is not None
    assert stage.counter.taken.id == ada
    assert not stage.page.is_open


def test_who_is_not_found_is_written_down_with_what_was_typed(open_stage):
    stage = open_stage()
    stage.page.toggle()
    stage.press("Ada Vink", "Ctrl+N", "Down", "0471 23", "Enter")
    assert stage.presenter.view.said == Words("nl")("refusals.wrong_phone")
    assert stage.page.form.typed[Field.NAME] == "Ada Vink"
    stage.press(" 45 67", "Enter")
    assert stage.name == "Ada Vink"
    assert stage.presenter.view.card.lines == ("0471 23 45 67",)
    (found,) = stage.place.desk.customers.find("vink")
    assert found.phone == "+32471234567"


def test_a_correction_says_only_what_was_changed_and_more_fields_come_by_key(open_stage):
    stage = open_stage()
    ada = written(stage, phone="0471 23 45 67")
    stage.page.toggle()
    stage.press("vink", "Enter", "F4", "F11")
    assert Field.STREET in stage.page.form.typed
    stage.press("Down", "Kaai 1", "Enter")
    sayings = stage.place.work.replica.sql.row("SELECT COUNT(*) FROM customer_said")
    assert sayings == (2,)
    seen = stage.place.desk.customers.look(ada)
    assert seen.said == {
        Field.NAME: "Ada Vink", Field.PHONE: "+32471234567", Field.STREET: "Kaai 1",
    }  # fmt: skip


def test_a_consent_is_given_and_taken_back_by_its_key(open_stage):
    stage = open_stage()
    ada = written(stage)
    stage.page.toggle()
    stage.press("vink", "Enter", "F5")
    consents = stage.place.desk.customers.look(ada).consents
    assert [one.purpose for one in consents if one.is_in_force] == [Purpose.NEWSLETTER]
    stage.press("F5")
    assert not any(one.is_in_force for one in stage.place.desk.customers.look(ada).consents)


def test_duplicates_are_joined_by_one_key_and_parted_by_another(open_stage):
    stage = open_stage()
    written(stage, email="ada@anker.be")
    written(stage, "A. Vink", email="ada@anker.be")
    stage.page.toggle()
    stage.press("ada", "Down", "Enter")
    assert stage.name == "Ada Vink"
    stage.press("F9")
    assert len(stage.place.desk.customers.find("vink")) == 1
    assert len(stage.presenter.view.rows) == 1
    stage.press("Ctrl+Z")
    assert len(stage.place.desk.customers.find("vink")) == 2


def test_an_order_that_is_looked_at_becomes_the_customers_and_opens_from_the_history(open_stage):
    stage = open_stage()
    ada = written(stage)
    stage.counter.order = order = sell(stage.place, 1).order
    stage.page.toggle()
    stage.press("vink", "Enter", "Enter")
    assert stage.counter.looked_at == [order]
    assert stage.place.desk.customers.look(ada).orders[0].order == order
    stage.counter.order = None
    stage.page.toggle()
    stage.press("vink", "Enter", "F3")
    assert stage.counter.looked_at == [order, order]
    assert not stage.page.is_open


def test_erasing_asks_once_and_enter_alone_does_not(open_stage):
    stage = open_stage()
    written(stage)
    stage.page.toggle()
    stage.press("vink", "Enter", "Ctrl+Del", "Enter")
    assert stage.presenter.view.erase is not None
    stage.press("Esc")
    assert stage.name == "Ada Vink"
    stage.press("Ctrl+Del", "Ctrl+Enter")
    assert stage.place.desk.customers.find("vink") == ()
    assert stage.presenter.view.rows == ()


def test_above_a_clerk_a_manager_is_asked_before_anything_is_erased(open_stage):
    stage = open_stage()
    written(stage)
    house = stage.cluster.catalogue.houses()[stage.place.work.house]
    staff = Staff(central_of(stage.cluster), house, lambda count: b"s" * count)
    staff.add(ClerkChange("An", pin="2580"))
    stage.place.sync()
    asked = []
    stage.presenter.ask_manager = asked.append
    stage.page.toggle()
    stage.press("vink", "Enter", "Ctrl+Del", "Ctrl+Enter")
    (approved,) = asked
    assert len(stage.place.desk.customers.find("vink")) == 1
    stage.place.work.approved_by = "Bo"
    approved()
    assert stage.place.desk.customers.find("vink") == ()


def test_the_data_to_take_along_stand_in_two_files_that_anybody_can_read(open_stage):
    stage = open_stage()
    ada = written(stage, email="ada@anker.be", remark="=2+5")
    stage.place.desk.customers.tie(sell(stage.place, 1).order, ada)
    stage.page.toggle()
    stage.press("vink", "Enter", "F10")
    path = Path(next(word for word in stage.presenter.view.said.split() if ada in word).strip(","))
    assert '"email": "ada@anker.be"' in path.read_text("utf-8")
    lines = path.with_suffix(".csv").read_text("utf-8-sig").splitlines()
    assert "E-mail;;ada@anker.be" in lines
    assert "Opmerking;;'=2+5" in lines
    assert any(line.startswith("bestelling 2.0-0001;") for line in lines)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_nothing_is_cut_off_and_everything_has_a_name(open_stage, language):
    stage = open_stage(language, (1280, 720))
    ada = written(stage, phone="0471 23 45 67", birth="2016", email="ada@anker.be")
    written(stage, "A. Vink", email="ada@anker.be")
    stage.place.desk.customers.tie(sell(stage.place, 1).order, ada)
    stage.page.toggle()
    for keys in ((), ("ada", "Down", "Enter"), ("F5",), ("F9",), ("Ctrl+Del",), ("Esc", "F4"),
                 ("F11",), ("F11",), ("F11",)):  # fmt: skip
        stage.press(*keys)
        assert cut_words(stage.page) == []
        nameless = [b for b in stage.page.findChildren(QPushButton)
                    if b.isVisible() and not b.accessibleName()]  # fmt: skip
        assert nameless == []
    assert stage.faults == []


def cut_words(page: QWidget) -> list[str]:
    """Labels of one line that are narrower than their words, and buttons under another."""
    labels = [
        label.text()
        for label in page.findChildren(QLabel)
        if label.isVisible() and not label.wordWrap()
        and label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1
    ]  # fmt: skip
    squeezed = [
        button.objectName()
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]
    return labels + squeezed
