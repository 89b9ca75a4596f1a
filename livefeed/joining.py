"""Join modules of ours into one script, for pages of others: one file to wait for, to allow, and to hold to a checksum.

Modules are written so that this is a matter of their first lines: `import {…} from "./…"` in one statement without
other names, `export` before what is declared at the beginning of a line, and no name for two things.
"""

import json
import re
import string
from collections import Counter
from collections.abc import Mapping

__all__ = ["join"]

_COMMENT = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./(?P<name>[\w-]+\.js)\";\n", re.MULTILINE)
_DECLARED = r"(?:async )?(?:const|let|class|function\*?) (\w+)"
_TOP = re.compile(rf"^(?:export )?{_DECLARED}", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_PRIVATE = re.compile(r"#([A-Za-z]\w*)")
_TELLING = re.compile(r"(?:[A-Z][A-Z_]+|\w+[a-z][A-Z]\w+)\Z", re.ASCII)
"""A name that no word of a text is: `toItem`, `LINES`."""
_LETTERS = string.ascii_letters
_FILE = re.compile(r'"@(?P<name>[\w-]+\.\w+)"')
"""A text that stands for a file's content or address."""


def join(first: str, sources: Mapping[str, str], files: Mapping[str, str]) -> str:
    """Join a module and all that it needs, each after what it needs itself; what it names by address is loaded later.

    Args:
        first: name of the module.
        sources: text of all modules by name.
        files: what `"@name"` stands for: the text of a style sheet, or the address of what is loaded later.

    Raises:
        ValueError: two of them use a name for two things.
    """
    bare = {name: _COMMENT.sub("", source) for name, source in sources.items()}
    order = _ordered(first, bare, [])
    names = [found for name in order for found in _TOP.findall(bare[name])]
    if twice := sorted({each for each in names if names.count(each) > 1}):
        raise ValueError(f"{first} cannot be joined: {', '.join(twice)} is there twice")
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", bare[name])) for name in order)
    short = _shortened(_renamed(body, names))
    whole = _FILE.sub(lambda found: json.dumps(files[found["name"]]), short)
    return f'(() => {{\n"use strict";\n{whole}}})();\n'


def _shortened(script: str) -> str:
    """Give private names of classes shorter ones: nothing outside can know them."""
    names = [name for name, _ in Counter(_PRIVATE.findall(script)).most_common()]
    short = {name: _letters(number) for number, name in enumerate(names)}
    return _PRIVATE.sub(lambda found: f"#{short[found[1]]}", script)


def _renamed(script: str, names: list[str]) -> str:
    """Give what modules declare shorter names: nothing outside can know these either.

    Plain words stay, since texts may have them; so does what is the name of a property somewhere.
    """
    telling = [name for name in names if _TELLING.match(name) and not re.search(rf"\.{name}\b|\b{name}:", script)]
    short = {name: f"${_letters(number)}" for number, name in enumerate(telling)}
    return re.sub(r"[A-Za-z_]\w*", lambda found: short.get(found[0], found[0]), script, flags=re.ASCII)


def _letters(number: int) -> str:
    return f"{_LETTERS[number % len(_LETTERS)]}{number // len(_LETTERS) or ''}"


def _ordered(name: str, bare: Mapping[str, str], order: list[str]) -> list[str]:
    """Put a module behind those that it needs and that are not in the list yet."""
    for found in _IMPORT.finditer(bare[name]):
        if found["name"] not in order:
            _ordered(found["name"], bare, order)
    order.append(name)
    return order
