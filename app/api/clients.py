"""By which address a client is counted."""

from __future__ import annotations

import ipaddress

from starlette.requests import HTTPConnection


def address_of(connection: HTTPConnection) -> str:
    """The client's address; of an IPv6 one its /64, which is one customer's. Behind a proxy uvicorn has put the real
    one there (`--proxy-headers`, and `--forwarded-allow-ips` for a proxy that is not on this machine)."""
    host = connection.client.host if connection.client else "unknown"
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host
