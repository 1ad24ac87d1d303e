"""The benchmark as a person runs it, as short as it can be: it runs, and its figures can be read."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import document, report

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the benchmark's upstream runs on uvloop")


def bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """``python -m bench`` with these arguments."""
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=110,
        check=False,
    )


def figures(*arguments: str) -> Any:
    """The JSON of a run that must succeed."""
    ended = bench(*arguments, "--quick", "--json", "-")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.slow
def test_requests_are_measured_side_by_side_and_the_ledger_holds_every_answer() -> None:
    found = figures("requests", "--only", "serve")
    lane = found["lanes"]["requests"]
    assert list(lane["connections"]) == ["1", "10", "32"]
    for by_name in lane["connections"].values():
        assert list(by_name) == ["direct", "bare", "serve"]
        assert all(of["per_second"] > 0 and of["failed"] == 0 for of in by_name.values())
    ledger = lane["ledger"]["serve"]
    assert ledger["recorded"] >= ledger["answered"] > 0
    assert ledger["cost_nano_usd"] > 0
    assert "requests/s of serve over those of the bare relay, 10 connections" in {t["text"] for t in found["targets"]}


@pytest.mark.slow
def test_paced_streams_arrive_whole_and_figures_go_between_the_marks_of_a_document(tmp_path: Path) -> None:
    found = figures("paced", "--only", "serve")
    assert found["lanes"]["paced"]["serve"]["lost"] == 0
    assert found["lanes"]["paced"]["serve"]["complete"] == found["sizes"]["paced_streams"]

    text = report.whole(found)
    page = tmp_path / "page.md"
    page.write_text(f"before\n{document.BEGIN}\nold\n{document.END}\nafter\n")
    document.write(text, page)
    document.write(text, page)
    assert page.read_text() == f"before\n{document.BEGIN}\n\n{text}\n\n{document.END}\nafter\n"
    assert "| serve " in text


@pytest.mark.slow
def test_translation_is_set_beside_passing_on() -> None:
    found = figures("translation")
    lane = found["lanes"]["translation"]
    for shape in ("whole", "stream"):
        added = [name for name, of in lane[shape].items() if "added_p50_ms" in of]
        assert added == ["Anthropic client, OpenAI upstream", "OpenAI client, Anthropic upstream"]
        assert all(of["p99_ms"] >= of["p50_ms"] > 0 for of in lane[shape].values())
    assert len([target for target in found["targets"] if "translated" in target["text"]]) == 2
    assert "| Anthropic client, OpenAI upstream " in report.whole(found)


@pytest.mark.slow
def test_streams_stay_whole_beside_a_window_at_work() -> None:
    found = figures("window", "--rows", "3000")
    lane = found["lanes"]["window"]
    for state in ("resting", "working"):
        assert lane[state]["lost"] == 0
        assert lane[state]["complete"] == lane[state]["streams"] == 50
    assert lane["input"]["count"] > 0
    assert 0 <= lane["idle_cpu"] < 1
    assert "added gap p99 while the window works" in {target["text"] for target in found["targets"]}
    assert "| working " in report.whole(found)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "there is no lane 'nowhere'; choose from requests"),
        (("--only", "nobody"), "there is no contestant 'nobody'"),
        (("--peer", "other=https://127.0.0.1:1/v1"), "write a plain http address"),
        (("--peer", "other=http://127.0.0.1:1/v1"), "--peer needs --upstream-port PORT"),
        (("--peer-key", "other=sk-x"), "there is no --peer other=URL"),
        (("--rounds", "0"), "--rounds must be at least 1"),
    ],
)
def test_wrong_use_is_told_before_anything_is_started(arguments: tuple[str, ...], said: str) -> None:
    ended = bench(*arguments)
    assert ended.returncode != 0
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_peer_that_does_not_answer_is_named() -> None:
    with socket.socket() as closed, socket.socket() as free:
        for one in (closed, free):
            one.bind(("127.0.0.1", 0))
        nobody, upstream = closed.getsockname()[1], free.getsockname()[1]
    peer = ("--upstream-port", str(upstream), "--peer", f"other=http://127.0.0.1:{nobody}/v1")
    ended = bench("requests", "--only", "direct", "--quick", *peer)
    assert ended.returncode == 1
    assert f"other at 127.0.0.1:{nobody} does not answer" in ended.stderr
    assert "Traceback" not in ended.stderr
