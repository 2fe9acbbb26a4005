"""A whole evening at the counter, played through its real windows, and its pictures."""
