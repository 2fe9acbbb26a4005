"""What the screens show, as frozen values, and what they can be asked; no Qt in here."""
