"""Measurements, each beside its references in the same run."""
