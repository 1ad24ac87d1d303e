"""Legacy completions of the echo."""

from typing import Any

import orjson

from oneapi_desktop.providers.echo.answers import JSON_TYPE, EchoAnswer, bad_field, count_tokens, whole
from oneapi_desktop.providers.echo.directives import read_directives
from oneapi_desktop.providers.echo.reply import (
    MAX_CHOICES,
    Reply,
    Stamp,
    choice_count,
    chunk,
    limit,
    model_of,
    repeated,
    streamed,
    usage_of,
)


def text_completion(body: dict[str, Any], stamp: Stamp) -> EchoAnswer:
    """Answer a legacy completion; each prompt of a list gets its own choice. Raises EchoRefusal."""
    prompts = _prompts(body.get("prompt"))
    directives = read_directives(prompts[0], "prompt")
    if directives.error is not None:
        raise directives.error
    count = choice_count(body)
    replies: list[Reply] = []
    for number, prompt in enumerate(prompts):
        reply = Reply(text=directives.text if number == 0 else prompt, repeat=directives.repeat)
        limit(reply, body, count * len(prompts))
        replies += [reply] * count
    usage = None
    if directives.usage:
        usage = usage_of(sum(map(count_tokens, prompts)), sum(reply.tokens()[0] for reply in replies), 0)
    common = {
        "id": stamp.id("cmpl-"), "object": "text_completion", "created": stamp.created, "model": model_of(body),
    }  # fmt: skip
    if body.get("stream") is not True:
        choices = [
            {"text": reply.whole_text(), "index": i, "logprobs": None, "finish_reason": reply.finish}
            for i, reply in enumerate(replies)
        ]
        document = {**common, "choices": choices}
        if usage is not None:
            document["usage"] = usage
        return whole(orjson.dumps(document), JSON_TYPE, directives.delay, directives.cut)
    frames: list[bytes] = []
    for i, reply in enumerate(replies):

        def frame(text: str, finish: str | None = None, index: int = i) -> bytes:
            choice = {"text": text, "index": index, "logprobs": None, "finish_reason": finish}
            return chunk(common, [choice], body)

        frames += repeated(reply, frame)
        frames.append(frame("", reply.finish))
    return streamed(frames, common, usage, directives, body)


def _prompts(prompt: Any) -> list[str]:
    if isinstance(prompt, str):
        return [prompt]
    if isinstance(prompt, list) and prompt:
        if all(isinstance(one, str) for one in prompt):
            if len(prompt) > MAX_CHOICES:
                raise bad_field("prompt", f"at most {MAX_CHOICES} prompts")
            return prompt
        if all(isinstance(one, int) for one in prompt):
            return [" ".join(map(str, prompt))]
    raise bad_field("prompt", "prompt must be a text, a list of texts, or a list of tokens")
