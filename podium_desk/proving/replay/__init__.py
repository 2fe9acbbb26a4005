"""The admission scenarios, played through the shipped code: real replicas, codes, signatures,
exchange; only clock and network are simulated."""
