"""The fact: envelope, chain, hybrid clock, batches."""
