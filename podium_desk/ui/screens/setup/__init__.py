"""Setting up devices."""
