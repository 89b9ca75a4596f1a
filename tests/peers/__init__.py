"""Stand-ins of networks on loopback, which behave as the real ones were measured to."""
