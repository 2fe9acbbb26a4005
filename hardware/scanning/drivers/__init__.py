"""Hand scanners and readers of chips, each behind `CodeSource`; only the registry imports them."""
