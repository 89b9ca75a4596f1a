"""Tasks, clock, journal, tapes, hub: everything that touches the world, once, for all sources."""
