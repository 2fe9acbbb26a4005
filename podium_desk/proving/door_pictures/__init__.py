"""Pictures of everything that the door's screen can say, in each language and by day and night."""
