"""Hypothesis strategies for conversations that a dialect can carry whole."""

import string
from itertools import pairwise

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    Candidate,
    ChatRequest,
    ChatResponse,
    ChoiceMode,
    Dialect,
    Effort,
    FilePart,
    Finished,
    FinishReason,
    FormatKind,
    Identity,
    ImagePart,
    PromptCache,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    RedactedPart,
    RefusalPart,
    ResponseFormat,
    Role,
    Sampling,
    Seal,
    SealFamily,
    SealKind,
    Service,
    TextPart,
    TextSource,
    TokenUsage,
    Tool,
    ToolCall,
    ToolChoice,
    ToolKind,
    ToolResult,
    Turn,
    UrlSource,
)

law = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How thoroughly a law is tried. No deadline: machines are shared."""
hard_law = settings(law, max_examples=300)

CHAT, ANTHROPIC = Dialect.OPENAI_CHAT, Dialect.ANTHROPIC
PNG = "iVBORw0KGgoAAAANSUhEUg=="
PDF = "JVBERi0xLjcKJQ=="

characters = st.characters(exclude_categories=("Cs",))
texts = st.text(characters, min_size=1, max_size=12).filter(lambda t: t.strip())
names = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=20)
counts = st.integers(0, 5000)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(characters, max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(characters, max_size=6), inner, max_size=3),
    max_leaves=8,
)
json_objects = st.dictionaries(st.text(characters, max_size=6), json_values, max_size=3)
schemas = st.just({"type": "object", "properties": {"q": {"type": "string"}}})


def arguments(dialect: Dialect) -> st.SearchStrategy[str]:
    """What a call's arguments may be: any text in Chat Completions, a compact object in Anthropic."""
    compact = json_objects.map(lambda value: orjson.dumps(value).decode())
    return compact if dialect is ANTHROPIC else compact | texts


def images(dialect: Dialect) -> st.SearchStrategy[ImagePart]:
    detail = st.sampled_from(["", "low", "high"]) if dialect is CHAT else st.just("")
    source = st.sampled_from([Base64Source(PNG, "image/png"), UrlSource("https://example.org/a.png")])
    return st.builds(ImagePart, source, detail)


def files(dialect: Dialect) -> st.SearchStrategy[FilePart]:
    pdf = Base64Source(PDF, "application/pdf")
    if dialect is CHAT:
        return st.builds(FilePart, st.just(pdf), texts)
    sources = st.sampled_from([pdf, UrlSource("https://example.org/a.pdf"), TextSource("plain")])
    citations = st.sampled_from([None, True, False])
    return st.builds(FilePart, sources, title=texts | st.just(""), context=texts | st.just(""), citations=citations)


def seals(kind: SealKind, model: str) -> st.SearchStrategy[Seal]:
    return st.builds(Seal, st.just(SealFamily.ANTHROPIC), st.just(kind), names, st.just(model))


def thoughts(model: str, *, sealed: bool) -> st.SearchStrategy[ReasoningPart | RedactedPart]:
    """Reasoning of Anthropic's: a request repeats it without its model, an answer has its model."""
    proof = seals(SealKind.SIGNATURE, model) if sealed else st.none() | seals(SealKind.SIGNATURE, model)
    thinking = st.builds(ReasoningPart, texts.map(lambda t: (t,)), seal=proof)
    return thinking | st.builds(RedactedPart, seals(SealKind.REDACTED, model))


marks = st.sampled_from([None, None, None, CacheMark("5m"), CacheMark("1h"), CacheMark("")])


@st.composite
def turns(draw: st.DrawFn, dialect: Dialect) -> tuple[Turn, ...]:
    """Turns that alternate, begin with the user, answer every call, and end with the user."""
    result: list[Turn] = []
    ids = iter(draw(st.lists(names, unique=True, min_size=6, max_size=6)))
    for _ in range(draw(st.integers(0, 2))):
        result.append(Turn(Role.USER, draw(user_parts(dialect))))
        parts: list[object] = []
        if dialect is ANTHROPIC:
            parts += draw(st.lists(thoughts("", sealed=True), max_size=2))
        said = draw(st.none() | texts)
        calls = [
            ToolCall(next(ids), draw(names), draw(arguments(dialect)))
            for _ in range(draw(st.integers(0, 2) if said else st.integers(1, 2)))
        ]
        parts += [TextPart(said)] if said else []
        result.append(Turn(Role.ASSISTANT, (*parts, *calls)))
        if calls:
            results = tuple(draw(tool_result(dialect, call)) for call in calls)
            result.append(Turn(Role.USER, results))
            result.append(Turn(Role.ASSISTANT, (TextPart(draw(texts)),)))
    result.append(Turn(Role.USER, draw(user_parts(dialect))))
    return tuple(result)


def tool_result(dialect: Dialect, call: ToolCall) -> st.SearchStrategy[ToolResult]:
    text = st.builds(TextPart, texts)
    if dialect is CHAT:
        return st.builds(ToolResult, st.just(call.id), text.map(lambda part: (part,)))
    parts = st.lists(text | images(dialect), max_size=3).map(tuple)
    return st.builds(ToolResult, st.just(call.id), parts, st.booleans())


def user_parts(dialect: Dialect) -> st.SearchStrategy[tuple[object, ...]]:
    parts = st.builds(TextPart, texts, cache=marks if dialect is ANTHROPIC else st.none())
    parts = parts | images(dialect) | files(dialect)
    if dialect is CHAT:
        parts = parts | st.just(AudioPart(Base64Source("UklGRg==", "audio/wav"), "wav"))
    return st.lists(parts, min_size=1, max_size=3).map(tuple)


def tools(dialect: Dialect) -> st.SearchStrategy[tuple[Tool, ...]]:
    strict = st.sampled_from([None, True, False])
    function = st.builds(Tool, names, texts | st.just(""), schemas, strict)
    if dialect is CHAT:
        function = function | st.builds(Tool, names, texts, kind=st.just(ToolKind.CUSTOM))
    return st.lists(function, max_size=3, unique_by=lambda tool: tool.name).map(tuple)


fractions = st.none() | st.floats(0, 1, width=16)


@st.composite
def requests(draw: st.DrawFn, dialect: Dialect) -> ChatRequest:
    """Requests of which the dialect can carry every field."""
    declared = draw(tools(dialect))
    modes = [ChoiceMode.AUTO, ChoiceMode.NONE, ChoiceMode.REQUIRED]
    choices = st.none() | st.sampled_from(modes).map(ToolChoice)
    functions = [tool for tool in declared if tool.kind is ToolKind.FUNCTION]
    if functions:
        choices = choices | st.just(ToolChoice(ChoiceMode.NAMED, (functions[0].name,)))
    chat = dialect is CHAT
    system = st.lists(st.builds(TextPart, texts), max_size=1 if chat else 3).map(tuple)
    sampling = st.builds(
        Sampling,
        max_output_tokens=st.integers(1, 4000) if not chat else st.none() | st.integers(1, 4000),
        temperature=fractions,
        top_p=fractions,
        top_k=st.none() | st.integers(1, 50),
        frequency_penalty=fractions if chat else st.none(),
        presence_penalty=fractions if chat else st.none(),
        seed=st.none() | st.integers(0, 99) if chat else st.none(),
        stop=st.lists(texts, max_size=4).map(tuple),
        logit_bias=st.sampled_from([None, {"5": -1.0}]) if chat else st.none(),
        logprobs=st.sampled_from([None, True]) if chat else st.none(),
        top_logprobs=st.none() | st.integers(0, 5) if chat else st.none(),
    )
    schema_format = st.builds(
        ResponseFormat,
        st.just(FormatKind.JSON_SCHEMA),
        schemas,
        names if chat else st.just(""),
        texts | st.just("") if chat else st.just(""),
        st.sampled_from([None, True, False]) if chat else st.just(True),
    )
    formats = st.just(ResponseFormat()) | schema_format
    if chat:
        formats = formats | st.just(ResponseFormat(FormatKind.JSON))
    return ChatRequest(
        source=dialect,
        model=draw(names),
        turns=draw(turns(dialect)),
        system=draw(system),
        stream=draw(st.booleans()),
        n=draw(st.integers(1, 3)) if chat else 1,
        tools=declared,
        tool_choice=draw(choices) if declared else None,
        parallel_tools=draw(st.sampled_from([None, True, False])) if declared and chat else None,
        sampling=draw(sampling),
        reasoning=draw(reasoning(dialect)),
        response_format=draw(formats),
        verbosity=draw(st.sampled_from(["", "low"])) if chat else "",
        cache=PromptCache(key=draw(names | st.just(""))) if chat else PromptCache(),
        identity=Identity(draw(names.map(lambda n: "u" + n))),
        service=Service(draw(st.sampled_from(["", "auto", "default"]))),
        extras=draw(st.sampled_from([{}, {"vendor_field": {"a": [1]}}])),
    )


def reasoning(dialect: Dialect) -> st.SearchStrategy[ReasoningControl]:
    if dialect is CHAT:
        shown = [ReasoningControl(effort=e, show=ReasoningShow.AUTO) for e in Effort if e is not Effort.NONE]
        return st.sampled_from([ReasoningControl(), ReasoningControl(ReasoningMode.OFF), *shown])
    return st.sampled_from(
        [
            ReasoningControl(),
            ReasoningControl(ReasoningMode.OFF),
            ReasoningControl(effort=Effort.HIGH),
            ReasoningControl(ReasoningMode.AUTO, Effort.LOW, show=ReasoningShow.AUTO),
            ReasoningControl(ReasoningMode.AUTO, show=ReasoningShow.NONE),
        ]
    )


usages = st.builds(
    TokenUsage,
    input_plain=counts,
    cache_read=counts,
    cache_write_5m=counts,
    cache_write_1h=counts,
    output_visible=counts.map(lambda n: n + 1),
    output_reasoning=counts,
)
chat_usages = st.builds(
    TokenUsage,
    input_plain=counts,
    cache_read=counts,
    cache_write_other=counts,
    output_visible=counts.map(lambda n: n + 1),
    output_reasoning=counts,
)


@st.composite
def answers(draw: st.DrawFn, dialect: Dialect) -> ChatResponse:
    """Answers of which the dialect can carry every field."""
    parts: list[object] = []
    ids = draw(st.lists(names, unique=True, min_size=3, max_size=3))
    reason = st.sampled_from([FinishReason.END, FinishReason.LENGTH])
    if dialect is CHAT:
        parts += draw(st.lists(st.builds(ReasoningPart, texts.map(lambda t: (t,))), max_size=1))
        said = draw(st.lists(st.builds(TextPart, texts), max_size=1))
        parts += said
        if not said and draw(st.booleans()):
            parts.append(RefusalPart(draw(texts)))
            reason = st.just(FinishReason.REFUSAL)
        count = draw(st.integers(0, 3)) if reason is not st.just(FinishReason.REFUSAL) else 0
        kinds = st.sampled_from([ToolKind.FUNCTION, ToolKind.CUSTOM])
        drawn = [ToolCall(ids[i], draw(names), draw(arguments(dialect)), draw(kinds)) for i in range(count)]
    else:
        said = st.builds(TextPart, texts) | thoughts("m", sealed=False)
        parts += draw(st.lists(said, max_size=4))
        drawn = [ToolCall(ids[i], draw(names), draw(arguments(dialect))) for i in range(draw(st.integers(0, 3)))]
    parts += drawn
    finish = Finished(FinishReason.TOOL_CALLS if drawn else draw(reason))
    return ChatResponse(
        id=draw(names),
        model="m",
        created=draw(st.integers(1, 2**31)) if dialect is CHAT else 0,
        candidates=(Candidate(tuple(parts), finish),),
        usage=draw(chat_usages if dialect is CHAT else usages),
    )


@st.composite
def pieces(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """The bytes in arbitrary pieces."""
    places = sorted(draw(st.lists(st.integers(0, len(data)), max_size=12)))
    return [data[a:b] for a, b in pairwise([0, *places, len(data)])]
