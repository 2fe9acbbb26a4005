"""Lamps, buzzers, turnstiles and pole displays beside the screen."""
