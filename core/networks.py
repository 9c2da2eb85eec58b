"""Which IP addresses are on the public internet.

Our own list, because `ipaddress.is_global` follows the registries in some patch releases of Python and not in others.
It follows IANA's registries as of October 2025:
https://www.iana.org/assignments/iana-ipv4-special-registry
https://www.iana.org/assignments/iana-ipv6-special-registry
https://www.iana.org/assignments/ipv6-unicast-address-assignments
"""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network

NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network (RFC 791)
            "10.0.0.0/8",  # private (RFC 1918)
            "100.64.0.0/10",  # shared by a provider's customers (RFC 6598)
            "127.0.0.0/8",  # loopback (RFC 1122)
            "168.63.129.16/32",  # Azure's host, which answers only its virtual machines; not in IANA's registry
            "169.254.0.0/16",  # link-local, and the metadata services of clouds (RFC 3927)
            "172.16.0.0/12",  # private (RFC 1918)
            "192.0.0.0/24",  # protocols (RFC 6890); 192.0.0.192 is a metadata service of Oracle's cloud
            "192.0.2.0/24",  # documentation (RFC 5737)
            "192.88.99.0/24",  # 6to4 relays, deprecated (RFC 7526)
            "192.168.0.0/16",  # private (RFC 1918)
            "198.18.0.0/15",  # benchmarks (RFC 2544)
            "198.51.100.0/24",  # documentation (RFC 5737)
            "203.0.113.0/24",  # documentation (RFC 5737)
            "224.0.0.0/4",  # multicast (RFC 5771)
            "240.0.0.0/4",  # reserved (RFC 1112), and broadcast
        ),
    )
)
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IANA assigns from (RFC 4291, 2.4). Outside are loopback, IPv4 within IPv6 in any form (`::127.0.0.1`,
`::ffff:0:0/96`, `::ffff:0:0:0/96`), NAT64 (`64:ff9b::/96`, `64:ff9b:1::/48`), discard and dummy prefixes (`100::/64`),
segment routing (`5f00::/16`), unique local, link-local, site-local and multicast addresses."""
NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols (RFC 2928), among them Teredo (2001::/32), which embeds IPv4 addresses
            "2001:db8::/32",  # documentation (RFC 3849)
            "2002::/16",  # 6to4 (RFC 3056), which embeds IPv4 addresses
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet. False for any other text, and for an address with a zone id,
    which exists only within a network (RFC 4007, 6)."""
    try:
        four = IPv4Address(address)
    except AddressValueError:
        return _is_public_6(address)
    return not any(four in network for network in NOT_PUBLIC_4)


def _is_public_6(address: str) -> bool:
    try:
        six = IPv6Address(address)
    except AddressValueError:
        return False
    return six.scope_id is None and six in GLOBAL_UNICAST and not any(six in network for network in NOT_PUBLIC_6)
