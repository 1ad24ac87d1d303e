"""Who is really asking, and by which name: peer addresses behind proxies, the Host allow-list."""

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from functools import lru_cache

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.token import Network, parse_networks


@lru_cache(maxsize=8)
def _networks(entries: tuple[str, ...]) -> tuple[Network, ...]:
    try:
        return parse_networks(list(entries))
    except InvalidInput as error:
        raise InvalidInput("trusted_proxies", str(error)) from None


def plain_address(address: str) -> str:
    """An address without zone, IPv4-mapped ones as IPv4."""
    bare = address.partition("%")[0]
    return bare[7:] if bare.lower().startswith("::ffff:") and "." in bare else bare


def client_address(peer: str, headers: Mapping[str, str], trusted: tuple[str, ...]) -> str:
    """The client's address: the peer's, unless the peer is a trusted proxy; then the last address of
    X-Forwarded-For that is not itself a trusted proxy's."""
    address = plain_address(peer)
    if not trusted:
        return address
    networks = _networks(trusted)
    hops = [hop.strip() for hop in headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while _is_in(address, networks) and hops:
        candidate = plain_address(hops.pop().strip("[]"))
        try:
            ipaddress.ip_address(candidate)
        except ValueError:
            break
        address = candidate
    return address


def _is_in(address: str, networks: Iterable[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)


@lru_cache(maxsize=1)
def own_names() -> frozenset[str]:
    """Names this machine is known by, lower case."""
    name = socket.gethostname().lower()
    return frozenset({"localhost", name, f"{name.partition('.')[0]}.local"} - {""})


@lru_cache(maxsize=512)
def host_allowed(host: str, further: tuple[str, ...]) -> bool:
    """Whether a Host header names this gateway.

    A web page that rebinds its own name to 127.0.0.1 sends that name; addresses, localhost, the
    machine's own name and the names the owner listed cannot be rebound by a stranger.
    """
    name = host.strip().lower()
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    elif name.count(":") <= 1:
        name = name.partition(":")[0]
    name = name.rstrip(".")
    if not name or name in own_names() or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in {entry.lower() for entry in further}
    return True
