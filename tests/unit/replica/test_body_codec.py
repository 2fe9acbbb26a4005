"""Fact bodies on disk: compact, the same back, older and newer versions understood."""

from __future__ import annotations

import msgspec
import pytest

from podium_desk.domain.customer_facts import (
    ConsentSaid,
    ConsentWay,
    CustomerSaid,
    CustomersJoined,
    JoinUndone,
    OrderTied,
    Purpose,
    SameReason,
)
from podium_desk.domain.door_facts import (
    AddOnTied,
    CardSaid,
    DoorNoted,
    OrderApproved,
    TicketNamed,
)
from podium_desk.domain.door_questions import QuestionId
from podium_desk.domain.facts import (
    AdmissionHolderNamed,
    Direction,
    FactKind,
    IncidentSettled,
    KeeperNamed,
    OrderNamed,
    OrderPaid,
    OrderSold,
    PaymentMeans,
    PaymentTaken,
    PersonErased,
    RightsWrittenOff,
    SaleLine,
    ScanAnnulled,
    ScanRecorded,
    TicketBlocked,
    TicketReissued,
    TicketsRefunded,
    TicketUnblocked,
    VenueChange,
    VenueChanged,
)
from podium_desk.domain.goods import GoodsBack, GoodsLine, GoodsRefunded, GoodsSold
from podium_desk.domain.guests import GuestListed
from podium_desk.domain.house_passes import PassClosed, PassIssued, PassUse, PassUsed
from podium_desk.domain.ids import (
    CustomerId,
    FactId,
    HouseId,
    OrderId,
    Origin,
    PerformanceId,
    TariffId,
    TicketId,
    Unit,
)
from podium_desk.domain.parked import BasketParked, BasketTaken, ParkedLine, PriceSaid
from podium_desk.domain.till_facts import (
    CashMoved,
    DrawerCounted,
    DrawerOpened,
    ShiftClosed,
    ShiftOpened,
    XTaken,
    ZClosed,
)
from podium_desk.domain.till_report import MeansTotal, NamedCount, ShiftTotal, TillReport
from podium_desk.domain.uitpas_facts import UitpasSaleConfirmed, UitpasSaleException
from podium_desk.domain.vat import VatTotal
from podium_desk.domain.vouchers import VoucherIssued, VoucherKind, VoucherTerms, VoucherUsed
from podium_desk.domain.waiting_list import Apart, WaitingListed, WaitingSaid, WaitingWord
from podium_desk.replica.codec import Body, body_from_bytes, body_to_bytes, kind_of

ORDER = OrderId(Origin(2 << 16), 7)
TICKET = TicketId(Origin(2 << 16), 3, 1)
LINE = SaleLine(
    PerformanceId(100_001), Unit(12), 2, "Parterre", "F", "12", "Rang 1", TariffId(1001), "base",
    2200, 6, "rubriek XXVIII", HouseId(1), HouseId(2), HouseId(2), 44, parent_line=0,
)  # fmt: skip
GOODS = GoodsLine("BOEK", 2, 500, 6, "", HouseId(1), HouseId(2), HouseId(2), 44)
REPORT = TillReport(
    HouseId(1), "2.0", 1, 9, 10, 20, 2, "2.0-0001", "2.0-0002", 3, 6609, 1, 2203,
    (VatTotal(6, "XXVIII", 4406, 249),), (MeansTotal("cash", 2, 6609, 1, 2203),), -1,
    (ShiftTotal(1, "An", 10, 15_000, 4405, 0, 2000, 20, 17_405, "", "", 15_000),),
    (NamedCount("free", 1),), 0,
)  # fmt: skip
ADA, BO = CustomerId("4f1c"), CustomerId("7a00")
BODIES: list[Body] = [
    OrderSold(ORDER, 1, "counter", "An", "nl", (LINE, LINE)),
    PaymentTaken(ORDER, 1, PaymentMeans.CASH, 4403, 2, 5000, 595, "An"),
    TicketsRefunded((TICKET,), ORDER, 5, 2200, "ziek", "An"),
    TicketReissued(TICKET, 2, 6, "verloren", "An"),
    ScanRecorded("t", 7, PerformanceId(1), TICKET, "Deur 1", Direction.EXIT, "exit", None, 2),
    ScanRecorded("t", 7, None, None, "Deur 1", Direction.ENTRY, "refuse", "unknown", raw="?"),
    ScanAnnulled("t", PerformanceId(1), 9),
    TicketBlocked(TICKET, 10, "gestolen", "An"),
    TicketUnblocked(TICKET, 11, "gevonden", "An"),
    RightsWrittenOff(3, ("An Claes", "Bo Dekker"), 12, 8, 17_600),
    KeeperNamed(3, 12, "An"),
    AdmissionHolderNamed(PerformanceId(1), 5, 13, "An"),
    VenueChanged(PerformanceId(1), VenueChange.PLACE_CLOSED, 14, 44, unit=Unit(3)),
    IncidentSettled("double_admission:1:2.0.3.1:4.0.9", "was_legitimate", 12, "An", "", 2200),
    ScanRecorded(
        "t", 7, PerformanceId(1), TICKET, "Deur 1", Direction.ENTRY, "admit", None, 1, True,
        heard=(FactId(Origin(4 << 16), 9),),
    ),
    OrderNamed(OrderId(Origin(2 << 16), 1), "4f1c", b"commitment", 12),
    PersonErased("4f1c", 12, "An"),
    OrderPaid(OrderId(Origin(2 << 16), 7), 15, "An"),
    ShiftOpened(1, "An", 10, 15_000, True, ((5000, 3),)),
    CashMoved(1, "An", 11, -2000, "broodjes"),
    DrawerCounted(1, "An", 12, 17_405, 17_400, ((50, 1),), "muntje", "Cas"),
    ShiftClosed(1, "An", 12, 15_000),
    XTaken(3, "An", 12),
    ZClosed(1, b"hash", "An", 12, REPORT),
    DrawerOpened("An", 12, "wisselen"),
    UitpasSaleConfirmed(TICKET, "t1", 15, "901", 440),
    UitpasSaleException(TICKET, "t1", 16, "price_differs", 550),
    PaymentTaken(ORDER, 1, PaymentMeans.CARD, 4400, 0, 4400, 0, "An", "0042", by_hand=True),
    VoucherIssued("0000000000000101", ORDER, 5000, 99, 12, "An"),
    CustomerSaid(ADA, b"commitment", 1 << 16, 1, "An"),
    ConsentSaid(ADA, HouseId(1), Purpose.POST, True, ConsentWay.FORM, 2 << 16, 2, "An"),
    CustomersJoined(ADA, BO, SameReason.EMAIL, 3, "An"),
    JoinUndone(FactId(Origin(2 << 16), 9), 4, "An"),
    OrderTied(ORDER, ADA, 5 << 16, 5, "An"),
    BasketParked(
        (ParkedLine(PerformanceId(1), Unit(3), TariffId(2), "pers", Unit(2)),), 12, 99, "An",
        "4f1c", b"commitment", ("ZOMER",), (PriceSaid(PerformanceId(1), 44, 11),),
        FactId(Origin(4 << 16), 9),
    ),
    BasketTaken(FactId(Origin(2 << 16), 9), 3, 13, "An"),
    GoodsSold(ORDER, 1, "counter", "An", "nl", (GOODS,)),
    GoodsRefunded(
        ORDER, 2, (GoodsBack(FactId(Origin(2 << 16), 9), 0, "BOEK", 1, 500, 6, ""),), "", "An"
    ),
    PassIssued("10000000000000088", HouseId(1), "KAART", ORDER, 4000, 3, 99, 12, "An"),
    PassUsed(
        "10000000000000088", ORDER, 13, "An",
        (PassUse(PerformanceId(1), HouseId(1), 1, 1333, 2200),),
    ),
    PassClosed("10000000000000088", ORDER, 14, "verhuisd", "An"),
    GuestListed(ORDER, PerformanceId(1), 2, "pers", "Directie", 12, "An"),
    PaymentTaken(ORDER, 1, PaymentMeans.VOUCHER, 4403, 0, 0, 0, "An", "1", False, 6, "XXVIII"),
    VoucherIssued(
        "0000000000000101", ORDER, 5000, 99, 1, "An", VoucherTerms(VoucherKind.SINGLE, 6)
    ),
    WaitingListed(PerformanceId(1), 2, Apart.PAIRS, 12, "An", "4f1c", b"commitment"),
    WaitingSaid(
        PerformanceId(1), WaitingWord.CLOSED, 13, "An", FactId(Origin(2 << 16), 9),
        (FactId(Origin(2 << 16), 9),), "31",
    ),
    VoucherUsed("0000000000000101", ORDER, 2000, HouseId(2), 2, "An"),
    AddOnTied(TICKET, TICKET, 12, "An"),
    DoorNoted(ORDER, TICKET, 12, "An", True, (QuestionId("Q1"),), "4f1c", b"commitment"),
    TicketNamed(TICKET, 12, "4f1c", b"commitment"),
    OrderApproved(ORDER, 12, "An"),
    CardSaid(b"hash", "uitpas", (TICKET, TICKET), 12, "An"),
]  # fmt: skip

FIRST_RELEASE = [
    (
        "9692ce000200000701a7636f756e746572a2416ea26e6c92dc0014ce000186a10c02a85061727465"
        "727265a146a23132a652616e672031cd03e9a462617365cd089806ae7275627269656b2058585649"
        "49490102022c01a0c000dc0014ce000186a10c02a85061727465727265a146a23132a652616e6720"
        "31cd03e9a462617365cd089806ae7275627269656b205858564949490102022c01a0c000"
    ),
    "9992ce000200000701a463617368cd113302cd1388cd0253a2416ea0",
    "969193ce00020000030192ce000200000705cd0898a47a69656ba2416e",
    "9593ce0002000003010206a87665726c6f72656ea2416e",
    "9ba174070193ce000200000301a6446575722031a465786974a465786974c002c2a0",
    "9ba17407c0c0a6446575722031a5656e747279a6726566757365a7756e6b6e6f776e00c2a13f",
    "93a1740109",
    "9493ce0002000003010aa8676573746f6c656ea2416e",
    "9493ce0002000003010ba86765766f6e64656ea2416e",
    "950392a8416e20436c616573a9426f2044656b6b65720c08cd44c0",
    "93030ca2416e",
    "9401050da2416e",
    "9601ac706c6163655f636c6f7365640e2c03c0",
    (
        "96d920646f75626c655f61646d697373696f6e3a313a322e302e332e313a342e302e39ae7761735f"
        "6c65676974696d6174650ca2416ea0cd0898"
    ),
    ("9ca174070193ce000200000301a6446575722031a5656e747279a561646d6974c001c3a09192ce0004000009"),
    "9492ce0002000001a434663163c40a636f6d6d69746d656e740c",
    "93a4346631630ca2416e",
    "9392ce00020000070fa2416e",
    "9601a2416e0acd3a98c39192cd138803",
    "9501a2416e0bd1f830a862726f6f646a6573",
    "9801a2416e0ccd43fdcd43f891923201a66d756e746a65a3436173",
    "9401a2416e0ccd3a98",
    "9303a2416e0c",
    (
        "9501c40468617368a2416e0cdc001301a3322e3001090a1402a8322e302d30303031a8322e302d30"
        "30303203cd19d101cd089b919406a6585856494949cd1136ccf99195a46361736802cd19d101cd08"
        "9bff919c01a2416e0acd3a98cd113500cd07d014cd43fda0a0cd3a989193a466726565010000"
    ),
    "93a2416e0ca877697373656c656e",
    "9593ce000200000301a274310fa3393031cd01b8",
    "9593ce000200000301a2743110ad70726963655f64696666657273cd0226",
    "9a92ce000200000701a463617264cd113000cd113000a2416ea430303432c3",
    "96b03030303030303030303030303031303192ce0002000007cd1388630ca2416e",
    "95a434663163c40a636f6d6d69746d656e74ce0001000001a2416e",
    "98a43466316301a4706f7374c3a4666f726dce0002000002a2416e",
    "95a434663163a437613030a5656d61696c03a2416e",
    "9392ce000200000904a2416e",
    "9592ce0002000007a434663163ce0005000005a2416e",
    (
        "999195010302a470657273020c63a2416ea434663163c40a636f6d6d69746d656e7491a55a4f4d45"
        "529193012c0b92ce0004000009"
    ),
    "9492ce0002000009030da2416e",
    "9692ce000200000701a7636f756e746572a2416ea26e6c9199a4424f454b02cd01f406a00102022c",
    "9592ce000200000702919792ce000200000900a4424f454b01cd01f406a0a0a2416e",
    "99b1313030303030303030303030303030383801a54b4141525492ce0002000007cd0fa003630ca2416e",
    "95b1313030303030303030303030303030383892ce00020000070da2416e9195010101cd0535cd0898",
    "95b1313030303030303030303030303030383892ce00020000070ea87665726875697364a2416e",
    "9792ce00020000070102a470657273a844697265637469650ca2416e",
    "9c92ce000200000701a7766f7563686572cd1133000000a2416ea131c206a6585856494949",
    "97b03030303030303030303030303031303192ce0002000007cd13886301a2416e95a673696e676c6506a0a8616e797468696e67a0",
    "970102a570616972730ca2416ea434663163c40a636f6d6d69746d656e74",
    "9701a6636c6f7365640da2416e92ce00020000099192ce0002000009a23331",
    "96b03030303030303030303030303031303192ce0002000007cd07d00202a2416e",
    "9493ce00020000030193ce0002000003010ca2416e",
    "9892ce000200000793ce0002000003010ca2416ec391a25131a434663163c40a636f6d6d69746d656e74",
    "9493ce0002000003010ca434663163c40a636f6d6d69746d656e74",
    "9392ce00020000070ca2416e",
    "96c40468617368a67569747061739293ce00020000030193ce0002000003010ca2416ec3",
]
"""The bytes of these bodies as version 0.1.0 wrote them: they must be read for ever."""


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_a_body_comes_back_as_it_was_written(body: Body) -> None:
    assert body_from_bytes(kind_of(body), body_to_bytes(body)) == body


def test_every_kind_with_a_body_is_tried_here() -> None:
    assert {kind_of(body) for body in BODIES} == set(FactKind) - {FactKind.RIGHTS_MOVED}


def test_names_of_fields_cost_nothing() -> None:
    assert b"price_cents" not in body_to_bytes(BODIES[0])
    assert len(body_to_bytes(BODIES[0])) < 180


def test_a_body_written_before_a_field_was_added_gets_its_default() -> None:
    whole = msgspec.msgpack.decode(body_to_bytes(BODIES[4]))
    older = msgspec.msgpack.encode(whole[:8])
    read = body_from_bytes(FactKind.SCAN_RECORDED, older)
    assert isinstance(read, ScanRecorded)
    assert (read.generation, read.overridden, read.raw) == (0, False, "")


def test_a_body_of_a_newer_version_is_read_as_far_as_it_is_known() -> None:
    whole = msgspec.msgpack.decode(body_to_bytes(BODIES[6]))
    newer = msgspec.msgpack.encode([*whole, "what a later version says"])
    assert body_from_bytes(FactKind.SCAN_ANNULLED, newer) == BODIES[6]


@pytest.mark.parametrize(("body", "written"), list(zip(BODIES, FIRST_RELEASE, strict=True)))
def test_what_the_first_release_wrote_is_still_read(body: Body, written: str) -> None:
    assert body_from_bytes(kind_of(body), bytes.fromhex(written)) == body
