"""The canonical form of a link: one address, however it was decorated on the way."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

__all__ = ["HOST_PREFIXES", "TRACKING", "TRACKING_PREFIXES", "canonical_url", "canonical_urls"]

TRACKING_PREFIXES = ("utm_", "mc_", "pk_", "mtm_", "hsa_", "vero_")
"""Of parameters that only say by which way somebody came."""
TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "igshid",
        "igsh",
        "ocid",
        "si",
        "feature",
        "ref_src",
        "ref_url",
        "cmpid",
        "s_cid",
        "smid",
        "spm",
        "xtor",
        "at_medium",
        "at_campaign",
        "__twitter_impression",
        "amp",
    ]
)
HOST_PREFIXES = ("www.", "m.", "mobile.", "amp.")
"""Of hosts: what is of a kind of device, and leads to the same."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PLAIN = re.compile(
    r"(https://(?!(?:www|m|mobile|amp)\.|youtu\.be/)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w.~%+-]+)*)/*", re.ASCII
)
"""An address with nothing to strip but slashes at its end: most are, and reading them whole takes ten times as long."""


def canonical_url(url: str) -> str:
    """Strip what does not lead elsewhere: tracking parameters, `www.`, default ports, fragments, a closing slash.

    The scheme becomes https, for comparison and for show. A link that cannot be read is returned as it is.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return plain[1]
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return url
    for prefix in HOST_PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
            break
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(k)])
    path = parts.path.rstrip("/")
    if host == "youtu.be" and path.strip("/"):
        host, query, path = "youtube.com", urlencode([("v", path.strip("/"))]), "/watch"
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    return urlunsplit(("https", netloc, path, query, ""))


def canonical_urls(urls: tuple[str, ...]) -> tuple[str, ...]:
    """Bring links into their canonical form, each once, in their order."""
    if not urls:
        return ()
    if len(urls) == 1:
        return (canonical_url(urls[0]),)
    return tuple(dict.fromkeys(map(canonical_url, urls)))


def _tracks(name: str) -> bool:
    name = name.lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)
