"""Text in the cells of a spreadsheet: whatever somebody posts, no program takes it for a formula.

Excel, LibreOffice and Sheets run what begins with `=`, `+`, `-` or `@`, in full width too. Where a program cuts a file
at other places than we did (a semicolon in French, a tab, a line, a quotation mark), a cell begins in the midst of
a text; so such a sign gets an apostrophe before it wherever a cell could begin.
"""

import re
import unicodedata

__all__ = ["cell"]

_FORMULAS = "=+-@"
_BLANK = r"[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
"""White space, and signs that nobody sees: a program may skip them."""

_SIGNS = "".join(c for c in map(chr, range(0x10000)) if unicodedata.normalize("NFKC", c) in tuple(f"{_FORMULAS}−"))
"""All that look like one of them, or like the minus of mathematics, to who folds widths."""

_BEGINNING = re.compile(rf"((?:^|[;\t\n|\"'`]){_BLANK}|,)(?=[{re.escape(_SIGNS)}])")
"""Where a cell could begin, and a sign that would make it a formula follows. After a comma only without a blank:
everybody cuts at commas as we do, so that "Bonjour, @zoe" may stay as it is."""

_SUSPECT = re.compile(
    r"[^ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u202f]"  # what is neither Latin nor its punctuation
    r"|[;|\"'`]|,[=+\-@]|^ *[=+\-@]"
)
"""What may need a guard or go; most cells have nothing of the kind, and are not looked at further."""

_LINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def cell(text: str) -> str:
    """Make a text safe in a cell, changing as little as that takes; blanks around it go, other line ends become LF."""
    if _SUSPECT.search(text) is None:
        return text.strip()
    kept = _INVISIBLE.sub("", _LINES.sub("\n", text)).replace("\t", " ").strip().strip("\ufeff")
    return _BEGINNING.sub(r"\1'", kept)
