"""The connections of a crawl: to judged IP addresses, and with bounded heads.

Twisted's interfaces (zope) and protocols have no types, so they are `Any` here.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.error import ConnectionAborted, DNSLookupError
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IReactorPluggableNameResolver,
    IStreamClientEndpoint,
)
from twisted.internet.threads import deferToThread
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.client import HTTPConnectionPool
from zope.interface import implementer

from scrapers.politeness.public_sites import public_ips

MAX_HEAD_BYTES = 256 * 1024
"""All header lines of an answer together. Browsers allow as much; Twisted limits only each line."""


class Connections(HTTPConnectionPool):
    """A crawl's pool. Unless `anywhere` is set, each new connection goes to an address that `public_ips` just found."""

    def __init__(self, reactor: Any, tls: Any, per_host: int, connect_timeout: float) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self.maxPersistentPerHost = per_host
        self.anywhere = False
        self._factory = _BoundedHeads
        self._tls, self._connect_timeout = tls, connect_timeout

    def getConnection(self, key: Hashable, endpoint: Any) -> Deferred[Any]:  # noqa: N802  # Twisted's name
        """`key`: scheme, host and port, for a proxy also its own, and the address to bind to (Scrapy's agents). A proxy
        is the operator's, and wherever it connects is its own decision."""
        assert isinstance(key, tuple)
        scheme, host, port, *proxy, bind_address = key
        if not self.anywhere and not proxy and scheme in (b"http", b"https"):
            endpoint = _PublicEndpoint(self._reactor, host.decode("ascii"), port, self._connect_timeout, bind_address)
            if scheme == b"https":
                endpoint = wrapClientTLS(self._tls.creatorForNetloc(host, port), endpoint)
        return super().getConnection(key, endpoint)


@implementer(IStreamClientEndpoint)
class _PublicEndpoint:
    def __init__(self, reactor: Any, host: str, port: int, timeout: float, bind_address: Any) -> None:
        self._reactor, self._host, self._port = reactor, host, port
        self._timeout, self._bind_address = timeout, bind_address

    def connect(self, factory: Any) -> Deferred[Any]:
        found = deferToThread(public_ips, self._host, self._port)
        return found.addCallbacks(self._connect, self._not_found, callbackArgs=(factory,))

    def _connect(self, ips: Sequence[str], factory: Any) -> Deferred[Any]:
        answered = _Answered(self._reactor, ips)
        endpoint = HostnameEndpoint(answered, self._host, self._port, self._timeout, self._bind_address)
        return endpoint.connect(factory)

    def _not_found(self, failure: Failure) -> None:
        failure.trap(OSError, UnicodeError)  # type: ignore[no-untyped-call]
        raise DNSLookupError(f"{self._host} has no address") from failure.value


@implementer(IReactorPluggableNameResolver, IHostnameResolver, IHostResolution)
class _Answered:
    """A reactor whose look-up is already answered. HostnameEndpoint then tries the addresses (RFC 8305)."""

    def __init__(self, reactor: Any, ips: Sequence[str]) -> None:
        self._reactor, self._ips = reactor, ips
        self.nameResolver = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def resolveHostName(  # noqa: N802  # Twisted's name
        self,
        receiver: Any,
        name: str,
        portNumber: int = 0,  # noqa: N803  # Twisted's name
        address_types: Sequence[type[IAddress]] | None = None,
        transport: str = "TCP",
    ) -> Any:
        receiver.resolutionBegan(self)
        for ip in self._ips:
            kind = IPv6Address if ":" in ip else IPv4Address
            receiver.addressResolved(kind("TCP", ip, portNumber))
        receiver.resolutionComplete()
        return self


class _BoundedHead(_LenientHTTP11ClientProtocol):
    """Ends a connection whose answer has an endless head."""

    _head_bytes = 0

    def request(self, request: Any) -> Deferred[Any]:
        self._head_bytes = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted's name
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                reason = ConnectionAborted(f"its head is longer than {MAX_HEAD_BYTES} bytes")
                self._giveUp(Failure(reason))  # type: ignore[no-untyped-call]


class _BoundedHeads(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedHead:  # noqa: N802  # Twisted's name
        return _BoundedHead(self._quiescentCallback)  # type: ignore[no-untyped-call]
