"""The domain's tables: projections of facts, queries, catalogue."""
