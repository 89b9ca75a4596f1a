"""Say what is wrong with a source's own keys: what was found, and what to write instead."""

import math
import re
import typing
from collections.abc import Mapping

import msgspec

from livefeed.config.showing import show

__all__ = ["explain", "refuse_odd"]

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,200}\Z")

_WORDS = {
    "str": "a text between quotes",
    "bool": "true or false, without quotes",
    "int": "a number without quotes",
    "float": "a number without quotes",
    "array": "a list, between [ and ]",
}


def explain(error: Exception, table: Mapping[str, object], options: type[msgspec.Struct]) -> tuple[str, str, str]:
    """Give key, what was found, and what to write.

    Args:
        error: of `msgspec.convert`, or a source's own, which begins with the key and says what to write
            (docs/write-a-source.md).
        table: the stream as it stands in the file.
        options: the keys of its source.
    """
    said = str(error)
    known = options.__struct_fields__
    if isinstance(error, msgspec.ValidationError):
        named = re.search(r"`\$\.(\w+)|field `(\w+)`", said)
        key = next((group for group in named.groups() if group), "") if named else ""
        remedy = _remedy(said, key, options)
    else:
        key, colon, remedy = said.partition(": ")
        if not colon or key not in known:
            return "", said, f"Keys of this source: {', '.join(known)} (docs/coverage-file.md)."
        remedy = f"{remedy[:1].upper()}{remedy[1:].rstrip('.')}."
    hidden = key.endswith("_env")  # perhaps the secret itself
    problem = "is missing" if key not in table else "is no name" if hidden else f"found {show(table[key])}"
    return key, problem, remedy


def _remedy(said: str, key: str, options: type[msgspec.Struct]) -> str:
    if "missing required field" in said:
        return f"Write {key} = … in this [[stream]] (docs/coverage-file.md)."
    choices = _choices(typing.get_type_hints(options).get(key))
    if choices:
        return f"Write one of: {', '.join(choices)}."
    expected = re.match(r"Expected `([^`]+)`", said)
    kinds = [_WORDS[kind] for kind in expected[1].split(" | ") if kind in _WORDS] if expected else []
    return f"Write {' or '.join(dict.fromkeys(kinds)) or 'it otherwise'} (docs/coverage-file.md)."


def _choices(hint: object) -> list[str]:
    """List the texts that a key may have, where they are few."""
    if typing.get_origin(hint) is typing.Literal:
        return [str(choice) for choice in typing.get_args(hint)]
    return []


def refuse_odd(options: Mapping[str, object]) -> None:
    """Refuse what no source could mean: numbers that are none, and names of variables that are none.

    Raises:
        ValueError: as a source's own; it never shows what could be a secret.
    """
    for key, value in options.items():
        if key.endswith("_env") and isinstance(value, str) and not _VARIABLE.match(value):
            raise ValueError(f"{key}: write the name of an environment variable, never the secret itself")
        numbers = value if isinstance(value, list) else [value]
        if any(isinstance(number, float) and not math.isfinite(number) for number in numbers):
            raise ValueError(f"{key}: write a number that can be counted to")
