"""What runs by the clock: due dates that are told, mail that leaves, and the one scheduler that does it."""
