"""Our modules as one classic script: from a memory stick a browser runs no module.

It knows how we write modules, and nothing else: named imports from beside, a line each; `export` before a class, a
function or a constant; `import("./x.js")` for what is rare. Whatever else looks like an import or export is refused.
"""

import re
from collections.abc import Callable

import rjsmin

__all__ = ["BundleError", "bundle"]

_IMPORT = re.compile(r'^import \{ (?P<names>[\w$]+(?:, [\w$]+)*) \} from "\./(?P<module>[\w-]+\.js)";$', re.MULTILINE)
_LATER = re.compile(r'\bimport\("\./(?P<module>[\w-]+\.js)"\)')
_EXPORT = re.compile(r"^export (?P<kind>class|function|async function|const) (?P<name>[\w$]+)", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*$", re.DOTALL | re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import|export)\b.*|\bimport\s*[(.].*", re.MULTILINE)


class BundleError(Exception):
    """A module is written in a way that is not ours; says which, and where."""


def bundle(name: str, read: Callable[[str], str], without: frozenset[str] = frozenset()) -> bytes:
    """Write a module and all that it needs as one script.

    Args:
        name: of the module that begins.
        read: gives the text of a module.
        without: modules that are imported later, and cannot be: whoever tries hears so.

    Raises:
        BundleError: a module is not written as ours are, or they need each other in a circle.
    """
    graph = _Graph(read, without)
    graph.add(name, ())
    parts = [f"const m{number} = (() => {{\n{text}\n}})();" for number, text in enumerate(graph.texts)]
    return str(rjsmin.jsmin("(() => {\n'use strict';\n" + "\n".join(parts) + "\n})();\n")).encode()


class _Graph:
    """Modules, each after all that it needs."""

    def __init__(self, read: Callable[[str], str], without: frozenset[str]) -> None:
        self.texts: list[str] = []
        self._read = read
        self._without = without
        self._places: dict[str, int] = {}

    def add(self, name: str, above: tuple[str, ...]) -> None:
        """Put a module after all that it needs."""
        if name in self._places:
            return
        if name in above:
            raise BundleError(f"{name}: needs itself, by {' and '.join(above)}")
        # Comments go first: types in them are imports to a reader, and nothing to a browser.
        text = _COMMENT.sub("", self._read(name))
        needed = [found["module"] for found in _IMPORT.finditer(text)]
        later = [found["module"] for found in _LATER.finditer(text)]
        for module in (*needed, *(one for one in later if one not in self._without)):
            self.add(module, (*above, name))
        self.texts.append(self._wrapped(name, text))
        self._places[name] = len(self._places)

    def _wrapped(self, name: str, text: str) -> str:
        """Turn a module into what a function does that gives back what it exports."""
        exported = [found["name"] for found in _EXPORT.finditer(text)]
        text = _IMPORT.sub(lambda found: f"const {{ {found['names']} }} = m{self._places[found['module']]};", text)
        text = _LATER.sub(lambda found: self._later(found["module"]), text)
        text = _EXPORT.sub(lambda found: f"{found['kind']} {found['name']}", text)
        left = _LEFT.search(text)
        if left is not None:
            raise BundleError(f"{name}: {left.group().strip()}")
        return f"{text}\nreturn {{ {', '.join(exported)} }};"

    def _later(self, module: str) -> str:
        if module in self._without:
            return f'Promise.reject(new Error("{module}"))'
        return f"Promise.resolve(m{self._places[module]})"
