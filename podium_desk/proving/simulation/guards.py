"""The guards of the shipped code, each of which can be switched off here and nowhere else.

The shipped code has no switch: a guard is replaced at run time inside `disabled`. Each names the
scenario that must then go wrong and the invariants by which it must be noticed, so that a
simulator which cannot fail is itself found out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation import openings as off
from podium_desk.proving.simulation import openings_of_acts as acts_off
from podium_desk.proving.simulation import openings_of_orders as orders_off
from podium_desk.proving.simulation import venue_openings as lan_off

POWER_CUTS = "power_cuts"
Instead = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard. `swaps` are what is replaced, as ``module:name`` or ``module:Class.name``, with
    what makes the replacement from what is there.

    At least one of `invariants` must be violated in `scenario` while the guard is off.
    """

    name: str
    swaps: tuple[tuple[str, Instead], ...]
    scenario: str
    invariants: frozenset[str]
    lets_through: str


@contextmanager
def disabled(names: Iterable[str]) -> Iterator[None]:
    """Run a block with these guards off; `KeyError` for a name that no guard has."""
    with ExitStack() as stack:
        for name in names:
            for target, instead in GUARDS[name].swaps:
                stack.enter_context(_replaced(target, instead))
        yield


@contextmanager
def _replaced(target: str, instead: Instead) -> Iterator[None]:
    module, _, path = target.partition(":")
    owner: Any = import_module(module)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    # From the class's own dictionary, so that a static method is put back as one.
    original = vars(owner)[name]
    setattr(owner, name, instead(original))
    try:
        yield
    finally:
        setattr(owner, name, original)


def _guard(
    name: str, scenario: str, invariants: str, lets_through: str, *swaps: tuple[str, Instead]
) -> Guard:
    return Guard(name, swaps, scenario, frozenset(invariants.split()), lets_through)


_DISK = (
    _guard("durable_commit", POWER_CUTS, "I6", "a confirmed sale is gone after a power cut",
           ("sync.store.sqlite:_SETTINGS", off.without_waiting)),
    _guard("ordered_writes", POWER_CUTS, "I6 I7 I8 I11", "a power cut damages the file",
           ("sync.store.sqlite:_SETTINGS", off.without_sync)),
    _guard("one_transaction", POWER_CUTS, "I8 I11 I6 I7", "half of a sale stays after a power cut",
           ("sync.store.sqlite:SqliteStore.transaction", off.without_transaction)),
    _guard("print_once", "crashes", "I1", "a crash lets a ticket out of the printer twice",
           ("podium_desk.application.print_queue:PrintQueue.note", off.forgetting_what_was_sent)),
)  # fmt: skip
_RIGHTS = (
    _guard("holder", "thieves", "I1 I3 I10", "whoever likes sells a place",
           ("sync.store.rights:moved", off.anybody_moves)),
    _guard("authority_check", "thieves", "I3 I10", "the store believes whoever sells a place",
           ("sync.store.replica:Replica._move", off.heard_unchecked)),
    _guard("hop_order", "network", "I3 I8 I9 I10", "old news of a place overwrites newer",
           ("sync.store.rights:RightTable.hear", off.last_heard_wins)),
    _guard("made_up_hop", "thieves", "L1 L2 I7", "a made-up move makes a log wait for ever",
           ("sync.store.rights:is_early", off.always_early)),
    _guard("whole_group", "thieves", "I11", "half of a false sale counts",
           ("sync.store.replica:group_of", off.each_alone)),
    _guard("sale_token", "windows", "I19", "a sale whose answer was lost is unknown to its guest",
           ("podium_desk.application.selling:Selling.sold_before", off.nothing_before)),
    _guard("refund_once", "calm", "I5 no_crash", "a ticket is paid back twice",
           ("podium_desk.application.after_sales:AfterSales._state", off.never_refunded),
           ("sync.store.rights:moved", off.anybody_moves)),
)  # fmt: skip
_MEMORY = (
    _guard("witness", "put_back", "I1 I3 I6 I7", "a desk that was put back sells places again",
           ("podium_desk.application.forgetting:shown_forgetting", off.shows_nothing)),
    _guard("own_memory", "put_back", "I1 I3 I6 I7 I16 L1",
           "a machine that was put back is not told so by the store",
           ("sync.exchange.session:compare_memory", off.does_nothing)),
    _guard("forfeit", "put_back", "I1 I3 I6", "a desk that was put back keeps what it held",
           ("podium_desk.application.forgetting:next_incarnation", off.same_life)),
    _guard("store_memory", "store_machine_put_back", "I1 I3 I6 L1",
           "a store that was put back gives the same places again",
           ("sync.server.recalling:Recalling.knows_otherwise", off.no),
           ("sync.server.recalling:Recalling.contradicts", off.no)),
    _guard("store_witness", "store_put_back", "I1 I3 I6",
           "a store that was put back goes on until a device tells it",
           ("podium_desk.proving.simulation.founding:forgotten_heads", off.nothing)),
    _guard("recall", "store_machine_put_back", "I1 I3 I6 L1 L2",
           "a store that was put back never knows again what it gave",
           ("sync.exchange.session:bring_back", off.does_nothing)),
    _guard("doubted_jobs", "put_back", "I1", "a desk that was put back prints its papers again",
           ("podium_desk.application.forgetting:doubt_all", off.does_nothing)),
)  # fmt: skip
_LOGS = (
    _guard("signature", "thieves", "I7 L1 L2 I16", "anybody writes in anybody's log",
           ("sync.facts.batch:is_signed", off.yes)),
    _guard("whole_bodies", "thieves", "I6 I19 I16", "the store takes a sale without its content",
           ("sync.store.replica:check_writer", off.stubs_are_fine)),
    _guard("gap", "thieves", "I7 no_crash", "a log is taken with facts missing",
           ("sync.store.replica:fresh_facts", off.gaps_are_fine)),
    _guard("fork", "thieves", "I7", "two histories of one log are mixed",
           ("sync.store.replica:fresh_facts", off.forks_are_fine)),
    _guard("dedupe", "network", "no_crash I7 L1", "a message that comes twice counts twice",
           ("sync.store.replica:fresh_facts", off.everything_is_new)),
    _guard("set_aside", "thieves", "L1 L2", "one fact that is not allowed stops its whole log",
           ("sync.store.rulings:NotAllowed.__init__", off.everything_waits)),
    _guard("bad_batch_goes_on", "thieves", "no_crash L1 L2", "one bad batch ends a request",
           ("sync.server.pushes:Pushes._receive", off.raises_through)),
    _guard("batch_bounds", "backlog", "L5", "thirty days come in one message",
           ("sync.exchange.session:BATCH_FACTS_MAX", off.a_million),
           ("sync.store.log:FactLog.batch_after", off.all_of_it)),
    _guard("clock_cap", "clocks", "I15", "one clock in 2040 carries all others along",
           ("sync.facts.clock:HybridClock.hear", off.believes_every_clock)),
)  # fmt: skip
_WHO = (
    _guard("role", "thieves", "I12", "a door sells",
           ("sync.store.replica:check_writer", off.any_role)),
    _guard("scope", "calm", "I13", "a house reads its neighbour's sales",
           ("sync.store.replica:Replica._is_for", off.yes)),
    _guard("request_signature", "thieves", "I13", "a device fetches under another one's number",
           ("sync.server.service:is_from", off.yes)),
    _guard("answer_signature", "thieves", "I16", "an impostor sets the prices",
           ("sync.exchange.client:is_answer_to", off.yes)),
    _guard("code_once", "thieves", "I12", "an enrolment code works twice",
           ("sync.server.enrolment:Enrolment._same_device_again", off.enrols_anybody)),
    _guard("revocation", "revoked", "I12", "a stolen device goes on",
           ("sync.store.replica:check_writer", off.nobody_is_revoked),
           ("sync.server.service:SyncService._device", off.honours_the_revoked)),
    _guard("ticket_signature", "thieves", "I12", "a home-made ticket opens the door",
           ("podium_desk.application.ticket_codes:_is_genuine", off.yes)),
    _guard("already_in", "calm", "I4", "one ticket lets in a whole family",
           ("podium_desk.domain.objections:CHECKS", off.without_already_in)),
    _guard("scan_token", "windows", "I4", "who was let in unseen is sent away at the second try",
           ("podium_desk.application.admitting:passage_of_token", off.never_seen)),
)  # fmt: skip
_HOLDER = "podium_desk.application.admission_holder"
_MEANT = "podium_desk.application.meant_tickets"
_KEEPING = "podium_desk.application.keeping"
_SERVICE, _SESSION = "sync.exchange.peer_service", "sync.exchange.peer_session"
_VENUE = (
    _guard("asks_the_holder", "house_alone", "I22", "a door says it asked, and did not",
           ("podium_desk.application.admitting:asked_of_holder", lan_off.asks_nobody)),
    _guard("claims", "house_alone", "I4", "one ticket opens two doors in the same second",
           (f"{_MEANT}:claims_against", lan_off.nothing_promised)),
    _guard("one_entry_among_doors", "full_house", "I28", "each door counts its own entries only",
           (f"{_MEANT}:stay_of", lan_off.nobody_is_inside)),
    _guard("goes_on_alone", "full_house", "I27", "a door that hears nobody lets nobody in",
           ("podium_desk.application.admitting:asked_of_holder", lan_off.refuses_alone)),
    _guard("durable_claim", "words", "I4", "a holder that falls forgets whom it let in",
           (f"{_HOLDER}:keep_claim", lan_off.lazily)),
    _guard("durable_gift", "keeper", "I1 I3 I7", "a keeper that falls gives a place twice",
           (f"{_SERVICE}:PeerService._ask", lan_off.gives_lazily)),
    _guard("spared", "house_alone", "L3", "what lies in a basket is given to another desk",
           (f"{_KEEPING}:_spared", lan_off.out_of_baskets)),
    _guard("peer_memory", "venue_put_back", "I1 I3 I6 I7",
           "a counter that was put back is not told so by its house",
           (f"{_SESSION}:PeerSession._is_beyond_us", lan_off.no),
           (f"{_SERVICE}:logs_beyond_us", lan_off.no),
           ("sync.exchange.peer_facts:_goes_beyond", lan_off.no)),
    _guard("gift_role", "venue_thieves", "I23", "a stolen door empties the hall",
           (f"{_KEEPING}:SELLING_ROLES", lan_off.every_role)),
    _guard("gift_receiver", "venue_thieves", "I23", "places go to a desk that never asked",
           (f"{_SERVICE}:PeerService._ask", lan_off.for_anybody)),
    _guard("peer_request", "venue_thieves", "I23", "a device speaks under another one's number",
           (f"{_SERVICE}:is_from", off.yes)),
    _guard("peer_addressee", "venue_thieves", "I23", "a request is passed on as one's own",
           (f"{_SERVICE}:meant_for", lan_off.for_whomever),
           (f"{_SESSION}:meant_for", lan_off.for_whomever)),
    _guard("peer_answer", "venue_thieves", "I22", "an impostor at the holder's address lets all in",
           (f"{_SESSION}:is_answer_to", off.yes)),
    _guard("peer_certificate", "venue_thieves", "I23", "home-made papers make a counter",
           ("sync.exchange.peer_trust:check", lan_off.believed)),
    _guard("peer_house", "venue_thieves", "I23", "the neighbour's desk is served as one's own",
           (f"{_SERVICE}:peer_claims", lan_off.of_any_house)),
    _guard("peer_revoked", "venue_thieves", "I23", "a revoked device is answered at the venue",
           (f"{_SERVICE}:peer_claims", lan_off.though_revoked)),
)  # fmt: skip

_WRITTEN_OFF = (
    _guard("two_people", "written_off", "I1b", "one person alone writes a device off",
           ("podium_desk.central.write_off:PEOPLE", acts_off.one_is_enough)),
    _guard("exposure_stated", "written_off", "I1b", "more is written off than people had read of",
           ("podium_desk.central.write_off:_code", acts_off.always_the_same_code)),
    _guard("former_epoch", "written_off", "I1 I3 I8 I10", "a device that comes back has its places",
           ("sync.store.rights:RightTable._advance_former", acts_off.counts_after_all)),
    _guard("owner_takes", "swindler", "I1 I3 I10", "any desk takes any place back",
           ("sync.rights.rules:_taken_back", acts_off.anybody_takes_back)),
    _guard("closing_signature", "swindler", "I1 I3", "anybody closes an honest desk",
           ("sync.store.closings:unpack_facts", acts_off.unsigned_closings)),
    _guard("closing_own_places", "swindler", "I1 I3", "a closing code gives back others' places",
           ("sync.server.closings:taken_by", acts_off.closes_for_anybody)),
    _guard("closing_is_old", "closed", "I1 I3", "an old closing code takes what was given since",
           ("sync.server.closings:taken_by", acts_off.closes_what_came_later)),
    _guard("disbelief", "revoked", "I12", "what a thief said before the revocation stays",
           ("sync.store.setting_aside:SettingAside.disbelieve", off.does_nothing)),
)  # fmt: skip
_COPIES = (
    _guard("fork_evidence", "clones", "I6 I7b L1", "the word of one of two copies is lost",
           ("sync.store.forks:ForkTable.keep", off.does_nothing)),
    _guard("copy_is_told", "clones", "I1 I3 I6 I7b L1", "a copy is not told and goes on",
           ("sync.exchange.session:compare_memory", off.does_nothing),
           ("sync.exchange.session:Session._check_own_log", off.does_nothing)),
)  # fmt: skip
_PERSONS = (
    _guard("erased_keys", "persons", "I14", "the key of who was forgotten is kept",
           ("podium_desk.replica.persons:ERASE", acts_off.keys_are_kept)),
    _guard("erased_bodies", "persons", "I14", "a late message brings a forgotten name back",
           ("sync.store.personal:PersonalTable.is_erased", acts_off.no)),
    _guard("scrub", "persons", "I14", "a forgotten name is still in the file",
           ("podium_desk.application.after_round:scrub_erased", off.does_nothing)),
    _guard("personal_scope", "persons", "I14", "a door is given the guests' names",
           ("podium_desk.application.enrolling:in_personal_scope", off.yes)),
)  # fmt: skip
_BEGINNINGS = (
    _guard("snapshot_logs", "bad_snapshots", "I7 I16 I17", "a snapshot changes what was said",
           ("podium_desk.application.beginning:check_snapshot", off.does_nothing)),
    _guard("snapshot_pieces", "bad_snapshots", "I8 I9 I17", "a piece is changed on its way",
           ("sync.snapshot.fetching:piece_hash", acts_off.any_piece)),
    _guard("upcast", "older_version", "I6", "what an older program wrote cannot be read",
           ("podium_desk.replica.upcasting:UpCasters._raised", acts_off.as_it_is_stored)),
    _guard("read_again", "older_version", "I8 I9", "an update does not read what it can read now",
           ("podium_desk.replica.projection:PodiumProjector.read_again", acts_off.no)),
)  # fmt: skip

_ORDERS = (
    _guard("voucher_balance", "orders", "I26 I3", "a voucher is used at two counters",
           ("podium_desk.application.voucher_rights:_gather", orders_off.though_it_is_spent),
           ("sync.store.amounts:drawn", orders_off.draws_what_is_not_there)),
    _guard("code_uses", "orders", "I26 I3", "a code for few is used by many",
           ("podium_desk.application.codes:Codes._problem", orders_off.always_enough),
           ("sync.store.amounts:drawn", orders_off.draws_what_is_not_there)),
    _guard("paid_once", "orders", "I24", "two registers take the money of one reservation",
           ("podium_desk.application.open_orders:OpenOrders._state", orders_off.open_and_held),
           ("sync.store.rights:moved", off.anybody_moves)),
    _guard("z_begins", "orders", "I25", "a Z tells once more what the one before told",
           ("podium_desk.replica.till_log:TillLog.book", orders_off.since_the_first_fact)),
    _guard("z_follows", "orders", "I25", "a Z does not name the one before",
           ("podium_desk.application.till:TillLog.last_z", orders_off.forgets_the_one_before)),
)  # fmt: skip

GUARDS = {
    guard.name: guard
    for guard in (*_DISK, *_RIGHTS, *_MEMORY, *_LOGS, *_WHO, *_WRITTEN_OFF, *_COPIES, *_PERSONS,
                  *_BEGINNINGS, *_VENUE, *_ORDERS)
}  # fmt: skip
"""Every guard by its name."""
