"""Kept bodies: sealed, without keys, bounded, gone when they are old."""

import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.services import captures
from oneapi_desktop.services.captures import Capture, CaptureService, redacted
from oneapi_desktop.services.workspace import Workspace

KEY = "sk-plantedsecret0123456789"
NOW = int(time.time() * 1000)


def capture(number: int = 1, **fields: Any) -> Capture:
    """A capture of a failed request."""
    body = json.dumps({"messages": [{"content": f"my key is {KEY}"}], "api_key": "hunter2-hunter2"}).encode()
    values: dict[str, Any] = {
        "request_id": f"{number:032x}", "created_at": NOW, "path": "/v1/chat/completions",
        "request_type": "application/json", "request_body": body, "request_bytes": len(body), "status": 502,
        "response_type": "application/json; charset=utf-8", "response_body": b'{"error": "boom"}',
        "response_bytes": 17, "finished": True,
    }  # fmt: skip
    return Capture(**(values | fields))


@pytest.fixture
async def service(workspace: Workspace, operate: Any) -> CaptureService:
    await operate("setting.set", key="capture", value="all")
    return workspace.captures


def files(workspace: Workspace) -> list[Path]:
    return [path for path in workspace.directory.captures.rglob("*") if path.is_file()]


async def test_bodies_come_back_without_keys(workspace: Workspace, service: CaptureService) -> None:
    service.keep(capture())
    await service.flush()
    found = await service.read(f"{1:032x}", NOW)
    assert found is not None
    assert found["path"] == "/v1/chat/completions"
    assert "my key is (key left out)" in found["request"]["text"]
    assert "hunter2" not in json.dumps(found)
    assert found["response"] == {"content_type": "application/json", "bytes": 17, "text": '{"error": "boom"}',
                                 "cut": False, "status": 502, "finished": True}  # fmt: skip
    assert await service.has(f"{1:032x}", NOW)
    assert not await service.has(f"{2:032x}", NOW)
    assert await service.read(f"{2:032x}", NOW) is None
    assert await service.read("../../etc/passwd", NOW) is None


async def test_what_lies_on_disk_is_sealed_and_private(workspace: Workspace, service: CaptureService) -> None:
    service.keep(capture())
    await service.flush()
    (path,) = files(workspace)
    data = path.read_bytes()
    assert b"boom" not in data
    assert b"messages" not in data
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.write_bytes(data[:-1])
    with pytest.raises(VaultError):
        await service.read(f"{1:032x}", NOW)


async def test_the_setting_decides(workspace: Workspace, service: CaptureService, operate: Any) -> None:
    assert service.wanted("127.0.0.1")
    assert service.wanted("::1")
    assert not service.wanted("192.168.1.9"), "other devices only if the owner says so"
    await operate("setting.set", key="capture_devices", value=True)
    assert service.wanted("192.168.1.9")
    await operate("setting.set", key="capture", value="errors")
    service.keep(capture(1, status=200))
    service.keep(capture(2, status=200, finished=False))
    service.keep(capture(3))
    await service.flush()
    assert {path.name for path in files(workspace)} == {f"{2:032x}", f"{3:032x}"}
    await operate("setting.set", key="capture", value="off")
    assert not service.wanted("127.0.0.1")
    service.keep(capture(4))
    assert len(files(workspace)) == 2
    assert await operate("request.forget_captures") == {"removed": 2}
    assert files(workspace) == []


async def test_long_and_binary_bodies_are_cut(service: CaptureService, operate: Any) -> None:
    await operate("setting.set", key="capture_kb", value=1)
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 1000
    long = capture(1, request_body=("x " * 5000).encode(), response_body=picture.encode(), response_bytes=10**9)
    service.keep(long)
    service.keep(capture(2, request_type="multipart/form-data; boundary=x", request_body=b"", request_bytes=77,
                         response_type="audio/mpeg", response_body=b"\xff\x00"))  # fmt: skip
    await service.flush()
    found = await service.read(f"{1:032x}", NOW)
    assert found is not None
    assert (len(found["request"]["text"]), found["request"]["cut"]) == (1024, True)
    assert found["response"]["text"] == "data:image/png;base64,(11000 characters of binary data left out)"
    assert found["response"]["cut"], "there was more than was held"
    found = await service.read(f"{2:032x}", NOW)
    assert found is not None
    assert (found["request"]["text"], found["request"]["bytes"], found["response"]["text"]) == (None, 77, None)


async def test_age_and_space_are_bounded(workspace: Workspace, service: CaptureService, operate: Any) -> None:
    await operate("setting.set", key="capture_mb", value=1)
    await operate("setting.set", key="capture_kb", value=4096)
    old = NOW - 8 * 86_400_000
    service.keep(capture(1, created_at=old))
    for number in range(2, 12):
        noise = os.urandom(100_000).hex(" ").encode()
        service.keep(capture(number, request_body=noise, request_bytes=len(noise)))
    await service.flush()
    kept = files(workspace)
    assert sum(path.stat().st_size for path in kept) <= 1 << 20
    assert f"{1:032x}" not in {path.name for path in kept}, "the oldest go first"
    assert f"{11:032x}" in {path.name for path in kept}
    await operate("setting.set", key="capture_mb", value=100)
    service.keep(capture(50, created_at=old))
    await service.flush()
    assert await service.prune() == 1
    assert not (workspace.directory.captures / time.strftime("%Y-%m-%d", time.gmtime(old / 1000))).exists()


async def test_memory_is_bounded(service: CaptureService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captures, "PENDING_LIMIT", 10)
    service.keep(capture())
    assert service.left_out == 1


async def test_a_disk_that_refuses_hinders_nothing(workspace: Workspace, service: CaptureService) -> None:
    workspace.directory.captures.write_text("in the way")
    service.keep(capture())
    await service.flush()
    assert await service.read(f"{1:032x}", NOW) is None


def test_redaction() -> None:
    assert redacted('{"Authorization": "Bearer abc def"}') == '{"Authorization": "(left out)"}'
    assert redacted('{"max_tokens": 5, "token_count": "12"}') == '{"max_tokens": 5, "token_count": "12"}'
    assert redacted("AIza-0123456789abcdef") == "(key left out)"
