"""Fuzzing by coverage of the code, by its own command (`make fuzz`)."""
