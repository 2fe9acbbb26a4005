"""The central store as an ASGI application: the exchange, health, and the public API."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from podium_desk.central.cluster import Central
from podium_desk.central.evening import offer_evening
from podium_desk.central.metrics import Figures
from podium_desk.central.operations import MeasuredRequests, Operations, operator_routes
from podium_desk.central.operator import OperatorDoor
from podium_desk.central.overview import StoreWatch
from podium_desk.central.policy import PodiumGrants
from podium_desk.central.public import public_routes
from podium_desk.config import VERSION
from podium_desk.late_dataclass import dataclass
from sync.server.asgi import Shortcut
from sync.server.news import NewsBoard
from sync.server.routes import sync_routes
from sync.server.service import SyncService
from sync.store.port import RecallUnderWay, StoreFault

_UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the store works. `status` is ok or fault; `database` says what is wrong."""

    status: str
    version: str
    cluster: str
    houses: int
    devices: int
    facts: int
    database: str


def create_service(central: Central) -> SyncService:
    """The exchange of this store, with the domain's grants."""
    store = central.identity.certificate.claims
    grants = PodiumGrants(central.catalogue, store.device, central.now_ms)
    service = SyncService(
        central.replica, central.identity, central.enrolment, grants, central.now_ms
    )
    offer_evening(service, central.catalogue)
    return service


def create_app(central: Central, service: SyncService, operator_token: str = "") -> FastAPI:
    """The application; `/docs` and `/openapi.json` tell its routes.

    `operator_token` opens the operator's pages from elsewhere than this machine; "" opens none.
    """
    app = FastAPI(
        title="Podium Desk central store",
        description="Exchange with the devices of the cluster, and a public programme.",
        version=VERSION,
    )
    news = NewsBoard(service.mark)
    app.state.news = news
    exchange = sync_routes(service, news)
    app.include_router(exchange)
    app.include_router(public_routes(central, service.lock))
    app.add_exception_handler(StoreFault, _told_fault)
    app.add_exception_handler(RecallUnderWay, _told_fault)
    figures = Figures()
    service.watch = figures.answered
    door = OperatorDoor(operator_token)
    operations = Operations(StoreWatch(central), figures, door, service.lock)
    app.include_router(operator_routes(operations))
    # The last that is added sees a request first.
    app.add_middleware(Shortcut, routes=exchange)
    app.add_middleware(MeasuredRequests, figures=figures)

    @app.get("/health", tags=["operations"], summary="Whether the store works")
    def health(response: Response) -> Health:
        with service.lock:
            found = _health(central)
        if found.status != "ok":
            response.status_code = _UNAVAILABLE
        return found

    return app


def _told_fault(_request: Request, fault: Exception) -> Response:
    """The database is away: a page says so, and is well again when it is back."""
    return JSONResponse({"error": "store_fault", "message": str(fault)}, _UNAVAILABLE)


def _health(central: Central) -> Health:
    cluster = central.identity.cluster_name
    try:
        facts = sum(central.replica.log.heads().values())
        houses, devices = len(central.catalogue.houses()), len(central.replica.devices.all())
    except StoreFault as fault:
        return Health("fault", VERSION, cluster, 0, 0, 0, str(fault))
    return Health("ok", VERSION, cluster, houses, devices, facts, "ok")
