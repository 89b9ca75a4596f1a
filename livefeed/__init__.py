"""Live coverage of an event from what people post about it."""

__all__ = ["__version__"]

__version__ = "0.1.0"
