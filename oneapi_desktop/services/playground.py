"""Trying models: a conversation sent to the running gateway over HTTP, as a client of any dialect sends it.

It is a request like any other: admitted, routed, billed and logged. ``begin`` writes it, ``read`` sends it
and brings the answer piece by piece; a ``read`` that is cancelled hangs up, as a client would.
"""

import itertools
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Capabilities,
    ChatRequest,
    Dialect,
    DialectError,
    Effort,
    Event,
    Failed,
    Finished,
    ImagePart,
    Part,
    ReasoningControl,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    Role,
    Sampling,
    TextDelta,
    TextPart,
    TokenUsage,
    ToolCallDelta,
    ToolCallStarted,
    Turn,
    UsageReport,
    WholePart,
    unfold,
)
from oneapi_desktop.dialects.registry import StreamParser, all_dialects, codec
from oneapi_desktop.domain.channel import ChannelSecrets
from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.upstream import USER_AGENT, UpstreamAnswer, UpstreamFault
from oneapi_desktop.providers.wire_paths import client_path
from oneapi_desktop.services.upstream_errors import error_text

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

MOST_OPEN = 16
"""Exchanges that are kept open; the oldest is dropped for a new one."""

MOST_MESSAGES = 500
RAW_LIMIT = 512 * 1024
"""Bytes of an answer that are kept as they came."""

ANSWER_LIMIT = 64 * 1024 * 1024
DEFAULT_OUTPUT_TOKENS = 4096
"""Asked for where the dialect demands a limit and none was given (Anthropic)."""

_BINARY = re.compile(r"[A-Za-z0-9+/]{400,}={0,2}")
_IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(slots=True)
class Exchange:
    """One request and what has come of it."""

    dialect: Dialect
    stream: bool
    url: str
    headers: dict[str, str]
    body: bytes
    key: str
    shown_key: str
    parser: StreamParser
    answer: UpstreamAnswer | None = None
    begun: float = 0.0
    first_ms: int | None = None
    raw: bytearray = field(default_factory=bytearray)
    raw_bytes: int = 0
    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    usage: TokenUsage | None = None
    finish: str = ""
    error: str = ""


@dataclass(slots=True)
class _Piece:
    """What one read brings."""

    text: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.text or self.reasoning or self.images)


def spoken_dialects() -> list[tuple[str, str]]:
    """Name and label of every dialect in which the gateway can be asked."""
    return [(row.dialect.value, row.label) for row in all_dialects() if row.spoken]


class Playground:
    """The exchanges that are open now."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._open: dict[int, Exchange] = {}
        self._numbers = itertools.count(1)

    async def begin(
        self,
        token: int | str,
        model: str,
        messages: Any,
        dialect: str,
        system: str,
        stream: bool,
        parameters: dict[str, Any],
    ) -> dict[str, Any]:
        """Write a request; it is sent by the first ``read``. The answer has its number and the request as
        it will go out, with the key masked. Raises Conflict, InvalidInput, NotFound, VaultError."""
        if not self._workspace.served_at:
            raise Conflict("the gateway is not running; start it first")
        spoken = _read_dialect(dialect)
        name = model.strip() if isinstance(model, str) else ""
        if not name:
            raise InvalidInput("model", "choose a model")
        request = ChatRequest(
            spoken,
            name,
            tuple(_read_turns(messages)),
            system=(TextPart(system.strip()),) if system.strip() else (),
            stream=stream,
            include_usage=stream,
            sampling=_read_sampling(parameters),
            reasoning=_read_reasoning(parameters),
        )
        try:
            document, notes = codec(spoken).build_request(
                request, Capabilities(default_output_tokens=DEFAULT_OUTPUT_TOKENS)
            )
        except DialectError as error:
            raise InvalidInput(error.param or "messages", error.message) from None
        found = await self._workspace.tokens.find(token)
        key = await self._workspace.tokens.reveal(found.id)
        shown_key = f"sk-…{found.key_hint}"
        exchange = Exchange(
            spoken,
            stream,
            self._workspace.served_at + client_path(spoken, Mode.CHAT, name, stream=stream),
            _headers(spoken, key),
            orjson.dumps(document),
            key,
            shown_key,
            codec(spoken).StreamParser(),
        )
        while len(self._open) >= MOST_OPEN:
            self._drop(next(iter(self._open)))
        number = next(self._numbers)
        self._open[number] = exchange
        return {
            "exchange": number,
            "request": {
                "method": "POST",
                "url": exchange.url,
                "headers": _headers(spoken, shown_key),
                "body": _readable(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()),
            },
            "notes": [note.field for note in notes],
        }

    async def read(self, number: int) -> dict[str, Any]:
        """Wait for more of an answer: ``text``, ``reasoning``, ``images``; with ``done`` also ``answer``.

        An answer that is an error, or none, is told in ``answer.error``. Raises NotFound.
        """
        exchange = self._open.get(number)
        if exchange is None:
            raise NotFound(f"there is no open exchange {number}")
        piece = _Piece()
        try:
            while not piece:
                if not await self._step(exchange, piece):
                    self._drop(number)
                    return _piece_json(piece) | {"done": True, "answer": _answer_json(exchange)}
        except UpstreamFault as fault:
            exchange.error = fault.message.replace("the upstream", "the gateway")
            self._drop(number)
            return _piece_json(piece) | {"done": True, "answer": _answer_json(exchange)}
        except BaseException:
            self._drop(number)
            raise
        return _piece_json(piece) | {"done": False}

    def close(self) -> None:
        """Hang up on everything."""
        for number in list(self._open):
            self._drop(number)

    def _drop(self, number: int) -> None:
        exchange = self._open.pop(number, None)
        if exchange is not None and exchange.answer is not None:
            exchange.answer.close()

    async def _step(self, exchange: Exchange, piece: _Piece) -> bool:
        """Bring in the next bytes; False at the end."""
        if exchange.answer is None:
            exchange.begun = time.perf_counter()
            exchange.answer = await self._workspace.own_client.send(
                "POST", exchange.url, exchange.headers, exchange.body
            )
        answer = exchange.answer
        if answer.status != 200 or not exchange.stream:
            content = await answer.read_whole(ANSWER_LIMIT)
            exchange.first_ms = _since(exchange.begun)
            _keep(exchange, content)
            if answer.status != 200:
                exchange.error = error_text(answer.status, content, ChannelSecrets(key=exchange.key))
                return False
            try:
                events: Iterable[Event] = unfold(codec(exchange.dialect).parse_response(content))
                _take(exchange, piece, events)
            except DialectError as error:
                exchange.error = error.message
            return False
        chunk = await answer.read()
        if not chunk:
            _take(exchange, piece, exchange.parser.finish())
            return False
        if exchange.first_ms is None:
            exchange.first_ms = _since(exchange.begun)
        _keep(exchange, chunk)
        _take(exchange, piece, exchange.parser.feed(chunk))
        return True


def recall(dialect: str, body: str) -> dict[str, Any]:
    """A request's body as ``begin`` takes it apart: ``system``, ``messages``, ``parameters``, ``stream``, and
    ``left_out``, the names of what the playground does not send again. Raises InvalidInput."""
    spoken = _read_dialect(dialect)
    try:
        request = codec(spoken).parse_request(body.encode())
    except DialectError as error:
        raise InvalidInput("body", f"the request cannot be read again: {error.message}") from None
    left_out = [name for name, given in (("tools", request.tools), ("extras", request.extras)) if given]
    if request.response_format.schema is not None:
        left_out.append("response_format")
    messages = []
    for turn in request.turns:
        texts = [part.text for part in turn.parts if isinstance(part, TextPart)]
        images = [
            {"media_type": part.source.media_type, "data": part.source.data}
            for part in turn.parts
            if isinstance(part, ImagePart) and isinstance(part.source, Base64Source)
        ]
        if len(texts) + len(images) < len(turn.parts):
            left_out.append("messages")
        if texts or images:
            messages.append({"role": turn.role.value, "text": "\n\n".join(texts), "images": images})
    sampling = request.sampling
    parameters = {
        "max_output_tokens": sampling.max_output_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        "effort": request.reasoning.effort.value if request.reasoning.effort else None,
    }
    return {
        "system": "\n\n".join(part.text for part in request.system),
        "messages": messages,
        "parameters": {name: value for name, value in parameters.items() if value is not None},
        "stream": request.stream,
        "left_out": list(dict.fromkeys(left_out)),
    }


def _read_dialect(name: Any) -> Dialect:
    known = [found for found, _label in spoken_dialects()]
    if name not in known:
        raise InvalidInput("dialect", f"choose one of {', '.join(known)}")
    return Dialect(name)


def _read_turns(messages: Any) -> Iterable[Turn]:
    if not isinstance(messages, list) or not messages:
        raise InvalidInput("messages", "write something first")
    if len(messages) > MOST_MESSAGES:
        raise InvalidInput("messages", f"the conversation has more than {MOST_MESSAGES} messages; begin a new one")
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in ("user", "assistant", "system"):
            raise InvalidInput("messages", "each message needs a role: user, assistant or system")
        text, images = message.get("text", ""), message.get("images") or []
        if not isinstance(text, str) or not isinstance(images, list):
            raise InvalidInput("messages", "a message has a text, and images as a list")
        parts: list[Part] = [TextPart(text)] if text else []
        for image in images:
            known = isinstance(image, dict) and image.get("media_type") in _IMAGE_TYPES
            if not known or not isinstance(image.get("data"), str):
                raise InvalidInput(
                    "messages", f"an image needs its data in Base64 and one of {', '.join(_IMAGE_TYPES)}"
                )
            parts.append(ImagePart(Base64Source(image["data"], image["media_type"])))
        if parts:
            yield Turn(Role(message["role"]), tuple(parts))


def _read_sampling(parameters: dict[str, Any]) -> Sampling:
    tokens = _number(parameters, "max_output_tokens", 1, 10_000_000, whole=True)
    seed = _number(parameters, "seed", -(2**31), 2**31 - 1, whole=True)
    return Sampling(
        max_output_tokens=None if tokens is None else int(tokens),
        temperature=_number(parameters, "temperature", 0, 2),
        top_p=_number(parameters, "top_p", 0, 1),
        seed=None if seed is None else int(seed),
    )


def _read_reasoning(parameters: dict[str, Any]) -> ReasoningControl:
    effort = parameters.get("effort")
    if effort in (None, ""):
        return ReasoningControl()
    known = [one.value for one in Effort]
    if effort not in known:
        raise InvalidInput("effort", f"choose one of {', '.join(known)}")
    return ReasoningControl(effort=Effort(effort))


def _number(values: dict[str, Any], name: str, least: float, most: float, *, whole: bool = False) -> float | None:
    given = values.get(name)
    if given is None or given == "":
        return None
    kind = "a whole number" if whole else "a number"
    message = f"write {kind} from {least:g} to {most:g}" if most < 1e6 and least > -1e6 else f"write {kind}"
    try:
        value = float(given) if not isinstance(given, bool) else float("nan")
    except (TypeError, ValueError, OverflowError):
        raise InvalidInput(name, message) from None
    # NaN is in no range.
    if not least <= value <= most or (whole and value != int(value)):
        raise InvalidInput(name, message)
    return value


def _headers(dialect: Dialect, key: str) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT}
    if dialect is Dialect.ANTHROPIC:
        return headers | {"x-api-key": key, "anthropic-version": "2023-06-01"}
    if dialect is Dialect.GEMINI:
        return headers | {"x-goog-api-key": key}
    return headers | {"Authorization": f"Bearer {key}"}


def _take(exchange: Exchange, piece: _Piece, events: Iterable[Event]) -> None:
    """Sort events of the first candidate into what is shown."""
    for event in events:
        match event:
            case Failed():
                exchange.error = event.error.message
            case UsageReport():
                exchange.usage = event.usage
            case TextDelta(candidate=0) | RefusalDelta(candidate=0):
                piece.text.append(event.text)
            case ReasoningDelta(candidate=0):
                piece.reasoning.append(event.text)
            case ToolCallStarted(candidate=0):
                exchange.calls[event.part] = {"name": event.name, "arguments": ""}
            case ToolCallDelta(candidate=0) if event.part in exchange.calls:
                exchange.calls[event.part]["arguments"] += event.arguments
            case WholePart(candidate=0):
                _take_part(piece, event.value)
            case Finished(candidate=0):
                exchange.finish = event.reason.value


def _take_part(piece: _Piece, part: Part) -> None:
    if isinstance(part, ImagePart) and isinstance(part.source, Base64Source):
        piece.images.append({"media_type": part.source.media_type, "data": part.source.data})
    elif isinstance(part, TextPart | RefusalPart | ReasoningPart):
        piece.text.append(part.text)


def _keep(exchange: Exchange, chunk: bytes) -> None:
    exchange.raw_bytes += len(chunk)
    exchange.raw += chunk[: max(0, RAW_LIMIT - len(exchange.raw))]


def _since(begun: float) -> int:
    return max(1, round((time.perf_counter() - begun) * 1000))


def _readable(text: str) -> str:
    """Text without long runs of binary data."""
    return _BINARY.sub(lambda found: f"{found[0][:40]}… ({len(found[0])} characters)", text)


def _piece_json(piece: _Piece) -> dict[str, Any]:
    return {"text": "".join(piece.text), "reasoning": "".join(piece.reasoning), "images": piece.images}


def _answer_json(exchange: Exchange) -> dict[str, Any]:
    answer, usage = exchange.answer, exchange.usage
    headers = dict(answer.headers) if answer is not None else {}
    raw = bytes(exchange.raw).decode("utf-8", "replace").replace(exchange.key, exchange.shown_key)
    found = {name.lower(): value for name, value in headers.items()}
    return {
        "status": answer.status if answer is not None else None,
        "headers": headers,
        "request_id": found.get("x-oneapi-request-id"),
        "channel": found.get("x-oneapi-channel"),
        "body": _readable(raw),
        "bytes": exchange.raw_bytes,
        "cut": exchange.raw_bytes > len(exchange.raw),
        "error": exchange.error.replace(exchange.key, exchange.shown_key) or None,
        "finish": exchange.finish or None,
        "tool_calls": list(exchange.calls.values()),
        "usage": None if usage is None else _usage_json(usage),
        "first_ms": exchange.first_ms,
        "ms": _since(exchange.begun) if exchange.begun else None,
    }


def _usage_json(usage: TokenUsage) -> dict[str, int]:
    ledger = usage.to_ledger()
    return {"prompt_tokens": ledger.prompt_tokens, "completion_tokens": ledger.completion_tokens}
