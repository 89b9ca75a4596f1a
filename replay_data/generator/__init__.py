"""Makes the recordings in `replay_data/` from a seed: the same seed gives the same bytes."""
