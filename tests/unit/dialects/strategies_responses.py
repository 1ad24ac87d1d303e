"""Hypothesis strategies for conversations that the Responses dialect can carry whole."""

from hypothesis import strategies as st
from strategies import PDF, PNG, counts, fractions, json_objects, names, schemas, texts

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    Candidate,
    ChatRequest,
    ChatResponse,
    ChoiceMode,
    Citation,
    CitationKind,
    Dialect,
    Effort,
    FileIdSource,
    FilePart,
    Finished,
    FinishReason,
    FormatKind,
    Identity,
    ImagePart,
    NativePart,
    PromptCache,
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    ReasoningStyle,
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
    TokenUsage,
    Tool,
    ToolCall,
    ToolChoice,
    ToolKind,
    ToolResult,
    Turn,
    UrlSource,
)

RESPONSES = Dialect.OPENAI_RESPONSES
SEARCH = {"type": "web_search_preview"}

marks = st.sampled_from([None, None, CacheMark(), CacheMark("30m"), CacheMark("12h")])
phases = st.sampled_from(["", "commentary", "final_answer"])
search = NativePart(
    RESPONSES,
    "web_search_call",
    {"id": "ws_1", "type": "web_search_call", "status": "completed", "action": {"type": "search", "query": "x"}},
)


def seals(model: str) -> st.SearchStrategy[Seal]:
    family, kind = SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT
    return st.builds(Seal, st.just(family), st.just(kind), names, st.just(model))


def thoughts(model: str, *, sealed: bool) -> st.SearchStrategy[ReasoningPart | RedactedPart]:
    """Reasoning: a request repeats it without its model and only with its proof."""
    proof = seals(model) if sealed else st.none() | seals(model)
    segments = st.lists(texts, min_size=1, max_size=3).map(tuple)
    styles = st.sampled_from(list(ReasoningStyle))
    return st.builds(ReasoningPart, segments, styles, proof) | st.builds(RedactedPart, seals(model))


citations = st.builds(
    Citation,
    st.just(CitationKind.URL),
    names.map(lambda name: f"https://example.org/{name}"),
    texts,
    start=st.integers(0, 3),
    end=st.integers(3, 9),
)
said = st.builds(TextPart, texts, st.lists(citations, max_size=2).map(tuple), phases)


def calls(id: str) -> st.SearchStrategy[ToolCall]:
    compact = json_objects.map(lambda value: '{"a":1}' if not value else '{"b": [ ]}')
    function = st.builds(ToolCall, st.just(id), names, compact | texts, namespace=st.just("") | names)
    return function | st.builds(ToolCall, st.just(id), names, texts, st.just(ToolKind.CUSTOM))


images = st.builds(
    ImagePart,
    st.sampled_from(
        [Base64Source(PNG, "image/png"), UrlSource("https://example.org/a.png"), FileIdSource("file_1", RESPONSES)]
    ),
    st.sampled_from(["", "low", "high"]),
    cache=marks,
)
files = st.builds(FilePart, st.just(Base64Source(PDF, "application/pdf")), texts, cache=marks) | st.builds(
    FilePart, st.sampled_from([UrlSource("https://example.org/a.pdf"), FileIdSource("file_2", RESPONSES)])
)
sounds = st.just(AudioPart(Base64Source("UklGRg==", "audio/wav"), "wav"))
user_parts = st.lists(st.builds(TextPart, texts, cache=marks) | images | files | sounds, min_size=1, max_size=3)


def results(call: ToolCall) -> st.SearchStrategy[ToolResult]:
    parts = st.lists(st.builds(TextPart, texts) | images | files, max_size=3).map(tuple)
    return st.builds(ToolResult, st.just(call.id), parts, kind=st.just(call.kind))


@st.composite
def turns(draw: st.DrawFn) -> tuple[Turn, ...]:
    """Turns that begin and end with the user and answer every call."""
    result: list[Turn] = []
    ids = iter(draw(st.lists(names, unique=True, min_size=6, max_size=6)))
    for _ in range(draw(st.integers(0, 2))):
        result.append(Turn(Role.USER, tuple(draw(user_parts))))
        parts: list[object] = draw(st.lists(thoughts("", sealed=True) | said | st.just(search), max_size=3))
        made = [draw(calls(next(ids))) for _ in range(draw(st.integers(0, 2)))]
        last = [] if made else [TextPart(draw(texts))]
        result.append(Turn(Role.ASSISTANT, (*parts, *made, *last)))
        if made:
            result.append(Turn(Role.USER, tuple(draw(results(call)) for call in made)))
            result.append(Turn(Role.ASSISTANT, (TextPart(draw(texts)),)))
        if draw(st.booleans()):
            result.append(Turn(Role.SYSTEM, (TextPart(draw(texts)),)))
    result.append(Turn(Role.USER, tuple(draw(user_parts))))
    return tuple(result)


@st.composite
def tools(draw: st.DrawFn) -> tuple[Tool, ...]:
    strict = st.sampled_from([None, True, False])
    extras = st.sampled_from([{}, {"defer_loading": True}])
    function = st.builds(Tool, names, texts | st.just(""), schemas, strict, extras=extras)
    custom = st.builds(Tool, names, texts, kind=st.just(ToolKind.CUSTOM), extras=extras)
    drawn = draw(st.lists(function | custom, max_size=3, unique_by=lambda tool: tool.name))
    whole = [tool if not tool.extras else _own(tool) for tool in drawn]
    if draw(st.booleans()):
        whole.append(Tool("web_search_preview", kind=ToolKind.HOSTED, dialect=RESPONSES, native=SEARCH))
    return tuple(whole)


def _own(tool: Tool) -> Tool:
    return Tool(tool.name, tool.description, tool.schema, tool.strict, tool.kind, dialect=RESPONSES, extras=tool.extras)


@st.composite
def requests(draw: st.DrawFn) -> ChatRequest:
    """Requests of which the dialect can carry every field."""
    declared = draw(tools())
    choices = st.none() | st.sampled_from([ChoiceMode.AUTO, ChoiceMode.NONE, ChoiceMode.REQUIRED]).map(ToolChoice)
    callable_ = [tool for tool in declared if tool.kind is not ToolKind.HOSTED]
    if callable_:
        first = callable_[0]
        named = ToolChoice(ChoiceMode.NAMED, (first.name,), kind=first.kind)
        allowed = ToolChoice(ChoiceMode.ALLOWED, tuple(tool.name for tool in callable_), draw(st.booleans()))
        choices = choices | st.sampled_from([named, allowed])
    if len(callable_) < len(declared):
        hosted = ToolChoice(ChoiceMode.NAMED, kind=ToolKind.HOSTED, dialect=RESPONSES, native=SEARCH)
        choices = choices | st.just(hosted)
    formats = st.builds(
        ResponseFormat,
        st.just(FormatKind.JSON_SCHEMA),
        schemas,
        names,
        texts | st.just(""),
        st.sampled_from([None, True, False]),
    )
    top = draw(st.none() | st.integers(1, 5))
    shows = st.sampled_from([s for s in ReasoningShow if s is not ReasoningShow.NONE])
    efforts = st.sampled_from([None, *(e for e in Effort if e is not Effort.NONE)])
    control = st.builds(ReasoningControl, effort=efforts, show=shows, native=st.sampled_from([None, {"mode": "pro"}]))
    return ChatRequest(
        source=RESPONSES,
        model=draw(names),
        turns=draw(turns()),
        system=draw(st.lists(st.builds(TextPart, texts), max_size=1).map(tuple)),
        stream=draw(st.booleans()),
        tools=declared,
        tool_choice=draw(choices) if declared else None,
        parallel_tools=draw(st.sampled_from([None, True, False])) if declared else None,
        sampling=Sampling(
            draw(st.none() | st.integers(1, 4000)),
            draw(fractions),
            draw(fractions),
            logprobs=True if top else draw(st.sampled_from([None, True])),
            top_logprobs=top,
        ),
        reasoning=draw(control | st.just(ReasoningControl(ReasoningMode.OFF))),
        response_format=draw(formats | st.sampled_from([ResponseFormat(), ResponseFormat(FormatKind.JSON)])),
        verbosity=draw(st.sampled_from(["", "low"])),
        cache=PromptCache(key=draw(names | st.just("")), mode=draw(st.sampled_from(["", "implicit"]))),
        identity=Identity(draw(names), draw(names | st.just("")), draw(st.sampled_from([None, {"a": "b"}]))),
        service=Service(draw(st.sampled_from(["", "auto", "flex"])), draw(st.sampled_from([None, True, False]))),
        extras=draw(st.sampled_from([{}, {"vendor_field": {"a": [1]}}, {"truncation": "auto"}])),
    )


usages = st.builds(
    TokenUsage,
    input_plain=counts,
    cache_read=counts,
    cache_write_other=counts,
    output_visible=counts.map(lambda n: n + 1),
    output_reasoning=counts,
    hosted=st.sampled_from([{}, {"web_search": 2}]),
)
pictures = st.just(ImagePart(Base64Source("aGk=", "image/webp")))


@st.composite
def answers(draw: st.DrawFn) -> ChatResponse:
    """Answers of which the dialect can carry every field."""
    ids = draw(st.lists(names, unique=True, min_size=3, max_size=3))
    parts: list[object] = draw(
        st.lists(
            said | thoughts("m", sealed=False) | pictures | st.just(search) | st.builds(TextPart, st.just("")),
            max_size=4,
        )
    )
    made = [draw(calls(ids[i])) for i in range(draw(st.integers(0, 3)))]
    parts += made
    reasons = [FinishReason.END, FinishReason.LENGTH, FinishReason.CONTENT_FILTER]
    reason = FinishReason.TOOL_CALLS if made else draw(st.sampled_from(reasons))
    if not made and draw(st.booleans()):
        parts.append(RefusalPart(draw(texts)))
        reason = FinishReason.REFUSAL
    return ChatResponse(
        id=draw(names.map(lambda n: "resp_" + n)),
        model="m",
        created=draw(st.integers(1, 2**31)),
        candidates=(Candidate(tuple(parts), Finished(reason)),),
        usage=draw(st.none() | usages),
        service_tier=draw(st.sampled_from(["default", "flex"])),
    )
