"""Exclusive rights on scarce things: moves and hops, no clocks."""
