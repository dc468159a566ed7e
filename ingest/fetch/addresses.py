"""Which network addresses may be called: only those of the public internet, unless a setting names others."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import FetchError, LaterError

Resolve = Callable[[str, int], list[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
EVERYTHING = "*"


def resolve(host: str, port: int) -> list[str]:
    """The network addresses of a host, as the system has them. Raises FetchError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LaterError(f"{host}: the name is not known ({error}); check the address") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Says where a connection may go. `private` are hosts (`host` or `host:port`) that may be called although they lie
    in private, loopback or link-local ranges; `*` for all."""

    private: frozenset[str] = frozenset()
    resolve: Resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """The network addresses to connect to, each of them checked: connect to these and to no others, since the next
        question to the name server may have another answer. Raises FetchError."""
        found = self.resolve(host, port)
        if not {EVERYTHING, host.lower(), f"{host.lower()}:{port}"} & self.private:
            for address in found:
                if not is_public(address):
                    raise FetchError(
                        f"{host}: leads to {address}, which is no address of the public internet; "
                        f"AMUR_FETCH_PRIVATE={host}:{port} allows it"
                    )
        if not found:
            raise FetchError(f"{host}: has no network address")
        return found


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, an embedded one of version 4 included."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
        if parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            parsed = inner
    return parsed.is_global and not parsed.is_multicast
