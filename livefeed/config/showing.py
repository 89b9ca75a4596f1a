"""Show what was found in a coverage file, short."""

__all__ = ["show"]


def show(value: object) -> str:
    """Show a value of a TOML file as one line of sixty characters at most."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    shown = " ".join(shown.split())
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
