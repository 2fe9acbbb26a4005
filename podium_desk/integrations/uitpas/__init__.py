"""UiTPAS API 4.0: what it says, what is asked of it, and a simulator that answers like it."""
