"""The page of a performance's lists over the counter."""
