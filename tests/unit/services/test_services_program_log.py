"""The program's log: where it goes, what is left out, and that it stays within bounds."""

import logging
import re
import time
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services import program_log as module
from oneapi_desktop.services.program_log import DatedLogFile, program_log
from oneapi_desktop.settings import Settings

log = logging.getLogger("oneapi_desktop.relay.somewhere")


def settings(**flags: Any) -> Settings:
    return Settings({}, flags)


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.allow_warnings
def test_lines_go_to_standard_error_and_to_a_dated_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with program_log(settings(log_dir=str(tmp_path / "deep" / "logs"))):
        log.debug("too much")
        log.info("channel %s switched off", "up")
        log.warning("late")
    (file,) = (tmp_path / "deep" / "logs").iterdir()
    assert re.fullmatch(r"oneapi-\d{8}\.log", file.name)
    found = lines_of(file)
    assert [line.split(" ", 2)[2] for line in found] == [
        "INFO relay.somewhere: channel up switched off",
        "WARNING relay.somewhere: late",
    ]
    assert capsys.readouterr().err.splitlines() == found
    log.warning("afterwards")
    assert lines_of(file) == found


def test_one_file_when_the_setting_says_so(tmp_path: Path) -> None:
    for _ in range(2):
        with program_log(settings(log_dir=str(tmp_path), only_one_log_file=True)):
            log.info("hello")
    assert [path.name for path in tmp_path.iterdir()] == ["oneapi.log"]
    assert len(lines_of(tmp_path / "oneapi.log")) == 2


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({}, ["info"]),
        ({"debug": True}, ["debug", "info"]),
        ({"debug_sql": True}, ["info", "SELECT"]),
        ({"debug": True, "debug_sql": True}, ["debug", "info", "SELECT"]),
    ],
)
def test_what_the_debug_settings_add(tmp_path: Path, flags: dict[str, bool], expected: list[str]) -> None:
    with program_log(settings(log_dir=str(tmp_path), only_one_log_file=True, **flags)):
        log.debug("debug")
        log.info("info")
        logging.getLogger("oneapi_desktop.sql").debug("SELECT")
    assert [line.rsplit(" ", 1)[1] for line in lines_of(tmp_path / "oneapi.log")] == expected


@pytest.mark.allow_warnings
def test_keys_are_masked_also_inside_tracebacks(tmp_path: Path) -> None:
    with program_log(settings(log_dir=str(tmp_path), only_one_log_file=True)):
        log.info("key %s", "sk-abcdefgh12345678")
        try:
            raise ValueError("refused sk-ijklmnop12345678")
        except ValueError:
            log.exception("failed")
    text = (tmp_path / "oneapi.log").read_text()
    assert "Traceback" in text
    assert "12345678" not in text
    assert "sk-***" in text


def test_a_new_day_gets_a_new_file_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter([f"202611{day:02d}" for day in range(1, 31) for _ in range(2)])
    monkeypatch.setattr(time, "strftime", lambda *_: next(days))
    (tmp_path / "oneapi-notes.txt").write_text("of somebody else")
    handler = DatedLogFile(tmp_path)
    for number in range(20):
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, f"line {number}", None, None))
    handler.close()
    names = sorted(path.name for path in tmp_path.glob("*.log"))
    assert len(names) <= module.FILES_KEPT
    assert names[-1] > "oneapi-20261109.log"
    assert (tmp_path / "oneapi-notes.txt").exists()


def test_a_file_grows_to_its_limit_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FILE_BYTES", 1000)
    with program_log(settings(log_dir=str(tmp_path))):
        for number in range(200):
            log.info("line %d %s", number, "x" * 50)
    assert len(list(tmp_path.iterdir())) <= module.PARTS_KEPT + 1
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())


def test_a_directory_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(InvalidInput, match=r"log_dir: .*file.*cannot be written.*--log-dir"),
        program_log(settings(log_dir=str(tmp_path / "file"))),
    ):
        raise AssertionError("unreached")
