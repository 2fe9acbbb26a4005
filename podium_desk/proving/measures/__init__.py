"""One module for each measurement of `podium-desk bench`."""
