"""The conflict-free replica engine: facts, rights, records, exchange. Knows no tickets."""
