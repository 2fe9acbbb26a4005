"""UiTPAS at the store: its secrets, what it answers its devices, and what it catches up on."""
