"""What proves it: demo and bench, built with ports swapped, never a model."""
