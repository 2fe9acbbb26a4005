"""Pictures of tickets as a camera at a door sees them, made from a seed."""
