"""The benchmark's command line: ``python3 dev.py bench [LANE …]``. Method and figures: docs/performance.md."""

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import contestants, document, report, targets
from bench.contestants import ENTRANTS, USUAL, Peer
from bench.lanes import FULL, LANES, QUICK, Course, Lane, Sizes
from bench.machine import Neighbours, describe
from bench.processes import BenchError


def progress(text: str) -> None:
    """One line about what is being done, apart from the figures."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def named(text: str) -> tuple[str, str]:
    """``NAME=VALUE`` taken apart, for argparse."""
    name, found, value = text.partition("=")
    if not found or not name or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def positive(text: str) -> float:
    """A number above 0, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


def build_parser() -> argparse.ArgumentParser:
    """Every option, its lanes and contestants taken from their registries."""
    lanes = "\n".join(f"  {lane.name:<10}{lane.title}" for lane in LANES)
    rows = "\n".join(f"  {row.name:<10}{row.text}" for row in ENTRANTS)
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measure this gateway side by side with the bare upstream and a bare relay, in one run.",
        epilog=f"lanes:\n{lanes}\n\ncontestants:\n{rows}\n\nMethod: docs/performance.md.",
    )
    parser.add_argument("lanes", nargs="*", metavar="LANE", help="measure only these; default: all")

    def option(name: str, text: str, **more: Any) -> None:
        parser.add_argument(name, help=text, **more)

    option("--quick", "about a minute: one short round, without loops and growth", action="store_true")
    usual = " ".join(USUAL)
    option(
        "--only", f"contestants besides direct and bare (default: {usual})", nargs="+", default=USUAL, metavar="NAME"
    )
    option(
        "--peer",
        "another gateway that already runs, as other=http://127.0.0.1:4000/v1, relaying to --upstream-port",
        action="append",
        type=named,
        default=[],
        metavar="NAME=URL",
    )
    option("--peer-key", "the key a peer asks for", action="append", type=named, default=[], metavar="NAME=KEY")
    option(
        "--peer-model", "a peer's own name for the model", action="append", type=named, default=[], metavar="NAME=MODEL"
    )
    option("--upstream-port", "where the upstream listens; default: a free port", type=int, default=0, metavar="PORT")
    option("--rounds", "rounds over all contestants", type=int, metavar="N")
    option("--seconds", "length of one run of the load generator", type=positive, metavar="S")
    option("--rows", "requests in the log of the lane 'queries'", type=int, metavar="N")
    option("--requests", "requests of the lane 'memory'", type=int, metavar="N")
    option("--minutes", "length of the lane 'growth'", type=positive, metavar="M")
    option("--json", "also write everything as JSON; '-' for standard output, alone", metavar="FILE")
    option("--write-docs", "write the figures into docs/performance.md", action="store_true")
    return parser


def sizes_of(options: argparse.Namespace) -> Sizes:
    """Full or quick, with what the command line says otherwise."""
    given = {
        "rounds": options.rounds,
        "paced_rounds": options.rounds,
        "seconds": options.seconds,
        "rows": options.rows,
        "memory_requests": options.requests,
        "minutes": options.minutes,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    for name, value in chosen.items():
        if value < 1 and name != "minutes":
            raise BenchError(f"--{name.removeprefix('paced_').removeprefix('memory_')} must be at least 1")
    return dataclasses.replace(QUICK if options.quick else FULL, **chosen)


def lanes_of(options: argparse.Namespace) -> list[Lane]:
    """The lanes to run. Raises BenchError for an unknown name."""
    known = {lane.name: lane for lane in LANES}
    for name in options.lanes:
        if name not in known:
            raise BenchError(f"there is no lane {name!r}; choose from {', '.join(known)}")
    if options.lanes:
        return [lane for lane in LANES if lane.name in options.lanes]
    growing = options.minutes is not None
    return [lane for lane in LANES if not options.quick or lane.quick or (growing and lane.name == "growth")]


def peers_of(options: argparse.Namespace) -> list[Peer]:
    """The peers with their keys and models. Raises BenchError when a key or model belongs to none."""
    keys, models = dict(options.peer_key), dict(options.peer_model)
    names = [name for name, _ in options.peer]
    for option, given in (("--peer-key", keys), ("--peer-model", models)):
        for name in given:
            if name not in names:
                raise BenchError(f"{option} {name}=…: there is no --peer {name}=URL")
    return [
        Peer(name, url, keys.get(name, ""), models.get(name, Peer.model)) for name, url in options.peer
    ]  # fmt: skip


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run the lanes one after another; each one's table is shown as soon as it is there."""
    sizes, lanes, peers = sizes_of(options), lanes_of(options), peers_of(options)
    rows = contestants.entrants(options.only, peers)
    if peers and not options.upstream_port:
        raise BenchError("--peer needs --upstream-port PORT, and the peer's upstream set to http://127.0.0.1:PORT/v1")
    results: dict[str, Any] = {
        "begun": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": describe(),
        "sizes": dataclasses.asdict(sizes),
        "peers": [peer.name for peer in peers],
        "lanes": {},
    }
    began, neighbours = time.monotonic(), Neighbours()
    with contestants.upstream(options.upstream_port) as port:
        course = Course(sizes, rows, port, progress)
        for lane in lanes:
            progress(f"{lane.name}: {lane.title}")
            results["lanes"][lane.name] = lane.run(course)
            if options.json != "-":
                print(f"\n{report.lane(lane.name, results['lanes'][lane.name])}", flush=True)
    results["minutes"] = (time.monotonic() - began) / 60
    results["neighbours"] = neighbours.share()
    results["targets"] = targets.judge(results["lanes"])
    return results


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, measure, show. Exit status 1 when the benchmark could not be run; a missed target is none."""
    options = build_parser().parse_args(arguments)
    try:
        results = measure(options)
        if options.write_docs:
            document.write(report.whole(results))
    except BenchError as error:
        progress(str(error))
        return 1
    text = json.dumps(results, indent=1)
    if options.json == "-":
        print(text)
        return 0
    if options.json:
        Path(options.json).write_text(text + "\n", encoding="utf-8")
    if results["targets"]:
        print(f"\n{report.targets(results['targets'])}")
    print(f"\n{report.circumstances(results)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
