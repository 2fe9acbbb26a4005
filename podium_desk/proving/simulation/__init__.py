"""The simulation of a venue: the shipped code on simulated machines, a network and a seed."""
