"""Proves a bundle: ``python packaging/smoke_test.py dist/oneapi-desktop/oneapi-desktop``.

Standard library only. The program, in an empty directory and an environment without Python, must tell its
version, serve the echo whole and streamed, have both in its ledger, pass its own doctor, and stop when asked.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path
from typing import Any

KEY = "sk-smoketest0123456789abcdef0123456789abcdef"
KEPT = ("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "LANG", "LC_ALL")
SECONDS = 90


class Failed(Exception):
    """The bundle does not do what it must."""


def surroundings(home: Path) -> dict[str, str]:
    """A bare environment: no PATH to a Python, a home of its own, no keyring."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    places = {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME")}
    return {**kept, **places, "KEYRING_BACKEND": "file", "INITIAL_ROOT_TOKEN": KEY, "NO_PROXY": "127.0.0.1"}


def expect(condition: bool, what: str) -> None:
    """Raise Failed unless the condition holds."""
    if not condition:
        raise Failed(what)
    print(f"ok    {what}", flush=True)


def run(program: Path, home: Path, *arguments: str) -> str:
    """Output of one command that must succeed."""
    ended = subprocess.run(
        [str(program), *arguments], cwd=home, env=surroundings(home), capture_output=True, text=True,
        encoding="utf-8", timeout=SECONDS, check=False,
    )  # fmt: skip
    if ended.returncode:
        raise Failed(f"{' '.join(arguments)} ended with {ended.returncode}: {ended.stderr[-2000:]}")
    return ended.stdout


def chat(url: str, stream: bool) -> bytes:
    """One request to the echo."""
    body = {"model": "echo", "messages": [{"role": "user", "content": "smoke"}], "stream": stream}
    request = urllib.request.Request(
        f"{url}/chat/completions",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        answered: bytes = answer.read()
        return answered


def serve(program: Path, home: Path, data: Path) -> None:
    """Start the gateway, use it, stop it."""
    windows = os.name == "nt"
    process = subprocess.Popen(
        [str(program), "serve", "--port", "0", "--data-dir", str(data)],
        cwd=home, env=surroundings(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )  # fmt: skip
    guard = threading.Timer(SECONDS, process.kill)
    guard.start()
    try:
        assert process.stdout is not None
        lines: list[str] = []
        url = ""
        for line in process.stdout:
            lines.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+/v1", line)
            if found:
                url = found[0]
                break
        expect(bool(url), f"serve says where it listens: {url or ''.join(lines)}")
        answer: Any = json.loads(chat(url, stream=False))
        expect(answer["choices"][0]["message"]["content"] == "smoke", "the echo answers")
        streamed = chat(url, stream=True)
        expect(streamed.rstrip().endswith(b"data: [DONE]"), "the echo streams to its end")
        rows: Any = json.loads(run(program, home, "request", "list", "--json", "--data-dir", str(data)))
        expect([row["status"] for row in rows] == [200, 200], "both requests are in the ledger")
        process.send_signal(signal.CTRL_BREAK_EVENT if windows else signal.SIGTERM)  # type: ignore[attr-defined]
        process.communicate(timeout=SECONDS)
        # Windows may count the break event as the end's cause.
        expect(process.returncode == 0 or windows, f"it stops when asked (exit status {process.returncode})")
    finally:
        guard.cancel()
        if process.poll() is None:
            process.kill()
            process.communicate()


def main() -> int:
    """Run every check; exit status 1 at the first that fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("program", type=Path)
    program = parser.parse_args().program.resolve()
    if os.name == "nt" and program.suffix != ".exe":
        program = program.with_name(program.name + ".exe")
    with tempfile.TemporaryDirectory(prefix="smoke-", ignore_cleanup_errors=True) as directory:
        home = Path(directory)
        data = home / "data"
        try:
            version = run(program, home, "--version").strip()
            expect(bool(re.fullmatch(r"oneapi-desktop \d+\.\d+\.\d+\S*", version)), version)
            serve(program, home, data)
            findings: Any = json.loads(run(program, home, "doctor", "--json", "--data-dir", str(data)))
            failed = [one for one in findings if one.get("result") == "fail"]
            expect(not failed, f"the doctor finds nothing broken {failed or ''}".rstrip())
            counted = run(program, home, "provider", "list", "--data-dir", str(data))
            expect("openai" in counted, "providers are listed")
        except (Failed, OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
            print(f"FAIL  {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
