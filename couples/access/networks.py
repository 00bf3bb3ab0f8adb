"""Where a request comes from, no finer than what one household or one phone is handed."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from allauth.account.adapter import get_adapter


def network_of(request: Any) -> str:
    """Return the caller's network: of IPv4 the 256 addresses around theirs, of IPv6 the /64.

    Whose address it is, behind proxies, allauth tells by the service's own number of them.
    """
    address = ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(IPv6Network((int(address), 64), strict=False))
    plain = address.ipv4_mapped if isinstance(address, IPv6Address) else address
    return str(IPv4Network((int(plain or 0), 24), strict=False))
