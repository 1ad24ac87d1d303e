"""The desktop program on a real X screen: from the tray icon to the end, by mouse and keyboard."""

import http.server
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from screen import PATIENCE, Screen, WatchedDesktop, real_screen, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(sys.platform != "linux", reason="needs an X server"),
]

TOKEN = "sk-desktop0123456789abcdef0123456789abcdef01234567"
UPSTREAM_KEY = "sk-upstream-0123456789abcdef"
ANSWER = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1_700_000_000,
    "model": "gpt-4o",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Moin."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500},
}


class Upstream(http.server.BaseHTTPRequestHandler):
    """Answers every request with the same words, to those who know the key."""

    def do_POST(self) -> None:
        """A chat."""
        self.rfile.read(int(self.headers["Content-Length"]))
        known = self.headers["Authorization"] == f"Bearer {UPSTREAM_KEY}"
        body = json.dumps(ANSWER if known else {"error": {"message": "who are you?"}}).encode()
        self.send_response(200 if known else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing."""


@pytest.fixture
def upstream() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()
        thread.join()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with real_screen(tmp_path / "screen") as found:
        yield found


@pytest.fixture
def desktop(screen: Screen, data_dir: Path) -> Iterator[WatchedDesktop]:
    program = WatchedDesktop(screen, data_dir, "--port", "0", "--hidden", INITIAL_ROOT_TOKEN=TOKEN)
    try:
        yield program
    finally:
        screen.picture(data_dir.parent / "last.png")
        program.end()


def write_into(desktop: WatchedDesktop, name: str, text: str) -> None:
    """Click a field and type."""
    desktop.screen.click(desktop.find(name, field=True))
    desktop.screen.write(text)


def test_a_day_at_the_desk(
    screen: Screen, desktop: WatchedDesktop, data_dir: Path, upstream: str, tmp_path: Path
) -> None:
    # The icon stands in the panel: the program says so, and the X server has a window of its inside the panel's.
    (panel,) = screen.windows_named("tint2")
    until(lambda: screen.viewable_child_of(panel, "One API Desktop"), "the icon stands in the panel")
    icon = until(lambda: (at := desktop.look("tray"))["shown"] and at["width"] and at, "the program knows its place")
    assert not screen.windows_named("^One API Desktop$")

    # A click opens the window.
    screen.click(icon)
    until(lambda: screen.windows_named("^One API Desktop$"), "the window is shown")
    until((data_dir / "control.json").exists, "the gateway serves")
    screen.click(desktop.find("Not now"))
    until(lambda: not desktop.look("widgets", "first-run"), "the first steps are put off")
    desktop.find("page-overview")

    # A channel, written by hand.
    screen.press("ctrl+3")
    desktop.find("page-channels")
    screen.press("ctrl+n")
    write_into(desktop, "Name", "Desk")
    write_into(desktop, "Key", UPSTREAM_KEY)
    write_into(desktop, "Base URL", upstream)
    write_into(desktop, "Models", "gpt-4o")
    screen.click(desktop.find("save-channel"))
    until(lambda: "Desk" in [cell for row in desktop.look("cells", "Channels") for cell in row], "the channel is there")
    screen.picture(tmp_path / "channels.png")

    # The key lies in the keyring of the session, and nowhere else.
    assert all(UPSTREAM_KEY.encode() not in file.read_bytes() for file in data_dir.rglob("*") if file.is_file())
    assert any((desktop.person / "xdg_data_home" / "keyrings").iterdir())
    assert not (data_dir / "vault.json").exists()

    # A request from outside is in the ledger, in the list and in the sum.
    screen.press("ctrl+1")
    with openai.OpenAI(
        base_url=desktop.find("base-url")["text"], api_key=TOKEN, max_retries=0, timeout=PATIENCE
    ) as client:
        for count in (1, 2):
            answer = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Moin"}])
            assert answer.choices[0].message.content == "Moin."
            until(lambda: f"Requests {count}" in desktop.find("tile-requests")["says"], f"Overview counts {count}")  # noqa: B023
    screen.picture(tmp_path / "overview.png")
    screen.press("ctrl+2")
    row = until(lambda: desktop.look("cells", "Requests"), "a row in Requests")[0]
    assert "gpt-4o" in row
    assert "Desk" in row
    screen.picture(tmp_path / "requests.png")

    # Quit from the tray.
    screen.click(desktop.look("tray"), button=3)
    entry = until(lambda: desktop.look("menu", "Quit"), "the menu of the tray is open")[0]
    screen.picture(tmp_path / "menu.png")
    screen.click(entry)
    assert desktop.process.wait(PATIENCE) == 0
    until(lambda: not desktop.left_running(), "nothing is left running")
    assert not screen.windows_named("^One API Desktop$")
    assert not (data_dir / "control.json").exists()
