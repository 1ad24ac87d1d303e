"""Addresses of this machine on its local networks."""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanAddress:
    """One address of one interface. ``private`` ones cannot be reached from the internet."""

    interface: str
    address: str
    private: bool

    @property
    def version(self) -> int:
        """4 or 6."""
        return 6 if ":" in self.address else 4

    def root(self, port: int, *, secure: bool) -> str:
        """The gateway's address there, without path."""
        host = f"[{self.address}]" if self.version == 6 else self.address
        return f"{'https' if secure else 'http'}://{host}:{port}"


def lan_addresses() -> list[LanAddress]:
    """Every address but loopback and link-local ones, IPv4 first. Blocks for a few milliseconds."""
    import ifaddr

    found = []
    for adapter in ifaddr.get_adapters():
        for entry in adapter.ips:
            text = entry.ip if isinstance(entry.ip, str) else entry.ip[0]
            address = ipaddress.ip_address(text.partition("%")[0])
            if not (address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified):
                found.append(LanAddress(adapter.nice_name, str(address), address.is_private))
    # A bridge of containers or virtual machines comes last: phones are not on it.
    return sorted(found, key=lambda one: (one.version, not one.private, _is_virtual(one.interface)))


def _is_virtual(interface: str) -> bool:
    return interface.lower().startswith(("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vethernet"))


def chosen_addresses(found: Sequence[LanAddress], wanted: str) -> list[LanAddress]:
    """Those to share on: of the interface or address named, else all private ones."""
    if wanted:
        return [one for one in found if wanted in (one.interface, one.address)]
    return [one for one in found if one.private]


def local_name() -> str:
    """The name by which mDNS knows this machine, ``laptop.local``."""
    return f"{socket.gethostname().partition('.')[0]}.local"
