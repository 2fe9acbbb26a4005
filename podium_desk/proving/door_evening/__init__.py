"""An evening at the doors, played by real processes that look at pictures of real tickets."""
