"""Coze's chats with a bot, ``/v3/chat`` and ``/open_api/v2/chat``. Spoken to upstreams only.

The model is the bot's id, with or without ``bot-`` before it. A whole answer is what the adapter adds up:
``{code, msg, data: chat, messages: [...]}``; that of version 2 has its messages at the same place.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Instructions (told by the user: a bot has its own); every sampling field; tools (refused: a bot calls
    its own); pictures go by their address, with the last message of the user, and are refused as bytes;
    sound and files but texts are refused; reasoning controls, users of the request where the channel
    names one.

From this dialect (answers)
    Follow-up questions, the bot's own tool calls and their results, cards and sound.
"""

from oneapi_desktop.dialects.conversation import (
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
    Part,
    ReasoningPart,
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
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_objects, as_text, dump_text, load_answer
from oneapi_desktop.dialects.openai_chat.errors import kind_of_status, parse_own_error
from oneapi_desktop.dialects.plain_text import conversation, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse import SseEvent
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge

__all__ = ["StreamParser", "build_request", "hidden_status", "parse_error", "parse_response", "tool_bridge"]

DIALECT = Dialect.COZE
LONGEST_MESSAGE = 2000
ANSWER = "answer"
"""The type of the messages that are the bot's answer."""

_ROLES = {Role.SYSTEM: "user", Role.USER: "user", Role.ASSISTANT: "assistant"}
_STATUSES = {4000: 400, 4008: 402, 4009: 429, 4010: 402, 4013: 429, 4100: 401, 4101: 403, 4200: 404, 700012006: 401}
"""What Coze's codes would be as HTTP statuses."""


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """Nothing to rename: such a request has no tools."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body of version 3, and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(request, DIALECT, notes)
    note_sampling(request, (), notes)
    messages: list[JsonObject] = []
    for said in conversation(request, notes, images=True):
        if said.role is Role.SYSTEM:
            notes.changed("system", "a bot has instructions of its own: these are told by the user", semantic=True)
        messages.append(_message(_ROLES[said.role], said.text))
    pictures = [_picture(part) for turn in request.turns for part in turn.parts if isinstance(part, ImagePart)]
    if pictures:
        _attach(messages, pictures)
    body: JsonObject = {
        "bot_id": (target.model or request.model).removeprefix("bot-"),
        "additional_messages": messages,
        "stream": request.stream,
        # The whole conversation comes with every request.
        "auto_save_history": False,
    }
    if request.identity.user:
        body["user_id"] = request.identity.user
    return body, notes


def _message(role: str, text: str) -> JsonObject:
    kind = ANSWER if role == "assistant" else "question"
    return {"role": role, "type": kind, "content": text, "content_type": "text"}


def _picture(part: ImagePart) -> JsonObject:
    if not isinstance(part.source, UrlSource):
        raise unsupported("this bot takes pictures by their address only; send an image's URL", "messages")
    return {"type": "image", "file_url": part.source.url}


def _attach(messages: list[JsonObject], pictures: list[JsonObject]) -> None:
    """Put pictures into the last message of the user."""
    place = max(index for index, message in enumerate(messages) if message["role"] == "user")
    text = {"type": "text", "text": messages[place]["content"]}
    content = dump_text([text, *pictures])
    messages[place] = {**messages[place], "content": content, "content_type": "object_string"}


def hidden_status(body: JsonObject) -> int:
    """The status that an answer of status 200 should have had; 0 when it tells no error."""
    error = as_object(as_object(body.get("data")).get("last_error"))
    code = as_int(body.get("code")) or as_int(error.get("code"))
    return _STATUSES.get(code, 502) if code else 0


def failure_of(body: JsonObject) -> DialectError | None:
    """The failure an answer tells, None when it is none."""
    status = hidden_status(body)
    if not status:
        return None
    teller = body if as_int(body.get("code")) else as_object(as_object(body.get("data")).get("last_error"))
    message = as_text(teller.get("msg")) or as_text(teller.get("message")) or "the upstream reported an error"
    return DialectError(kind_of_status(status), message[:LONGEST_MESSAGE], code=str(as_int(teller.get("code"))))


def _usage(chat: JsonObject) -> TokenUsage | None:
    usage = as_object(chat.get("usage"))
    prompt, completion = count(usage.get("input_count")), count(usage.get("output_count"))
    return TokenUsage(input_plain=prompt, output_visible=completion) if prompt or completion else None


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of a body with messages. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    answers = [one for one in as_objects(body.get("messages")) if one.get("type") == ANSWER]
    if not answers:
        raise bad_upstream(as_text(body.get("msg")) or "the bot gave no answer")
    reasoning = "".join(as_text(one.get("reasoning_content")) for one in answers)
    text = "".join(as_text(one.get("content")) for one in answers)
    parts: list[Part] = [ReasoningPart((reasoning,))] if reasoning else []
    parts += [TextPart(text)] if text else []
    chat = as_object(body.get("data"))
    return ChatResponse(
        as_text(chat.get("id")) or as_text(body.get("conversation_id")),
        created=as_int(chat.get("created_at")),
        candidates=(Candidate(tuple(parts), Finished(FinishReason.END)),),
        usage=_usage(chat),
    )


class StreamParser(SseAnswerParser):
    """Reads named events of version 3, and those of version 2, whose name is in their data."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._parts = ImplicitParts()
        self._started = False
        self._said = False
        self._event = ""

    def _block(self, block: SseEvent) -> None:
        self._event = block.event
        super()._block(block)

    def _object(self, value: JsonObject) -> None:
        event = self._event or as_text(value.get("event"))
        if not event:
            # Asked for a stream, the upstream sent a whole answer, or an error.
            self._events += unfold(parse_response(value))
            self.ended = True
            return
        if event == "error":
            told = as_object(value.get("error_information")) or value
            raise failure_of({**told, "code": as_int(told.get("code")) or -1}) or bad_upstream("the bot failed")
        self._start(value)
        match event:
            case "conversation.message.delta":
                self._answer(value)
            case "conversation.message.completed" if not self._said:
                self._answer(value)
            case "message":
                self._answer(as_object(value.get("message")))
            case "conversation.chat.failed":
                raise failure_of({"data": value}) or bad_upstream("the bot failed")
            case "conversation.chat.canceled":
                self._close(value, FinishReason.CANCELLED)
            case "conversation.chat.requires_action":
                raise bad_upstream("the bot waits for a tool of its owner's application", "requires_action")
            case "conversation.chat.completed" | "done":
                self._close(value, FinishReason.END)

    def _start(self, value: JsonObject) -> None:
        if not self._started:
            self._started = True
            id = as_text(value.get("chat_id")) or as_text(value.get("id")) or as_text(value.get("conversation_id"))
            self._events.append(Started(id, created=as_int(value.get("created_at"))))

    def _answer(self, message: JsonObject) -> None:
        if message.get("type") != ANSWER:
            return
        reasoning, text = as_text(message.get("reasoning_content")), as_text(message.get("content"))
        if reasoning:
            self._parts.reasoning(reasoning, self._events)
        if text:
            self._parts.text(text, self._events)
        self._said = self._said or bool(reasoning or text)

    def _close(self, chat: JsonObject, reason: FinishReason) -> None:
        usage = _usage(chat)
        if usage is not None:
            self._events.append(UsageReport(usage))
        self._parts.close(self._events)
        self._events.append(Finished(reason))
        self._end()

    def _ending(self) -> None:
        raise disconnected()


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    return parse_own_error(status, body, failure_of)
