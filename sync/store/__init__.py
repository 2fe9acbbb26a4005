"""Where facts, rights and records live."""
