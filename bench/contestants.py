"""Who is measured side by side: one row for each, and other gateways named on the command line."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.gateway import MODEL, PACED_MODEL, QT_SERVE, SERVE, Contestant, configured, gateway
from bench.processes import BenchError, child

CHAT_PATH = "/v1/chat/completions"


@contextlib.contextmanager
def upstream(port: int = 0) -> Iterator[int]:
    """The upstream without think time on that port, or a free one."""
    with child(("-m", "bench.upstream", "--port", str(port))) as process:
        yield int(process.first_line())


@contextlib.contextmanager
def _direct(name: str, upstream_port: int) -> Iterator[Contestant]:
    yield Contestant(name, upstream_port, CHAT_PATH)


def _bare(loop: str) -> "Opener":
    @contextlib.contextmanager
    def opened(name: str, upstream_port: int) -> Iterator[Contestant]:
        command = ("-m", "bench.bare_relay", f"http://127.0.0.1:{upstream_port}", "--loop", loop)
        with child(command) as process:
            yield Contestant(name, int(process.first_line()), CHAT_PATH, process=process)

    return opened


def _gateway(command: Sequence[str]) -> "Opener":
    @contextlib.contextmanager
    def opened(name: str, upstream_port: int) -> Iterator[Contestant]:
        with configured(upstream_port) as data, gateway(data, name, command) as contestant:
            yield contestant

    return opened


Opener = Callable[[str, int], contextlib.AbstractContextManager[Contestant]]
"""Takes a name and the upstream's port."""


@dataclass(frozen=True)
class Entrant:
    """One row of the contest. ``same_loop`` names the bare relay on the same kind of event loop."""

    name: str
    text: str
    open: Opener
    same_loop: str = "bare"


ENTRANTS = (
    Entrant("direct", "the upstream, asked directly", _direct),
    Entrant("bare", "aiohttp server and client on uvloop, nothing in between", _bare("uvloop")),
    Entrant("serve", "this gateway with everything on, on uvloop", _gateway(SERVE)),
    Entrant("bare-qt", "the bare relay on the loop of desktop/eventloop.py", _bare("qt"), "bare-qt"),
    Entrant("qt", "this gateway on the loop of desktop/eventloop.py", _gateway(QT_SERVE), "bare-qt"),
    Entrant("qasync", "this gateway on plain qasync", _gateway((*QT_SERVE, "--loop", "qasync")), "bare-qt"),
)
YARDSTICKS = ("direct", "bare")
"""Always measured: every other figure is set against them."""
USUAL = ("direct", "bare", "serve", "bare-qt", "qt")


@dataclass(frozen=True)
class Peer:
    """Another gateway that is already running and relays to the benchmark's upstream."""

    name: str
    url: str
    key: str = ""
    model: str = MODEL
    paced_model: str = PACED_MODEL

    def entrant(self) -> Entrant:
        """The peer as a row. Raises BenchError for an address that cannot be asked."""
        parts = urlsplit(self.url)
        if parts.scheme != "http" or not parts.hostname:
            raise BenchError(f"--peer {self.name}={self.url}: write a plain http address, as http://127.0.0.1:4000/v1")
        path = parts.path.rstrip("/")
        if not path.endswith("/chat/completions"):
            path = (path or "/v1") + "/chat/completions"
        contestant = Contestant(
            self.name, parts.port or 80, path, self.key, self.model, self.paced_model, parts.hostname
        )  # fmt: skip
        return Entrant(
            self.name, f"{self.url}, already running", lambda _name, _port: contextlib.nullcontext(contestant)
        )


def entrants(names: Sequence[str], peers: Sequence[Peer]) -> list[Entrant]:
    """The rows to measure, in the order of the table. Raises BenchError for an unknown or repeated name."""
    known = {entrant.name for entrant in ENTRANTS}
    for name in names:
        if name not in known:
            raise BenchError(f"there is no contestant {name!r}; choose from {', '.join(sorted(known))}")
    taken = [*known, *(peer.name for peer in peers)]
    for peer in peers:
        if taken.count(peer.name) > 1:
            raise BenchError(f"--peer {peer.name}: this name is taken; choose another")
    wanted = {*names, *YARDSTICKS}
    return [entrant for entrant in ENTRANTS if entrant.name in wanted] + [peer.entrant() for peer in peers]


@contextlib.contextmanager
def running(rows: Sequence[Entrant], upstream_port: int) -> Iterator[list[Contestant]]:
    """All of them at once; who is not asked just then is idle."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(row.open(row.name, upstream_port)) for row in rows]
