"""What a pretix seating plan becomes, and every way in which one is refused."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium_desk.domain.venue import HallPlan, StartPoint
from podium_desk.i18n.words import Words
from podium_desk.integrations.refusals import FileReason, ImportRefusal, PlanReason, explain
from podium_desk.integrations.seatingplan.reading import read_plan
from podium_desk.integrations.seatingplan.renewal import clash_of, renewed
from podium_desk.resources import resource_path


def a_seat(number, x, **more):
    seat = {
        "seat_guid": f"guid-{number}",
        "seat_number": str(number),
        "position": {"x": x, "y": 0},
        "category": "Rang 1",
    }
    return seat | more


def a_row(number, y, seats):
    return {"row_number": number, "position": {"x": 0, "y": y}, "seats": seats}


def a_plan():
    """Two rows of three; the file has the far row first. The stage stands above."""
    far = a_row("B", 40, [a_seat(f"B{n}", n * 20) for n in (1, 2, 3)])
    near = a_row("A", 10, [a_seat(f"A{n}", n * 20) for n in (1, 2, 4)])
    near |= {"row_label": "Rij A", "seat_label": "Stoel %s", "row_number_position": "both"}
    stage = {
        "shape": "rectangle",
        "position": {"x": 5, "y": 5},
        "rectangle": {"width": 80, "height": 10},
        "text": {"text": "PODIUM", "position": {"x": 40, "y": 5}},
        "rotation": 90,
        "color": "#444444",
        "border_color": "#222222",
    }
    return {
        "name": "Kleine zaal",
        "size": {"width": 200, "height": 200},
        "categories": [{"name": "Rang 1", "color": "#ff0000"}, {"name": "Rolstoel"}],
        "zones": [
            {"name": "Parterre", "position": {"x": 100, "y": 50}, "rows": [far, near]},
            {"name": "Podium", "position": {"x": 0, "y": 0}, "rows": [], "areas": [stage]},
        ],
    }


def read(plan, file_name="plan.json"):
    content = plan if isinstance(plan, bytes) else json.dumps(plan).encode()
    return read_plan(content, file_name)


def taken(plan):
    read_one = read(plan)
    assert isinstance(read_one, HallPlan), read_one
    return read_one


def changed(path, value):
    """The plan with one value changed, `path` being keys and indexes; "absent" removes it."""
    plan = a_plan()
    holder = plan
    for step in path[:-1]:
        holder = holder[step]
    if value == "absent":
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return plan


ROW = ("zones", 0, "rows", 0)
SEAT = (*ROW, "seats", 0)
AREA = ("zones", 1, "areas", 0)


@pytest.mark.parametrize(
    ("file", "seats", "zones", "wheelchairs", "starts"),
    [
        ("cc-de-sluis-grote-zaal", 820, ["Parterre", "Balkon"], 4, 54),
        ("filharmonie-concertzaal", 2036, ["Parterre", "Galerij", "Koorbalkon"], 0, 76),
        ("gc-het-anker-theaterzaal", 260, ["Tribune"], 0, 13),
    ],
)
def test_the_plans_of_the_demo_cluster_are_taken_whole(file, seats, zones, wheelchairs, starts):
    path = resource_path("demo", "plans", f"{file}.json")
    heard = []
    plan = read_plan(path.read_bytes(), path.name, lambda *done: heard.append(done))

    assert isinstance(plan, HallPlan)
    assert plan.unit_count == len({seat.guid for seat in plan.seats}) == seats
    assert [seat.index for seat in plan.seats] == list(range(seats))
    assert list(dict.fromkeys(seat.zone for seat in plan.seats)) == zones
    assert sum(seat.is_wheelchair for seat in plan.seats) == wheelchairs
    assert sum(seat.start is StartPoint.RIGHTWARDS for seat in plan.seats) == starts
    assert heard[-1] == (len(zones) + 1, len(zones) + 1)
    for drawn in (*plan.seats, *plan.row_marks):
        assert 0 < drawn.x_tenths < plan.width_tenths
        assert 0 < drawn.y_tenths < plan.height_tenths


def test_a_seat_stands_at_zone_and_row_and_seat_together():
    seat = taken(a_plan()).seats[0]

    assert (seat.x_tenths, seat.y_tenths, seat.radius_tenths) == (1200, 900, 100)


def test_tenths_are_exact_where_floats_are_not():
    plan = changed((*SEAT, "position"), {"x": 0.1, "y": 0.2})

    assert (taken(plan).seats[0].x_tenths, taken(plan).seats[0].y_tenths) == (1001, 902)


def test_rows_rank_from_the_stage_whatever_their_order_in_the_file():
    ranks = {seat.row: seat.rank for seat in taken(a_plan()).seats}

    assert ranks == {"A": 0, "B": 1}


def test_without_a_stage_rows_rank_as_they_stand_in_the_file():
    plan = changed((*AREA, "text", "text"), "Bar")

    assert {seat.row: seat.rank for seat in taken(plan).seats} == {"B": 0, "A": 1}


def test_rows_and_seats_are_called_by_their_labels_and_else_by_their_numbers():
    seats = {seat.guid: seat for seat in taken(a_plan()).seats}

    assert (seats["guid-A4"].row_label, seats["guid-A4"].label) == ("Rij A", "Stoel A4")
    assert (seats["guid-B1"].row_label, seats["guid-B1"].label) == ("B", "B1")


def test_row_numbers_are_drawn_in_the_line_of_the_row_outside_its_ends():
    marks = taken(a_plan()).row_marks

    assert [(mark.text, mark.x_tenths, mark.y_tenths) for mark in marks] == [
        ("A", 1200 - 250, 600),
        ("A", 1800 + 250, 600),
    ]


def test_a_wheelchair_place_is_known_by_its_category():
    plan = changed((*SEAT, "category"), "Rolstoel")

    assert [seat.is_wheelchair for seat in taken(plan).seats] == [True] + [False] * 5


@pytest.mark.parametrize(("mark", "start"), [("<", "<"), (">", ">"), ("<>", "<>"), (None, None)])
def test_a_start_of_ordered_booking_is_kept_on_its_seat(mark, start):
    assert taken(changed((*SEAT, "start_direction"), mark)).seats[0].start == start


def test_the_stage_keeps_its_turn_and_the_place_of_its_text():
    (stage,) = taken(a_plan()).areas

    assert (stage.x_tenths, stage.y_tenths, stage.width_tenths, stage.height_tenths) == (
        50,
        50,
        800,
        100,
    )
    assert (stage.rotation_degrees, stage.text) == (90, "PODIUM")
    assert (stage.text_x_tenths, stage.text_y_tenths, stage.text_size_tenths) == (400, 50, 160)


@pytest.mark.parametrize(
    ("shape", "size", "expected"),
    [
        ("circle", {"circle": {"radius": 7}}, (140, 140)),
        ("ellipse", {"ellipse": {"radius": {"x": 7, "y": 3}}}, (140, 60)),
        ("text", {}, (0, 0)),
    ],
)
def test_each_shape_has_its_measure(shape, size, expected):
    area = {"shape": shape, "position": {"x": 1, "y": 2}, **size}
    (read_area,) = taken(changed(AREA, area)).areas

    assert (read_area.width_tenths, read_area.height_tenths) == expected
    assert (read_area.x_tenths, read_area.y_tenths) == (10, 20)


def test_the_corners_of_a_polygon_count_from_its_position():
    corners = [{"x": 0, "y": 0}, {"x": 10, "y": 0}, {"x": 0, "y": 5.5}]
    area = {"shape": "polygon", "position": {"x": 1, "y": 2}, "polygon": {"points": corners}}
    (polygon,) = taken(changed(AREA, area)).areas

    assert polygon.points_tenths == ((0, 0), (100, 0), (0, 55))
    assert (polygon.width_tenths, polygon.height_tenths) == (100, 55)


def test_the_drawing_grows_to_hold_seats_outside_its_size():
    plan = taken(changed(("size",), {"width": 10, "height": 10}))

    assert plan.width_tenths >= max(s.x_tenths + s.radius_tenths for s in plan.seats)
    assert plan.height_tenths >= max(s.y_tenths + s.radius_tenths for s in plan.seats)


def test_a_hall_without_numbered_seats_has_a_plan_of_areas():
    plan = taken(changed(("zones", 0, "rows"), []))

    assert (plan.seats, len(plan.areas)) == ((), 1)


def test_a_row_without_a_position_stands_where_its_zone_stands():
    plan = changed((*ROW, "position"), "absent")

    assert taken(plan).seats[0].y_tenths == 500


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("name",), "absent", PlanReason.NO_NAME),
        (("size",), "absent", PlanReason.NO_SIZE),
        (("size", "height"), "absent", PlanReason.NO_SIZE),
        (("size", "height"), 0, PlanReason.NO_SIZE),
        (("zones",), [], PlanReason.EMPTY),
        (("zones",), "absent", FileReason.NO_PLAN),
        (("zones", 0), 5, PlanReason.WRONG_FORM),
        (("zones", 0, "position"), "absent", PlanReason.NO_POSITION),
        ((*SEAT, "position"), "absent", PlanReason.NO_POSITION),
        ((*SEAT, "position"), {"x": 5}, PlanReason.NO_POSITION),
        ((*SEAT, "position", "x"), "left", PlanReason.WRONG_NUMBER),
        ((*SEAT, "position", "x"), 1e300, PlanReason.WRONG_NUMBER),
        ((*SEAT, "radius"), 0, PlanReason.WRONG_NUMBER),
        ((*SEAT, "seat_guid"), "absent", PlanReason.NO_GUID),
        ((*SEAT, "seat_guid"), "guid-A1", PlanReason.GUID_TWICE),
        ((*SEAT, "seat_number"), "", PlanReason.NO_SEAT_NUMBER),
        ((*SEAT, "seat_number"), "B2", PlanReason.SAME_SEAT),
        ((*SEAT, "seat_number"), ["7"], PlanReason.WRONG_FORM),
        ((*SEAT, "position", "x"), 40, PlanReason.SAME_PLACE),
        ((*SEAT, "category"), "Rang 9", PlanReason.UNKNOWN_CATEGORY),
        ((*SEAT, "start_direction"), "up", PlanReason.UNKNOWN_DIRECTION),
        (("categories", 1, "name"), "Rang 1", PlanReason.CATEGORY_TWICE),
        ((*AREA, "shape"), "star", PlanReason.UNKNOWN_SHAPE),
        ((*AREA, "shape"), "polygon", PlanReason.WRONG_FORM),
        ((*AREA, "rectangle"), "absent", PlanReason.WRONG_NUMBER),
        ((*AREA, "rectangle", "width"), -5, PlanReason.WRONG_NUMBER),
        ((*AREA, "position"), "absent", PlanReason.NO_POSITION),
        ((*AREA, "text"), "PODIUM", PlanReason.WRONG_FORM),
    ],
)
def test_a_wrong_plan_is_refused_with_its_reason(path, value, reason):
    refusal = read(changed(path, value))

    assert isinstance(refusal, ImportRefusal)
    assert refusal.reason is reason
    for language in ("nl", "en"):
        assert (refusal.item or "plan.json") in explain(refusal, Words(language))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileReason.EMPTY),
        (b"%PDF-1.7", FileReason.NOT_JSON),
        (b"[]", FileReason.IS_LIST),
        (b'{"name": "left-pad", "version": "1.3.0"}', FileReason.NO_PLAN),
        (b'{"member": []}', FileReason.NO_PLAN),
        (b'{"zones": [], "name": "x", "size": {"width": Infinity}}', FileReason.NOT_JSON),
        (json.dumps(a_plan()).encode("utf-16"), FileReason.ENCODING),
    ],
)
def test_a_file_that_is_no_plan_is_refused(content, reason):
    refusal = read(content)

    assert (refusal.reason, refusal.file) == (reason, "plan.json")


def test_a_copied_plan_may_not_bring_the_seats_of_another():
    plan = taken(a_plan())
    copied = taken(changed(("name",), "Grote zaal"))
    refusal = clash_of(copied, [plan], "copy.json")

    assert (refusal.reason, refusal.details["n"]) == (PlanReason.SEATS_OF_OTHER_PLAN, 6)
    assert "Kleine zaal" in explain(refusal, Words("nl"))


def test_the_same_plan_may_come_again_and_another_beside_it():
    plan = taken(a_plan())
    other = copy.deepcopy(a_plan()) | {"name": "Grote zaal"}
    for row in other["zones"][0]["rows"]:
        for seat in row["seats"]:
            seat["seat_guid"] = "other-" + seat["seat_guid"]

    assert clash_of(plan, [plan], "plan.json") is None
    assert clash_of(taken(other), [plan], "other.json") is None


def test_a_renewed_plan_keeps_every_index_and_adds_behind():
    former = taken(a_plan())
    changed_plan = a_plan()
    changed_plan["zones"][0]["rows"].reverse()
    changed_plan["zones"][0]["rows"][0]["seats"].insert(0, a_seat("A0", 0))
    plan = renewed(former, taken(changed_plan), "plan.json")

    assert [seat.guid for seat in plan.seats[:6]] == [seat.guid for seat in former.seats]
    assert (plan.seats[6].guid, plan.seats[6].index) == ("guid-A0", 6)


def test_a_renewed_plan_may_not_lose_a_seat():
    former = taken(a_plan())
    plan = taken(changed((*ROW, "seats"), a_plan()["zones"][0]["rows"][0]["seats"][1:]))
    refusal = renewed(former, plan, "plan.json")

    assert refusal.reason is PlanReason.SEATS_GONE
    assert "Parterre B B1" in explain(refusal, Words("nl"))


def test_every_refusal_of_a_plan_has_its_sentence():
    for language in ("nl", "en"):
        for reason in PlanReason:
            assert f"imports.{reason}" in Words(language)


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(
    SCALARS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["x", "y", "position", "seats", "name"]), inner)
    ),
    max_leaves=8,
)
PATHS = st.sampled_from(
    [("zones",), ("size",), ("categories",), ("name",), ("zones", 0), ROW, SEAT, AREA]
    + [(*SEAT, key) for key in (*a_seat(1, 1), "radius", "start_direction")]
    + [(*ROW, key) for key in ("row_number", "seats", "position", "row_label", "seat_label")]
    + [(*AREA, key) for key in ("shape", "position", "rectangle", "text", "rotation", "color")]
)


@settings(max_examples=200)
@given(PATHS, JSON)
def test_one_damaged_value_gives_a_plan_or_a_refusal(path, value):
    assert isinstance(read(changed(path, value)), HallPlan | ImportRefusal)
