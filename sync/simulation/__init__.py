"""A simulated machine below the engine: disk, time, network, randomness; no domain."""
