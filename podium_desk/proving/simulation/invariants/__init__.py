"""What must always hold (sync.md section 4), each a small check of its own."""
