"""Replicate's predictions: a model's own input fields in, text pieces or files out.

The body of a request is ``{"input": {…}}`` with the commonest names of fields; the adapter leaves out
what a model's schema does not have. A stream is the one of ``urls.stream``: events named output, error
and done, whose data are plain text; behind them the adapter puts one named ``metrics`` with the
finished prediction's counts. Spoken to upstreams only.

Not carried: tools (refused), logit bias, log probabilities, reasoning, earlier pictures of the
assistant; the roles of a longer conversation are told in words; formats are asked for in words.
"""

import orjson

from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    ImagePart,
    ImplicitParts,
    JsonObject,
    Notes,
    Role,
    Started,
    TextPart,
    TokenUsage,
    UrlSource,
    UsageReport,
    bad_upstream,
    count,
    disconnected,
    unfold,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import allowed_sampling, output_limit
from oneapi_desktop.dialects.json_reading import as_list, as_object, as_text, load_answer
from oneapi_desktop.dialects.media import data_url, source_of_url
from oneapi_desktop.dialects.openai_chat.errors import kind_of_status
from oneapi_desktop.dialects.plain_text import Said, conversation, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse import SseEvent
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge
from oneapi_desktop.dialects.unary import ImageRequest, ImageResponse, MadeImage

__all__ = [
    "StreamParser",
    "build_image_request",
    "build_request",
    "parse_error",
    "parse_image_response",
    "parse_response",
    "tool_bridge",
]

DIALECT = Dialect.REPLICATE
LONGEST_MESSAGE = 2000
_FAILED = frozenset({"failed", "canceled", "aborted"})
_KEPT = ("max_output_tokens", "temperature", "top_p", "top_k", "presence_penalty", "frequency_penalty", "seed", "stop")


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """Nothing to rename: such a request has no tools."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(request, DIALECT, notes)
    note_sampling(request, _KEPT, notes)
    said = conversation(request, notes, images=target.images)
    inputs: JsonObject = {}
    if said[0].role is Role.SYSTEM:
        inputs["system_prompt"] = said.pop(0).text
    inputs["prompt"] = _prompt(said, notes)
    pictures = [_picture(part, target) for turn in request.turns for part in turn.parts if isinstance(part, ImagePart)]
    if pictures:
        inputs["image_input"] = pictures
    sampling = allowed_sampling(request.sampling, target, notes)
    fields: JsonObject = {
        "max_tokens": output_limit(request, target, notes),
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_k": sampling.top_k,
        "presence_penalty": sampling.presence_penalty,
        "frequency_penalty": sampling.frequency_penalty,
        "seed": sampling.seed,
        "stop_sequences": ",".join(sampling.stop) or None,
    }
    inputs |= {key: value for key, value in fields.items() if value is not None}
    body: JsonObject = {"input": inputs}
    if request.stream:
        body["stream"] = True
    return body, notes


def _prompt(said: list[Said], notes: Notes) -> str:
    """One message as it is, a conversation with its speakers before their words."""
    if len(said) == 1:
        return said[0].text
    notes.emulated("messages", "the speakers are told in words")
    names = {Role.USER: "User", Role.ASSISTANT: "Assistant", Role.SYSTEM: "System"}
    lines = [f"{names[message.role]}: {message.text}" for message in said]
    return "\n\n".join([*lines, "Assistant:"])


def _picture(part: ImagePart, target: Capabilities) -> str:
    if not target.images:
        raise unsupported("this model cannot see images; remove them from the request", "messages")
    if isinstance(part.source, UrlSource):
        return part.source.url
    if isinstance(part.source, Base64Source):
        return data_url(part.source, "image/png")
    raise unsupported("an uploaded image can be used with its own provider only", "messages")


def _failure(prediction: JsonObject) -> DialectError | None:
    """The failure a prediction tells, None when it is none."""
    if as_text(prediction.get("status")) in _FAILED or prediction.get("error"):
        told = (
            as_text(prediction.get("error")) or f"the prediction was {as_text(prediction.get('status')) or 'given up'}"
        )
        return bad_upstream(told[:LONGEST_MESSAGE], "prediction_failed")
    if "output" not in prediction and "detail" in prediction:
        return bad_upstream(as_text(prediction["detail"])[:LONGEST_MESSAGE] or "the upstream reported an error")
    return None


def _usage(prediction: JsonObject) -> TokenUsage | None:
    metrics = as_object(prediction.get("metrics"))
    prompt, completion = count(metrics.get("input_token_count")), count(metrics.get("output_token_count"))
    return TokenUsage(input_plain=prompt, output_visible=completion) if prompt or completion else None


def _outputs(prediction: JsonObject) -> list[str]:
    output = prediction.get("output")
    return [output] if isinstance(output, str) else [piece for piece in as_list(output) if isinstance(piece, str)]


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of a finished prediction. Raises DialectError."""
    prediction = load_answer(raw)
    error = _failure(prediction)
    if error is not None:
        raise error
    text = "".join(_outputs(prediction))
    if not text and "output" not in prediction:
        raise bad_upstream("the upstream's prediction has no output")
    parts = (TextPart(text),) if text else ()
    return ChatResponse(
        as_text(prediction.get("id")),
        as_text(prediction.get("model")),
        candidates=(Candidate(parts, Finished(FinishReason.END)),),
        usage=_usage(prediction),
    )


class StreamParser(SseAnswerParser):
    """Reads named events up to ``done`` and the ``metrics`` behind it."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._parts = ImplicitParts()
        self._started = False
        self._done = False

    def _block(self, block: SseEvent) -> None:
        if block.data is None or not block.event:
            super()._block(block)
            return
        if not self._started:
            self._started = True
            self._events.append(Started())
        if block.event == "output":
            text = block.data.decode("utf-8", "replace")
            if text:
                self._parts.text(text, self._events)
        elif block.event == "error":
            raise bad_upstream(_told(block.data))
        elif block.event == "done":
            reason = as_text(_json_object(block.data).get("reason"))
            if reason in ("error", "canceled"):
                raise bad_upstream(f"the prediction ended with {reason}", "prediction_failed")
            self._done = True
        elif block.event == "metrics":
            usage = _usage({"metrics": _json_object(block.data)})
            if usage is not None:
                self._events.append(UsageReport(usage))

    def _object(self, value: JsonObject) -> None:
        # Asked for a stream, the model only has whole answers.
        if not self._started and ("status" in value or "detail" in value):
            self._events += unfold(parse_response(value))
            self.ended = True

    def _ending(self) -> None:
        if not self._done:
            raise disconnected()
        self._parts.close(self._events)
        self._events.append(Finished(FinishReason.END))
        self._end()


def _json_object(data: bytes) -> JsonObject:
    try:
        return as_object(orjson.loads(data))
    except orjson.JSONDecodeError:
        return {}


def _told(data: bytes) -> str:
    """The words of an error event: plain, or in an object's ``detail``."""
    told = as_text(_json_object(data).get("detail")) or data.decode("utf-8", "replace").strip()
    return told[:LONGEST_MESSAGE] or "the upstream reported an error"


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    value = _json_object(body)
    told = as_text(value.get("detail")) or as_text(value.get("title"))
    code = "insufficient_credit" if status == 402 else None
    message = told or f"the upstream answered with status {status}"
    return DialectError(kind_of_status(status), message[:LONGEST_MESSAGE], code=code)


def build_image_request(request: ImageRequest) -> JsonObject:
    """The body of a picture's prediction; the adapter leaves out what the model does not know."""
    inputs: JsonObject = {"prompt": request.prompt}
    width, _, height = request.size.lower().partition("x")
    if width.isdecimal() and height.isdecimal():
        inputs |= {"width": int(width), "height": int(height), "aspect_ratio": _aspect_ratio(int(width), int(height))}
    fields: JsonObject = {
        "num_outputs": request.n if request.n > 1 else None,
        "seed": request.seed,
        "negative_prompt": request.negative_prompt or None,
        "style": request.style or None,
        "quality": request.quality or None,
    }
    inputs |= {key: value for key, value in fields.items() if value is not None}
    return {"input": {**inputs, **request.extras}}


_RATIOS = ((1, 1), (16, 9), (9, 16), (4, 3), (3, 4), (3, 2), (2, 3), (21, 9), (9, 21), (4, 5), (5, 4))


def _aspect_ratio(width: int, height: int) -> str:
    """The ratio that models on Replicate name, nearest to a size."""
    if not width or not height:
        return "1:1"
    nearest = min(_RATIOS, key=lambda ratio: abs(ratio[0] / ratio[1] - width / height))
    return f"{nearest[0]}:{nearest[1]}"


def parse_image_response(raw: bytes | JsonObject) -> ImageResponse:
    """The pictures of a finished prediction: addresses, or the bytes of data URLs. Raises DialectError."""
    prediction = load_answer(raw)
    error = _failure(prediction)
    if error is not None:
        raise error
    images: list[MadeImage] = []
    for url in _outputs(prediction):
        source = source_of_url(url)
        images.append(MadeImage(data=source.data) if isinstance(source, Base64Source) else MadeImage(url=source.url))
    if not images:
        raise bad_upstream("the upstream's prediction has no picture")
    return ImageResponse(tuple(images))
