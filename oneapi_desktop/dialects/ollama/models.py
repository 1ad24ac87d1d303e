"""The endpoints that tell about models: ``/api/tags``, ``/api/show``, ``/api/ps``, ``/api/version``, and
the answer to a request that only loads one."""

from collections.abc import Iterable
from hashlib import sha256

from oneapi_desktop.dialects.conversation import JsonObject
from oneapi_desktop.dialects.json_reading import as_objects, as_text, load_answer, load_request, required_text
from oneapi_desktop.dialects.ollama.request_parser import only_loads
from oneapi_desktop.dialects.ollama.response import text_fields, written_time

SERVED_VERSION = "0.12.0"
"""The version of Ollama's API that is served. Clients compare it to see whether a server knows tools,
thinking and ``/api/embed``."""

CAPABILITIES = ("completion", "tools", "vision", "thinking")


def _details() -> JsonObject:
    return {
        "parent_model": "",
        "format": "",
        "family": "",
        "families": [],
        "parameter_size": "",
        "quantization_level": "",
    }


def build_tags(names: Iterable[str], *, modified: int = 0) -> JsonObject:
    """The list of models. Their size is unknown here and told as 0; the digest is the name's.
    ``modified`` is Unix seconds, 0 for the present."""
    when = written_time(modified)
    return {
        "models": [
            {
                "name": name,
                "model": name,
                "modified_at": when,
                "size": 0,
                "digest": digest(name),
                "details": _details(),
            }
            for name in names
        ]
    }


def digest(name: str) -> str:
    """A model's digest: 64 hex digits that depend on its name alone."""
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def parse_tags(raw: bytes | JsonObject) -> list[str]:
    """The names in an upstream's list. Raises DialectError(BAD_UPSTREAM)."""
    rows = as_objects(load_answer(raw).get("models"))
    names = (as_text(row.get("model")) or as_text(row.get("name")) for row in rows)
    return [name for name in names if name]


def parse_show_request(raw: bytes | JsonObject) -> str:
    """The model a body of ``/api/show`` asks about. Raises DialectError(INVALID_REQUEST)."""
    body = load_request(raw)
    return required_text(body, "model" if "model" in body else "name", "model")


def build_show(
    name: str,
    *,
    capabilities: Iterable[str] = CAPABILITIES,
    context_length: int | None = None,
    modified: int = 0,
) -> JsonObject:
    """What is known of one model; ``context_length`` is tokens."""
    # Clients look for the length under the name of the architecture.
    info: JsonObject = {"general.basename": name, "general.architecture": "gateway"}
    if context_length is not None:
        info["gateway.context_length"] = context_length
    return {
        "license": "",
        "modelfile": f"FROM {name}\n",
        "parameters": "",
        "template": "{{ .Prompt }}",
        "details": _details(),
        "model_info": info,
        "capabilities": list(capabilities),
        "modified_at": written_time(modified),
    }


def build_ps(names: Iterable[str] = ()) -> JsonObject:
    """The models in memory: none of the gateway's own, unless an upstream tells some."""
    return {
        "models": [
            {"name": n, "model": n, "size": 0, "size_vram": 0, "digest": digest(n), "details": _details()}
            for n in names
        ]
    }


def build_version(version: str = SERVED_VERSION) -> JsonObject:
    """The version served."""
    return {"version": version}


def answer_to_load(raw: bytes | JsonObject) -> JsonObject | None:
    """The whole answer to a request of ``/api/chat`` or ``/api/generate`` that only loads a model or
    puts it out of memory; None for any other. It costs nothing and reaches no upstream. Raises
    DialectError(INVALID_REQUEST)."""
    body = load_request(raw)
    if not only_loads(body):
        return None
    model = required_text(body, "model")
    reason = "unload" if body.get("keep_alive") in (0, "0", "0s", "0m") else "load"
    head = {"model": model, "created_at": written_time(0)}
    return {**head, **text_fields("", {}, generate="messages" not in body), "done": True, "done_reason": reason}
