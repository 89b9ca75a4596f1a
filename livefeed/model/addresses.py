"""Which addresses may be dialled.

An own list, since `ipaddress.is_global` calls cloud metadata, multicast and translated addresses global. Sources: IANA
special-purpose address registries for IPv4 and IPv6, RFC 6890; 168.63.129.16 is Azure's own.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

__all__ = ["Allowed", "is_plain", "refusal"]

_DENIED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        ),
    )
)  # fmt: skip
_UNICAST_V6 = IPv6Network("2000::/3")
"""All that is handed out to the public Internet; everything else is refused without a list."""
_DENIED_V6 = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"))
)  # 2002::/16 carries IPv4 addresses inside, 2001::/23 holds Teredo and other protocols' own
_WEB_PORTS = (80, 443)
_FIRST_FREE_PORT = 1024
_PEER = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:]+)\]|(?P<v4>[\d.]+(?:/\d+)?))(?::(?P<port>\d{1,5}))?\Z")


class Allowed:
    """Peers on loopback or in a private network that may be dialled all the same, as the coverage file lists them.

    Args:
        written: addresses or networks, each with or without a port: `127.0.0.1:8080`, `10.0.0.0/8`, `[::1]:7000`.

    Raises:
        ValueError: one of them is none; the message says which.
    """

    def __init__(self, written: Iterable[str] = ()) -> None:
        self._peers: list[tuple[IPv4Network | IPv6Network, int | None]] = []
        for one in written:
            self._peers.append(_peer(one))

    def __contains__(self, peer: tuple[IPv4Address | IPv6Address, int]) -> bool:
        """Tell whether address and port are listed."""
        address, port = peer
        return any(
            address.version == net.version and address in net and only in (None, port) for net, only in self._peers
        )


def _peer(written: str) -> tuple[IPv4Network | IPv6Network, int | None]:
    found = _PEER.match(written)
    try:
        if found is None:
            return ip_network(written), None  # IPv6 without a port
        return ip_network(found["v6"] or found["v4"]), int(found["port"]) if found["port"] else None
    except ValueError:
        raise ValueError(f'"{written}" is no address') from None


def refusal(host: str, port: int, allowed: Allowed) -> str | None:
    """Say why an address, as it is about to be dialled, must not be; None where it may.

    Args:
        host: a numeric address, as the resolver gave it.
        port: of the connection.
        allowed: exceptions.
    """
    try:
        address = ip_address(host)
    except ValueError:
        return f"{host} is no address"
    if (address, port) in allowed:
        return None
    if port not in _WEB_PORTS and port < _FIRST_FREE_PORT:
        return f"port {port} is not one that networks use"
    if isinstance(address, IPv4Address):
        denied = any(address in net for net in _DENIED_V4)
    else:
        denied = address.scope_id is not None or address not in _UNICAST_V6 or any(address in net for net in _DENIED_V6)
    return f"{address} is not an address of the public Internet" if denied else None


def is_plain(host: str) -> bool:
    """Tell whether a host is a name, or an address written in the one way in which everybody reads it the same.

    `010.1.2.3` is 8.1.2.3 for some and 10.1.2.3 for others; nobody writes it who means well (WHATWG URL, "ends in a
    number").
    """
    last = host.removesuffix(".").rpartition(".")[2]
    if not re.fullmatch(r"\d+|0[xX][0-9a-fA-F]*", last):
        return True
    try:
        return str(ip_address(host)) == host
    except ValueError:
        return False
