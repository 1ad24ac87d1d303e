"""Rules that builders of several dialects share: limits, sampling, identities, leftovers."""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    Dialect,
    NativePart,
    Notes,
    Role,
    Sampling,
    unsupported,
)

T = TypeVar("T")

_SILENT_EXTRAS = frozenset({"stream_options", "safetySettings", "prompt_cache_retention", "keep_alive"})
_SEMANTIC_EXTRAS = frozenset(
    {"mcp_servers", "container", "context_management", "truncation", "prediction", "raw", "template"}
)

_SEMANTIC_SAMPLING = frozenset({"stop", "logit_bias", "logprobs", "top_logprobs"})

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{6,20}")


def output_limit(request: ChatRequest, target: Capabilities, notes: Notes) -> int | None:
    """The maximum output to ask for: the request's, lowered to the model's."""
    wanted, most = request.sampling.max_output_tokens, target.max_output_tokens
    if wanted is not None and most is not None and wanted > most:
        notes.changed("max_output_tokens", f"{wanted} lowered to the model's {most}")
        return most
    return wanted


def allowed_sampling(sampling: Sampling, target: Capabilities, notes: Notes) -> Sampling:
    """The sampling fields a model accepts. What it refuses is noted."""

    def keep(value: T, allowed: bool, name: str, *, semantic: bool = False) -> T | None:
        if value in (None, ()) or allowed:
            return value
        notes.dropped(name, "the model does not accept it", semantic=semantic)
        return None

    samples = target.sampling
    top_p = keep(sampling.top_p, samples, "top_p")
    if top_p is not None and sampling.temperature is not None and not target.temperature_and_top_p:
        notes.dropped("top_p", "the model does not accept it together with temperature")
        top_p = None
    return Sampling(
        max_output_tokens=sampling.max_output_tokens,
        temperature=keep(sampling.temperature, samples, "temperature"),
        top_p=top_p,
        top_k=keep(sampling.top_k, samples, "top_k"),
        frequency_penalty=keep(sampling.frequency_penalty, samples and target.penalties, "frequency_penalty"),
        presence_penalty=keep(sampling.presence_penalty, samples and target.penalties, "presence_penalty"),
        seed=sampling.seed,
        stop=keep(sampling.stop, target.stop, "stop", semantic=True) or (),
        logit_bias=keep(sampling.logit_bias, target.penalties, "logit_bias", semantic=True),
        logprobs=keep(sampling.logprobs, target.logprobs, "logprobs", semantic=True),
        top_logprobs=keep(sampling.top_logprobs, target.logprobs, "top_logprobs", semantic=True),
    )


def stop_sequences(stop: Iterable[str], most: int, notes: Notes, *, blank: bool = True) -> list[str]:
    """The stop sequences a target accepts: at most ``most``, and no blank ones where it refuses them."""
    sequences = list(stop)
    usable = [s for s in sequences if s.strip()] if not blank else [s for s in sequences if s]
    if len(usable) < len(sequences):
        notes.dropped("stop", "blank sequences are not accepted", semantic=True)
    if len(usable) > most:
        notes.dropped("stop", f"only the first {most} are accepted", semantic=True)
    return usable[:most]


def refuse_unsupported_state(request: ChatRequest, own: Dialect) -> None:
    """Raise DialectError for what refers to a provider's memory and cannot be sent elsewhere."""
    if own is not Dialect.GEMINI and request.cache.handle:
        raise unsupported("cachedContent lives at Google and cannot be used with this model", "cachedContent")
    if own is not Dialect.OPENAI_RESPONSES and request.service.previous_response_id:
        raise unsupported(
            "previous_response_id is not known to this model's provider; send the whole conversation",
            "previous_response_id",
            "previous_response_not_found",
        )
    if request.source is not own:
        for name in ("background", "conversation", "prompt"):
            if request.extras.get(name):
                raise unsupported(f"{name} works with the Responses API of its own provider only", name)


def refuse_beyond_one_text(request: ChatRequest, own: Dialect) -> None:
    """Raise DialectError for what a target without a provider's memory cannot be sent, for several answers and for
    speech."""
    refuse_unsupported_state(request, own)
    if request.n > 1:
        raise unsupported("n must be 1 for this model", "n")
    if "audio" in request.modalities:
        raise unsupported("this model cannot speak; ask for text only", "modalities")


def note_lost(sampling: Sampling, names: Iterable[str], why: str, notes: Notes) -> None:
    """Note the sampling fields among ``names`` that a request gives and its target has no place for."""
    for name in names:
        if getattr(sampling, name):
            notes.dropped(name, why, semantic=name in _SEMANTIC_SAMPLING)


def note_extras(request: ChatRequest, own: Dialect, notes: Notes) -> None:
    """Note every field of a foreign dialect that nobody else has a place for."""
    if request.source is own:
        return
    for name in request.extras:
        if name not in _SILENT_EXTRAS:
            notes.dropped(name, f"only {request.source.value} has it", semantic=name in _SEMANTIC_EXTRAS)


def foreign_native(part: NativePart, role: Role, notes: Notes) -> None:
    """Note a native block without words that is left out of a history. Raises DialectError where it
    is the user's, because the model would answer another question."""
    if role is Role.USER:
        raise unsupported(f"content of the type {part.kind!r} cannot be sent to this model", "messages")
    notes.dropped(part.kind, "activity of another vendor's hosted tool")


def impersonal(user: str) -> str:
    """A user's name that is no e-mail address or telephone number; such are hashed, because
    Anthropic forbids personal data here."""
    if _EMAIL.fullmatch(user) or _TELEPHONE.fullmatch(user):
        return sha256(user.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return user
