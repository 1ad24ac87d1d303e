"""Llama on AWS Bedrock's InvokeModel: one prompt in Llama 3's own chat markup, one text back.

A stream is read as server-sent events, one chunk object each; the adapter unpacks AWS's framing.
Spoken to upstreams only. Not carried: everything but texts, roles, temperature, top_p and the limit
of output (tools are refused, formats are asked for in words); stop sequences.
"""

from oneapi_desktop.dialects.bedrock_converse.errors import EXCEPTION, exception_error, parse_error
from oneapi_desktop.dialects.conversation import (
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    Finished,
    FinishReason,
    ImplicitParts,
    JsonObject,
    Notes,
    Started,
    TextPart,
    TokenUsage,
    UsageReport,
    bad_upstream,
    count,
    disconnected,
)
from oneapi_desktop.dialects.conversion_rules import allowed_sampling, output_limit
from oneapi_desktop.dialects.json_reading import as_object, as_text, load_answer
from oneapi_desktop.dialects.plain_text import conversation, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge

__all__ = ["StreamParser", "build_request", "parse_error", "parse_response", "tool_bridge"]

DIALECT = Dialect.BEDROCK_LLAMA
DEFAULT_LENGTH = 2048
"""Tokens asked for when the caller set no limit; the vendor's own default is 512."""

_MARKUP = ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")
_STOPS = {"stop": FinishReason.END, "length": FinishReason.LENGTH}


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """Nothing to rename: such a request has no tools."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def _without_markup(text: str) -> str:
    """The text without the markup that would let a user speak for another role."""
    for word in _MARKUP:
        text = text.replace(word, "")
    return text


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(request, DIALECT, notes)
    note_sampling(request, ("max_output_tokens", "temperature", "top_p"), notes)
    begin, head, end_head, end = _MARKUP
    prompt = begin
    for message in conversation(request, notes):
        prompt += f"{head}{message.role.value}{end_head}\n\n{_without_markup(message.text)}{end}"
    sampling = allowed_sampling(request.sampling, target, notes)
    body: JsonObject = {
        "prompt": f"{prompt}{head}assistant{end_head}\n\n",
        "max_gen_len": output_limit(request, target, notes) or target.default_output_tokens or DEFAULT_LENGTH,
    }
    if sampling.temperature is not None:
        body["temperature"] = min(sampling.temperature, 1)
    if sampling.top_p is not None:
        body["top_p"] = sampling.top_p
    return body, notes


def _usage(prompt: int, completion: int) -> TokenUsage | None:
    return TokenUsage(input_plain=prompt, output_visible=completion) if prompt or completion else None


def _metrics(body: JsonObject) -> tuple[int, int]:
    """Prompt and completion tokens; the last chunk may tell them as AWS's invocation metrics only."""
    metrics = as_object(body.get("amazon-bedrock-invocationMetrics"))
    prompt = count(body.get("prompt_token_count")) or count(metrics.get("inputTokenCount"))
    return prompt, count(body.get("generation_token_count")) or count(metrics.get("outputTokenCount"))


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    text = body.get("generation")
    if not isinstance(text, str):
        message = as_text(body.get("message"))
        raise exception_error("", message) if message else bad_upstream("the upstream's answer has no generation")
    finish = Finished(_STOPS.get(as_text(body.get("stop_reason")), FinishReason.OTHER))
    parts = (TextPart(text),) if text else ()
    return ChatResponse(candidates=(Candidate(parts, finish),), usage=_usage(*_metrics(body)))


class StreamParser(SseAnswerParser):
    """Reads chunks up to the one with a ``stop_reason``."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._parts = ImplicitParts()
        self._started = False
        self._prompt = self._completion = 0
        self._finish: FinishReason | None = None

    def _object(self, value: JsonObject) -> None:
        for name, payload in value.items():
            if name.endswith(EXCEPTION):
                told = as_object(payload)
                raise exception_error(name, as_text(told.get("originalMessage")) or as_text(told.get("message")))
        if "message" in value and "generation" not in value:
            raise exception_error(as_text(value.get("__type")), as_text(value["message"]))
        if not self._started:
            self._started = True
            self._events.append(Started())
        prompt, completion = _metrics(value)
        self._prompt, self._completion = max(self._prompt, prompt), max(self._completion, completion)
        text = as_text(value.get("generation"))
        if text:
            self._parts.text(text, self._events)
        stop = as_text(value.get("stop_reason"))
        if stop:
            self._finish = _STOPS.get(stop, FinishReason.OTHER)

    def _ending(self) -> None:
        # The counts of the last chunk come behind its reason, so the end of the bytes is the end.
        if self._finish is None:
            raise disconnected()
        self._parts.close(self._events)
        self._events.append(Finished(self._finish))
        usage = _usage(self._prompt, self._completion)
        if usage is not None:
            self._events.append(UsageReport(usage))
        self._end()
