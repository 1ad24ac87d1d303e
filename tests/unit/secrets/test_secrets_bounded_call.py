import threading

import pytest

from oneapi_desktop.secrets.bounded_call import call_bounded


def test_the_result_comes_back() -> None:
    assert call_bounded(lambda: 7, 5) == 7


def test_the_exception_comes_back() -> None:
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        call_bounded(fail, 5)


def test_a_call_that_waits_is_given_up() -> None:
    release = threading.Event()
    with pytest.raises(TimeoutError):
        call_bounded(release.wait, 0.01)
    release.set()
