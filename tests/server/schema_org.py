"""The types of schema.org that we use, and what each of their properties may be (schema.org, release 29).

schema.org has no schema that programs could check by; this is its table of properties and expected types, as far as we
write any, so that a misspelt property or a value of the wrong kind is found.
"""

from datetime import datetime
from urllib.parse import urlsplit

__all__ = ["check"]

_THING = {"@type", "@id", "name", "url", "description", "image"}
_POSTING = {
    "headline",
    "inLanguage",
    "datePublished",
    "dateModified",
    "author",
    "publisher",
    "mainEntityOfPage",
    "articleBody",
    "about",
}
PROPERTIES = {
    "LiveBlogPosting": _THING | _POSTING | {"@context", "coverageStartTime", "coverageEndTime", "liveBlogUpdate"},
    "BlogPosting": _THING | _POSTING,
    "Person": _THING,
    "Organization": _THING,
    "Event": _THING | {"startDate", "endDate", "location"},
}
RANGES = {
    "author": {"Person", "Organization"},
    "publisher": {"Person", "Organization"},
    "about": {"Event"},
    "liveBlogUpdate": {"BlogPosting"},
}
_TIMES = {"datePublished", "dateModified", "coverageStartTime", "coverageEndTime", "startDate", "endDate"}
_ADDRESSES = {"@id", "url", "mainEntityOfPage", "image"}
_WANTED = {
    "LiveBlogPosting": {
        "@context",
        "headline",
        "url",
        "mainEntityOfPage",
        "inLanguage",
        "datePublished",
        "dateModified",
        "coverageStartTime",
        "coverageEndTime",
        "image",
        "author",
        "publisher",
        "liveBlogUpdate",
    },
    "BlogPosting": {"headline", "url", "datePublished", "dateModified", "author"},
    "Person": {"name"},
    "Organization": {"name"},
    "Event": {"name", "startDate"},
}


def check(thing: dict) -> None:
    """Hold a thing, and what is in it, to the table."""
    kind = thing["@type"]
    assert set(thing) <= PROPERTIES[kind], set(thing) - PROPERTIES[kind]
    assert _WANTED[kind] <= set(thing), _WANTED[kind] - set(thing)
    for name, value in thing.items():
        for each in value if isinstance(value, list) else [value]:
            if name in RANGES:
                assert each["@type"] in RANGES[name]
                check(each)
            else:
                assert isinstance(each, str), name
                assert each, name
            if name in _TIMES:
                assert datetime.fromisoformat(each).utcoffset() is not None
            if name in _ADDRESSES:
                assert urlsplit(each).scheme in {"https", "http"}, each
                assert urlsplit(each).netloc
