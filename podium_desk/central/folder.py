"""Where a central store keeps everything: one folder, one cluster."""

from __future__ import annotations

from pathlib import Path

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CentralFolder:
    """The files of a central store."""

    path: Path
    witness_root: Path | None = None
    """Where the witness of the store's own logs is; None for the user's own state folder."""

    @property
    def database(self) -> Path:
        """The store's replica and its own tables."""
        return self.path / "central.sqlite"

    @property
    def database_url(self) -> Path:
        """The address of the database, there when the rows are on a PostgreSQL server."""
        return self.path / "database.url"

    @property
    def authority_key(self) -> Path:
        """The cluster's authority: it signs every device's certificate."""
        return self.path / "authority.key"

    @property
    def store_key(self) -> Path:
        """The store's own key, as the device that grants rights."""
        return self.path / "store.key"

    @property
    def operator_token(self) -> Path:
        """The secret that opens the operator's pages from another machine."""
        return self.path / "operator.token"

    def uitpas(self, house: int) -> Path:
        """A house's credentials at UiTPAS."""
        return self.path / f"uitpas-{house}.toml"

    def bancontact(self, house: int) -> Path:
        """A house's key at Bancontact."""
        return self.path / f"bancontact-{house}.toml"

    @property
    def own_tls(self) -> Path:
        """The store's key once more, as the TLS certificate that it made itself."""
        return self.path / "store-tls.pem"

    @property
    def snapshots(self) -> Path:
        """What newcomers are given to begin with; made anew by each program that serves."""
        return self.path / "snapshots"

    @property
    def lock(self) -> Path:
        """Held by the one program that serves a database in this folder."""
        return self.path / "serve.lock"
