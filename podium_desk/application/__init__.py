"""Use cases: they own the transaction and know ports only."""
