"""Coverage files: what a person writes, checked."""
