"""The store's half of the exchange, as ASGI; no domain."""
