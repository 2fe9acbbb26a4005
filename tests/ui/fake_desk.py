"""A counter's desk kept in memory, with a realistic hall: what the windows are tested against."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from math import cos, sin

from PIL import Image

from podium_desk.application.basket_shelf import ParkedSeen
from podium_desk.application.counter import (
    OPEN_STATES,
    PAID_NOW,
    Connection,
    DeskStatus,
    HallView,
    Held,
    PerformanceRow,
    SaleDone,
    SeatState,
    SoldTicket,
)
from podium_desk.application.customer_found import CustomerFound
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.goods import Goods
from podium_desk.domain.hall_index import PlanIndex
from podium_desk.domain.house_passes import PassTerms
from podium_desk.domain.ids import (
    FactId,
    HouseId,
    OrderId,
    PerformanceId,
    TariffId,
    TicketId,
    Unit,
    origin_of,
)
from podium_desk.domain.money import cash_due
from podium_desk.domain.places import place_at
from podium_desk.domain.programme import PerformanceStatus, Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.seating import best_available
from podium_desk.domain.text import Text
from podium_desk.domain.venue import Area, Category, HallPlan, Seat, Section
from podium_desk.domain.vouchers import Voucher, voucher_number

NOW = datetime(2026, 11, 13, 19, 20, tzinfo=UTC)
ORIGIN = origin_of(3, 0)
CATEGORIES = (Category("Rang 1", "#7b3f8c"), Category("Rang 2", "#2f6f9f"))


def curved_plan(rows=12, seats_in_row=18, name="Grote zaal"):
    """Rows around a stage, a middle aisle, row I left out and two wheelchair places in front."""
    letters = list("ABCDEFGHJKLMNOPQRSTUVWXYZ")[:rows]
    seats = []
    for rank, letter in enumerate(letters):
        radius = 900 + rank * 28
        step = 25 / radius
        for place in range(seats_in_row):
            aisle = 0.5 if place >= seats_in_row // 2 else -0.5
            angle = (place - (seats_in_row - 1) / 2 + aisle) * step
            seats.append(
                Seat(
                    index=len(seats),
                    guid=f"{letter}-{place + 1}",
                    zone="Parterre",
                    row=letter,
                    number=str(place + 1),
                    category="Rang 1" if rank < rows // 2 else "Rang 2",
                    x_tenths=int(4000 + 10 * radius * sin(angle)),
                    y_tenths=int(-7700 + 10 * radius * cos(angle)),
                    radius_tenths=90,
                    row_label=f"Rij {letter}",
                    rank=rank,
                    is_wheelchair=rank == 0 and place in (0, seats_in_row - 1),
                )
            )
    stage = Area(
        shape="rectangle",
        x_tenths=1500,
        y_tenths=100,
        width_tenths=5000,
        height_tenths=500,
        rotation_degrees=0,
        color="#4A5666",
        border_color="#4A5666",
        text="PODIUM",
        text_color="#ffffff",
        text_x_tenths=2500,
        text_y_tenths=250,
        text_size_tenths=160,
    )
    height = max(seat.y_tenths for seat in seats) + 400
    return HallPlan(name, 8000, height, CATEGORIES, tuple(seats), (stage,))


def standing_plan():
    """A hall without numbered seats."""
    sections = (Section("Staanplaatsen", 0, 80, "Rang 1"), Section("Balkon", 80, 20, "Rang 2"))
    return HallPlan("Club", 0, 0, CATEGORIES, (), (), sections)


def evening(hour, minute=0):
    """That time tonight."""
    return NOW.replace(hour=hour, minute=minute)


class FakeShelf:
    """Implements `BasketShelf` over the places of a fake desk."""

    def __init__(self, desk):
        self._desk = desk
        self._kept = {}

    def kept(self):
        return tuple(self._kept.values())

    def park(self, wish):
        basket = FactId(ORIGIN, 900 + len(self._kept))
        until_ms = int(NOW.timestamp() * 1000) + 1_800_000
        known = None if wish.known is None else CustomerFound(wish.known, wish.customer.name)
        self._kept[basket] = ParkedSeen(
            basket, wish.customer, wish.lines, wish.codes, until_ms, "An", "", is_reachable=True,
            known=known, beside=wish.beside,
        )  # fmt: skip
        return self._kept[basket]

    def take_up(self, basket):
        taken = self._kept.pop(basket, None)
        if taken is None:
            return Refusal(RefusalReason.BASKET_TAKEN)
        for line in taken.lines:
            self._desk.release(line.performance, (line.unit,))
        return taken

    def let_go(self, basket):
        taken = self.take_up(basket)
        return taken if isinstance(taken, Refusal) else None

    def put_elsewhere(self, seen):
        """Another counter put this aside."""
        self._kept[seen.id] = seen


SHELF = (
    Goods(HouseId(1), "BOEK", Text("nl", {"nl": "Programmaboek", "en": "Programme"}), 500, 6),
    Goods(HouseId(1), "DRANK", Text("nl", {"nl": "Drankbon", "en": "Drink token"}), 250, 21),
    Goods(
        HouseId(1), "VRIEND", Text("nl", {"nl": "Vriendenpas", "en": "Friends' pass"}), 2500, 6,
        pass_terms=PassTerms(percent=20, seats=2, valid_days=365),
    ),
)  # fmt: skip


class FakeDesk:
    """Implements `CounterDesk`; `calls` are the names of what was asked, in order."""

    def __init__(self, plan=None):
        self.calls = []
        self.plans = {}
        self.states = {}
        self.rows = {}
        self.tariffs = {}
        self.connection = Connection.ONLINE
        self.printer = "ready"
        self.reserve = 38
        self.unconfirmed = 0
        self.sales = {}
        self.payments = []
        self.reprints = []
        self.languages = []
        self.terms = []
        self.next_fault = None
        self.next_problem = None
        self.codes = {}
        self.attempts = {}
        self.vouchers = {}
        self.shelf = SHELF
        self.passes = {}
        self.subscriptions = ()
        self.house = "CC De Sluis"
        self._index = {}
        self.baskets = FakeShelf(self)
        self.due = ()
        self._add(1, "Het Verdriet van België", evening(20), plan or curved_plan())
        self._add(2, "Kamermuziek: Trio Dali", evening(20, 30), curved_plan(8, 12))
        self._add(3, "Film: Close", evening(21), standing_plan(), hall="Studio")
        self._add(4, "De Parelvissers", NOW + timedelta(days=1), curved_plan(10, 16))
        self._add(5, "Bambie is terug", evening(19, 45), curved_plan(6, 10), own=False)
        self._add(6, "Afgelaste avond", NOW + timedelta(days=3), curved_plan(6, 10))
        self.rows[6] = replace(self.rows[6], status=PerformanceStatus.CANCELLED)

    def _add(self, number, title, start, plan, *, hall="Grote zaal", own=True):
        performance = PerformanceId(number)
        self.plans[performance] = plan
        states = bytearray([SeatState.MINE]) * plan.unit_count
        for unit in range(plan.unit_count):
            chance = (unit * 7919 + number * 104729) % 100
            states[unit] = _state_of(chance)
        self.states[performance] = states
        self.rows[performance] = PerformanceRow(
            id=performance,
            house=HouseId(1 if own else 2),
            house_name=self.house if own else "GC Het Anker",
            title=Text.of("nl", title),
            start=start,
            hall=Text("nl", {"nl": hall, "en": {"Grote zaal": "Main hall"}.get(hall, hall)}),
            genre="theater",
            status=PerformanceStatus.AVAILABLE,
            capacity=plan.unit_count,
            free=0,
            sellable_here=0,
            is_own_house=own,
        )
        self.tariffs[performance] = (
            self._tariff(performance, 1, "Basistarief", "Standard", (2200, 1800), is_base=True),
            self._tariff(performance, 2, "Jonger dan 26", "Under 26", (1400, 1203)),
            self._tariff(performance, 3, "Vriend van ons", "Friend", (1999, 1699)),
        )

    def _tariff(self, performance, number, nl, en, cents, *, is_base=False):
        prices = {"Rang 1": cents[0], "Rang 2": cents[1], "Rang 3": 1200, "Rolstoel": cents[1]}
        return Tariff(
            TariffId(performance * 10 + number),
            performance,
            f"T{number}",
            Text("nl", {"nl": nl, "en": en}),
            prices,
            is_base,
        )

    # the port

    def status(self):
        self._asked("status")
        online = self.connection is Connection.ONLINE
        return DeskStatus(
            device_name="Kassa 1",
            house_name=self.house,
            connection=self.connection,
            last_contact=NOW if online else NOW - timedelta(minutes=14),
            unsent=0 if online else 3,
            reserve_left=self.reserve,
            unconfirmed=self.unconfirmed,
            clock_error_s=0,
            printer=self.printer,
            printing=0,
        )

    def performances(self, search="", day=None):
        self._asked("performances")
        rows = [self._row(performance) for performance in self.rows]
        wanted = search.lower()
        found = [
            row
            for row in rows
            if wanted in row.title.in_language("nl").lower() or wanted in row.house_name.lower()
        ]
        return tuple(sorted(found, key=lambda row: row.start))

    def soonest(self, count):
        return self.performances()[:count]

    def hall(self, performance):
        self._asked("hall")
        return HallView(
            self._row(performance),
            self.plans[performance],
            bytes(self.states[performance]),
            self.tariffs[performance],
        )

    def hold_best(self, performance, count, category, skip):
        self._asked("hold_best")
        plan = self.plans[performance]
        index = self._index.setdefault(performance, PlanIndex.of(plan))
        free = {Unit(u) for u, s in enumerate(self.states[performance]) if s in self._sellable()}
        best = best_available(index, free, count, category, skip)
        if isinstance(best, Refusal):
            return best
        self._mark(performance, best.units, SeatState.HELD)
        return Held(performance, best.units, best.together, best.leaves_single)

    def hold(self, performance, units):
        self._asked("hold")
        states = self.states[performance]
        for unit in units:
            if states[unit] == SeatState.ASK and SeatState.ASK not in self._sellable():
                return Refusal(RefusalReason.SEAT_ELSEWHERE)
            if states[unit] not in self._sellable():
                return Refusal(RefusalReason.SEAT_TAKEN)
        self._mark(performance, units, SeatState.HELD)
        return Held(performance, units, True, False)

    def release(self, performance, units):
        self._asked("release")
        self._mark(performance, units, SeatState.MINE)

    def quote(self, lines, codes=()):
        self._asked("quote")
        unknown = [code for code in codes if code not in self.codes]
        if unknown:
            return Refusal(RefusalReason.UNKNOWN_DISCOUNT, {"code": unknown[0]})
        off = max((self.codes[code] for code in codes), default=0)
        return tuple(
            self._price(line) * (100 - off) // 100
            if line.reduction is None
            else line.reduction.due_cents
            for line in lines
        )

    def problem(self, lines, terms=PAID_NOW):
        self._asked("problem")
        return self.next_problem

    def sell(self, lines, payments, sale_token, language, terms=PAID_NOW):
        self._asked("sell")
        if sale_token in self.sales:
            return self.sales[sale_token]
        total = sum(self.quote(lines, terms.codes)) + self._goods_cents(terms.goods)
        if sum(payment.amount_cents for payment in payments) != total:
            return Refusal(RefusalReason.WRONG_AMOUNT)
        self.payments.extend(payments)
        self.languages.append(language)
        self.terms.append(terms)
        for line in lines:
            self._mark(line.performance, (line.unit,), SeatState.SOLD)
        cash = sum(one.amount_cents for one in payments if one.means is PaymentMeans.CASH)
        due = total - cash + cash_due(cash)
        tendered = sum(one.tendered_cents or one.amount_cents for one in payments)
        done = SaleDone(
            order=OrderId(ORIGIN, len(self.sales) + 1),
            tickets=tuple(self._ticket(line, n) for n, line in enumerate(lines)),
            total_cents=total,
            payments=payments,
            due_cents=due,
            change_cents=tendered - due,
            rest_cents=0,
            sold_offline=self.connection is not Connection.ONLINE,
        )
        self.sales[sale_token] = done
        return done

    def _goods_cents(self, wishes):
        prices = {goods.code: goods.price_cents for goods in self.shelf}
        return sum(prices[wish.code] * wish.count for wish in wishes)

    def sell_voucher(self, value_cents, payments, sale_token):
        self._asked("sell_voucher")
        number = voucher_number(len(self.vouchers) + 1)
        self.vouchers[number] = Voucher(number, value_cents, value_cents, 0)
        self.payments.extend(payments)
        return SaleDone(OrderId(ORIGIN, 1), (), value_cents, payments, value_cents, 0, 0, False)

    def voucher(self, text):
        self._asked("voucher")
        return self.vouchers.get(text) or Refusal(RefusalReason.UNKNOWN_VOUCHER, {"number": text})

    def series(self):
        self._asked("series")
        return self.subscriptions

    def house_pass(self, text):
        self._asked("house_pass")
        return self.passes.get(text) or Refusal(RefusalReason.UNKNOWN_PASS, {"number": text})

    def goods(self):
        self._asked("goods")
        return self.shelf

    def waiting_due(self):
        return self.due

    def begin_card(self, attempt):
        self._asked("begin_card")
        self.attempts[attempt.id] = attempt

    def note_card(self, attempt, state, receipt=""):
        self._asked("note_card")
        self.attempts[attempt] = replace(self.attempts[attempt], state=state, receipt=receipt)

    def unfinished_cards(self):
        self._asked("unfinished_cards")
        open_ones = [one for one in self.attempts.values() if one.state in OPEN_STATES]
        return tuple(one for one in open_ones if one.sale_token not in self.sales)

    def confirm_memory(self):
        self._asked("confirm_memory")
        places, self.unconfirmed = self.unconfirmed, 0
        return places

    def last_sale(self):
        return next(reversed(self.sales.values()), None)

    def preview(self, ticket):
        self._asked("preview")
        paper = BytesIO()
        Image.new("1", (576, 800), 1).save(paper, "PNG")
        return paper.getvalue()

    def reprint(self, order):
        self._asked("reprint")
        self.reprints.append(order)

    # what tests do to it

    def sell_elsewhere(self, performance, unit):
        """Another counter sold this place."""
        self._mark(performance, (unit,), SeatState.SOLD)

    def go_offline(self, *, ask_share=3):
        """The line goes down; one place in `ask_share` is held elsewhere."""
        self.connection = Connection.OFFLINE
        for states in self.states.values():
            for unit, state in enumerate(states):
                if state == SeatState.MINE and unit % ask_share:
                    states[unit] = SeatState.ASK

    def _asked(self, name):
        self.calls.append(name)
        if self.next_fault and self.next_fault[0] == name:
            fault, self.next_fault = self.next_fault[1], None
            raise fault

    def _sellable(self):
        if self.connection is Connection.ONLINE:
            return (SeatState.MINE, SeatState.ASK)
        return (SeatState.MINE,)

    def _row(self, performance):
        states = bytes(self.states[performance])
        mine, ask = states.count(SeatState.MINE), states.count(SeatState.ASK)
        return replace(self.rows[performance], free=mine + ask, sellable_here=mine)

    def _mark(self, performance, units, state):
        for unit in units:
            self.states[performance][unit] = state

    def _price(self, line):
        place = place_at(self.plans[line.performance], line.unit)
        tariffs = self.tariffs[line.performance]
        return next(t for t in tariffs if t.id == line.tariff).price_cents(place.category)

    def _ticket(self, line, number):
        place = place_at(self.plans[line.performance], line.unit)
        return SoldTicket(
            id=TicketId(ORIGIN, len(self.sales) + 1, number),
            performance=line.performance,
            unit=line.unit,
            zone=place.zone,
            row=place.row,
            number=place.number,
            tariff=Text.of("nl", "Basistarief"),
            price_cents=self._price(line),
            short_code="BCD-FGH",
        )


def _state_of(chance):
    if chance < 22:
        return SeatState.SOLD
    if chance < 26:
        return SeatState.HELD
    if chance < 28:
        return SeatState.BLOCKED
    return SeatState.ASK if chance < 40 else SeatState.MINE
