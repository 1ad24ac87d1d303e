"""Turns that strictly alternate."""

from typing import Any

import pytest

from oneapi_desktop.dialects.alternating import CONTINUE, alternating
from oneapi_desktop.dialects.conversation import Notes

USER, ANSWER = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}
SYSTEM = {"role": "system", "content": "s"}
CALL = {"role": "assistant", "content": "", "tool_calls": [{"id": "c"}]}
RESULT = {"role": "tool", "tool_call_id": "c", "content": "r"}


@pytest.mark.parametrize(
    ("messages", "roles", "noted"),
    [
        ([SYSTEM, USER], ["system", "user"], False),
        ([SYSTEM, SYSTEM, USER], ["system", "user"], False),
        ([USER, USER, ANSWER, ANSWER, USER], ["user", "assistant", "user"], False),
        ([ANSWER, USER], ["user", "assistant", "user"], True),
        ([USER, ANSWER], ["user", "assistant", "user"], True),
        ([USER, SYSTEM, ANSWER, USER], ["user", "assistant", "user"], True),
        ([USER, CALL, RESULT], ["user", "assistant", "tool"], False),
        ([USER, CALL, RESULT, ANSWER, USER], ["user", "assistant", "tool", "assistant", "user"], False),
        ([], ["user"], True),
    ],
)
def test_the_order_that_is_demanded(messages: list[dict[str, Any]], roles: list[str], noted: bool):
    notes = Notes()
    arranged = alternating(messages, notes)
    assert [message["role"] for message in arranged] == roles
    assert bool(notes) is noted


def test_neighbours_are_joined_without_losing_a_word():
    picture = {"type": "image_url", "image_url": {"url": "https://x/1.png"}}
    told = alternating([SYSTEM, SYSTEM, USER, {"role": "user", "content": [picture]}, USER], Notes())
    assert told[0]["content"] == "s\n\ns"
    text = {"type": "text", "text": "a"}
    assert told[1]["content"] == [text, picture, text]


def test_who_must_begin_says_nothing_of_weight():
    assert alternating([ANSWER], Notes())[0] == {"role": "user", "content": CONTINUE}
