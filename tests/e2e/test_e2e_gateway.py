"""The real program as a whole: stopping, keyrings, proxies, certificates, damaged and newer data."""

import asyncio
import contextlib
import gzip
import json
import os
import shutil
import signal
import sqlite3
import ssl
import struct
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from fake_upstream import FakeUpstream, as_asked, chat_body, error, self_signed
from program import PATIENCE, Gateway, query, read, run, serving

UPSTREAM_KEY = "sk-upstreamkey0123456789"


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    found = await FakeUpstream().start()
    found.script = as_asked()
    yield found
    await found.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as found:
        yield found


def add_channel(data_dir: Path, url: str, *arguments: str, name: str = "up", **environment: str) -> Any:
    return read(
        data_dir,
        *("channel", "add", "--type", "openai-compatible", "--name", name, "--models", "m", "--base-url", f"{url}/v1"),
        *("--key-stdin", *arguments),
        stdin=UPSTREAM_KEY,
        **environment,
    )


async def ask(session: aiohttp.ClientSession, gateway: Gateway, key: str = "", **fields: Any) -> tuple[int, Any]:
    """One chat request on a loop that the upstream needs, too; status and JSON."""
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]} | fields
    headers = {"Authorization": f"Bearer {key or gateway.key}"}
    async with session.post(f"{gateway.url}/chat/completions", json=body, headers=headers) as response:
        return response.status, await response.json()


# Stopping


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_sigterm_lets_a_stream_end_and_takes_nothing_new(data_dir: Path, session: aiohttp.ClientSession) -> None:
    with serving(data_dir) as gateway:
        body = {"model": "echo", "stream": True, "messages": [{"role": "user", "content": "/pace 40 /repeat 20 on "}]}
        headers = {"Authorization": f"Bearer {gateway.key}"}
        async with session.post(f"{gateway.url}/chat/completions", json=body, headers=headers) as response:
            begun = await response.content.readany()
            gateway.process.send_signal(signal.SIGTERM)
            port = int(gateway.url.split(":")[2].split("/")[0])
            async with asyncio.timeout(PATIENCE):
                while not await refused(port):
                    await asyncio.sleep(0.01)
            assert gateway.process.poll() is None, "it waits for the open stream"
            rest = await response.content.read()
        assert (begun + rest).endswith(b"data: [DONE]\n\n")
        assert await asyncio.to_thread(gateway.process.wait, PATIENCE) == 0
        assert "Traceback" not in gateway.output
    assert not (data_dir / "oneapi.db-wal").exists(), "everything is folded into the file"
    assert query(data_dir, "SELECT outcome, cost_nano > 0 FROM requests") == [("done", 1)]
    assert query(data_dir, "SELECT * FROM open_requests") == []


async def refused(port: int) -> bool:
    """Whether nobody listens any more."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return True
    writer.close()
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("signals", [2, 1], ids=["second signal", "drain limit"])
async def test_the_drain_can_be_cut_short(data_dir: Path, session: aiohttp.ClientSession, signals: int) -> None:
    with serving(data_dir, DRAIN_SECONDS="600" if signals == 2 else "0.3") as gateway:
        body = {"model": "echo", "stream": True, "messages": [{"role": "user", "content": "/pace 20 /repeat 9999 on "}]}
        headers = {"Authorization": f"Bearer {gateway.key}"}
        async with session.post(f"{gateway.url}/chat/completions", json=body, headers=headers) as response:
            await response.content.readany()
            port = int(gateway.url.split(":")[2].split("/")[0])
            gateway.process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                while not await refused(port):
                    await asyncio.sleep(0.01)
            if signals == 2:
                gateway.process.send_signal(signal.SIGTERM)
            rest = await response.content.read()
        assert b'"code":"shutting_down"' in rest
        assert rest.endswith(b"data: [DONE]\n\n")
        assert await asyncio.to_thread(gateway.process.wait, PATIENCE) == 0
    assert query(data_dir, "SELECT outcome, status, cost_nano > 0 FROM requests") == [("interrupted", 0, 1)]


# Keyring


@contextlib.contextmanager
def keyring_session() -> Iterator[dict[str, str]]:
    """A session bus with an unlocked gnome-keyring; the variables by which a program finds it."""
    missing = [tool for tool in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(tool) is None]
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"not installed: {', '.join(missing)} ('python3 dev.py test' installs them as root on Debian)")
    assert not missing, f"not installed: {', '.join(missing)}"
    with tempfile.TemporaryDirectory(prefix="kr") as directory:
        places = {name: f"{directory}/{name.lower()}" for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")}
        for place in places.values():
            Path(place).mkdir(mode=0o700)
        environment = {"PATH": os.environ["PATH"], "HOME": directory, **places}
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:dir={directory}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        try:
            assert bus.stdout is not None
            environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
            daemon = subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=environment,
            )
            try:
                assert daemon.stdin is not None
                assert daemon.stdout is not None
                daemon.stdin.write("a password")
                daemon.stdin.close()
                # It says where its sockets are once it is on the bus.
                daemon.stdout.readline()
                yield {name: value for name, value in environment.items() if name not in ("PATH", "HOME")}
            finally:
                daemon.terminate()
                daemon.wait(PATIENCE)
                assert daemon.stdout is not None
                daemon.stdout.close()
        finally:
            bus.terminate()
            bus.wait(PATIENCE)
            assert bus.stdout is not None
            bus.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="Secret Service")
async def test_keys_lie_in_the_systems_keyring(
    data_dir: Path, upstream: FakeUpstream, session: aiohttp.ClientSession
) -> None:
    with keyring_session() as found:
        environment = found | {"KEYRING_BACKEND": "auto"}
        with serving(data_dir, **environment) as gateway:
            key = gateway.key
            assert "keys: Secret Service (GNOME Keyring)" in gateway.output
            assert "Note:" not in gateway.output
            await asyncio.to_thread(add_channel, data_dir, upstream.url, **environment)
            assert (await ask(session, gateway))[0] == 200
            gateway.kill()
        with serving(data_dir, first=False, **environment) as gateway:
            assert (await ask(session, gateway, key))[0] == 200
            checks = await asyncio.to_thread(read, data_dir, "doctor", **environment)
            assert {check["result"] for check in checks if check["check"] in ("vault", "keys")} == {"ok"}
            assert gateway.stop() == 0
        assert [request.headers["Authorization"] for request in upstream.requests] == [f"Bearer {UPSTREAM_KEY}"] * 2
        for path in data_dir.rglob("*"):
            assert path.is_dir() or UPSTREAM_KEY.encode() not in path.read_bytes(), path
        assert not (data_dir / "vault.json").exists()
        # Without the keyring the keys are out of reach: that is said, and nothing is replaced.
        ended = await asyncio.to_thread(run, data_dir, "serve", "--port", "0", KEYRING_BACKEND="auto")
        assert ended.returncode == 1
        assert "keyring" in ended.stderr
        assert "Traceback" not in ended.stderr
        await asyncio.to_thread(read, data_dir, "channel", "remove", "up", **environment)
        with serving(data_dir, first=False, **environment):
            assert [c["name"] for c in await asyncio.to_thread(read, data_dir, "channel", "list", **environment)] == [
                "echo"
            ]


# Proxies and certificates


class SocksProxy:
    """A SOCKS5 proxy (RFC 1928) with user and password (RFC 1929) that notes where it was sent."""

    def __init__(self, user: str, password: str) -> None:
        self._login = (user, password)
        self.targets: list[tuple[str, int]] = []
        self.refusals = 0
        self.port = 0

    async def __aenter__(self) -> "SocksProxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            _, methods = await reader.readexactly(2)
            await reader.readexactly(methods)
            writer.write(b"\x05\x02")
            _, size = await reader.readexactly(2)
            user = (await reader.readexactly(size)).decode()
            password = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
            if (user, password) != self._login:
                self.refusals += 1
                writer.write(b"\x01\x01")
                writer.close()
                return
            writer.write(b"\x01\x00")
            kind = (await reader.readexactly(4))[3]
            if kind == 1:
                host = ".".join(str(byte) for byte in await reader.readexactly(4))
            else:
                host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
            (port,) = struct.unpack(">H", await reader.readexactly(2))
            self.targets.append((host, port))
            there, back = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            await asyncio.gather(_pump(reader, back), _pump(there, writer))


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    target.close()


@pytest.mark.parametrize(("scheme", "host"), [("socks5", "127.0.0.1"), ("socks5h", "upstream.invalid")])
async def test_a_channels_socks_proxy(
    data_dir: Path, upstream: FakeUpstream, session: aiohttp.ClientSession, scheme: str, host: str
) -> None:
    """With ``socks5h`` the proxy resolves the name: here nobody else could."""
    async with SocksProxy("user", "pass-word") as proxy:
        with serving(data_dir) as gateway:
            url = f"{scheme}://user:pass-word@127.0.0.1:{proxy.port}"
            shown = await asyncio.to_thread(add_channel, data_dir, f"http://{host}:{upstream.port}", "--proxy", url)
            assert "pass-word" not in json.dumps(shown)
            assert await ask(session, gateway) == (200, chat_body())
            assert proxy.targets == [(host, upstream.port)]
            await asyncio.to_thread(
                read, data_dir, "channel", "edit", "up", "--proxy", f"socks5://user:wrong@127.0.0.1:{proxy.port}"
            )
            status, body = await ask(session, gateway)
            assert (status, body["error"]["code"]) == (502, "upstream_unreachable")
            assert "proxy" in body["error"]["message"]
            assert proxy.refusals == 1


@pytest.mark.parametrize("variable", ["RELAY_PROXY", "HTTP_PROXY"])
async def test_a_proxy_for_everything(
    data_dir: Path, upstream: FakeUpstream, session: aiohttp.ClientSession, variable: str
) -> None:
    with serving(data_dir, **{variable: upstream.url}) as gateway:
        await asyncio.to_thread(add_channel, data_dir, "http://somewhere.invalid")
        assert (await ask(session, gateway))[0] == 200
    assert upstream.requests[-1].path == "http://somewhere.invalid/v1/chat/completions"


async def test_the_systems_certificates_are_trusted_and_no_others(
    data_dir: Path, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    upstream = await FakeUpstream().start(context=self_signed(tmp_path))
    try:
        with serving(data_dir) as gateway:
            key = gateway.key
            await asyncio.to_thread(add_channel, data_dir, upstream.url)
            status, body = await ask(session, gateway)
            assert (status, body["error"]["code"]) == (502, "upstream_tls")
            assert gateway.stop() == 0
        with serving(data_dir, first=False, SSL_CERT_FILE=str(tmp_path / "upstream.pem")) as gateway:
            assert (await ask(session, gateway, key))[0] == 200
    finally:
        await upstream.stop()


async def test_serving_https(data_dir: Path, tmp_path: Path) -> None:
    self_signed(tmp_path)
    pem = str(tmp_path / "upstream.pem")
    with serving(data_dir, TLS_CERT=pem, TLS_KEY=pem) as gateway:
        assert gateway.url.startswith("https://127.0.0.1:")
        connector = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=pem))
        async with aiohttp.ClientSession(connector=connector) as session:
            status, _ = await ask(session, gateway, model="echo")
        assert status == 200
        assert read(data_dir, "request", "list")[0]["status"] == 200
    ended = run(data_dir, "serve", "--port", "0", TLS_CERT=str(tmp_path / "none.pem"))
    assert (ended.returncode, "tls_cert" in ended.stderr) == (2, True)


# What one-api's users know


async def test_a_key_may_pin_a_channel(data_dir: Path, upstream: FakeUpstream, session: aiohttp.ClientSession) -> None:
    with serving(data_dir) as gateway:
        first = await asyncio.to_thread(add_channel, data_dir, upstream.url, "--priority", "9")
        second = await asyncio.to_thread(add_channel, data_dir, upstream.url, name="second")
        for channel in (second, first, second):
            await ask(session, gateway, f"{gateway.key}-{channel['id']}")
        rows = await asyncio.to_thread(read, data_dir, "request", "list")
        assert [row["channel"] for row in rows] == ["second", "up", "second"]
        status, body = await ask(session, gateway, f"{gateway.key}-99")
        assert (status, body["error"]["code"]) == (400, "invalid_channel_id")


async def test_packed_bodies_and_single_dashes(data_dir: Path, session: aiohttp.ClientSession) -> None:
    with serving(data_dir, "-headless") as gateway:
        body = gzip.compress(json.dumps({"model": "echo", "messages": [{"role": "user", "content": "hi"}]}).encode())
        headers = {
            "Authorization": f"Bearer {gateway.key}",
            "Content-Encoding": "gzip",
            "Content-Type": "application/json",
        }
        async with session.post(f"{gateway.url}/chat/completions", data=body, headers=headers) as response:
            assert response.status == 200


async def test_the_success_rate_rule_by_environment(
    data_dir: Path, upstream: FakeUpstream, session: aiohttp.ClientSession
) -> None:
    upstream.script = error(500)
    environment = {"ENABLE_METRIC": "true", "METRIC_QUEUE_SIZE": "3", "METRIC_SUCCESS_RATE_THRESHOLD": "0.5"}
    with serving(data_dir, BREAKER_FAILURES="100", **environment) as gateway:
        await asyncio.to_thread(add_channel, data_dir, upstream.url)
        for _ in range(3):
            assert (await ask(session, gateway))[0] == 502
        async with asyncio.timeout(PATIENCE):
            while (await ask(session, gateway))[1]["error"]["code"] != "no_channel_enabled":
                await asyncio.sleep(0)
        shown = await asyncio.to_thread(read, data_dir, "channel", "show", "up")
        assert shown["status"] == "auto_disabled"
        assert "succeeded" in shown["status_reason"]


# Damaged and newer data


def test_a_newer_database_is_left_alone(data_dir: Path) -> None:
    with serving(data_dir) as gateway:
        assert gateway.stop() == 0
    with contextlib.closing(sqlite3.connect(data_dir / "oneapi.db")) as database, database:
        database.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
                         ("oneapi_desktop", "m999_from_the_future", "2030-01-01"))  # fmt: skip
    before = (data_dir / "oneapi.db").read_bytes()
    for arguments in (["serve", "--port", "0"], ["token", "list"], ["doctor"]):
        ended = run(data_dir, *arguments)
        assert ended.returncode == 1, ended
        assert "newer" in ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
    assert (data_dir / "oneapi.db").read_bytes() == before


def test_a_database_damaged_in_the_middle_is_found_and_restored(data_dir: Path) -> None:
    with serving(data_dir) as gateway:
        for _ in range(30):
            gateway.chat()
        read(data_dir, "backup")
        assert gateway.stop() == 0
    path = data_dir / "oneapi.db"
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = os.urandom(64)
    path.write_bytes(content)
    ended = run(data_dir, "serve", "--port", "0")
    assert ended.returncode == 1, ended
    assert "Traceback" not in ended.stderr
    assert "restore" in ended.stderr
    assert path.read_bytes() == content
    (backup,) = (data_dir / "backups").glob("oneapi-*.db")
    assert run(data_dir, "restore", str(backup)).returncode == 0
    with serving(data_dir, first=False) as gateway:
        assert len(read(data_dir, "request", "list")) == 30
        assert {check["result"] for check in read(data_dir, "doctor")} <= {"ok", "warn"}


def test_a_directory_in_the_databases_place_is_named(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "oneapi.db").mkdir()
    for arguments in (["serve", "--port", "0"], ["token", "list"]):
        ended = run(data_dir, *arguments)
        assert ended.returncode in (1, 2), ended
        assert "oneapi.db" in ended.stderr
        assert "Traceback" not in ended.stderr
