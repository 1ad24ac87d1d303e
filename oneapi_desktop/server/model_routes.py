"""What models there are, told in the shape of each dialect.

One address serves several: ``/v1/models`` answers Anthropic's clients (who send ``anthropic-version``) and
Google's (who send ``x-goog-api-key`` or ``?key=``) in their own shape, and everybody else in OpenAI's.
"""

import re
from collections.abc import Mapping, Sequence

import orjson
from aiohttp import web

from oneapi_desktop.dialects.anthropic import models as anthropic_models
from oneapi_desktop.dialects.conversation import Dialect, JsonObject
from oneapi_desktop.dialects.openai_chat import models as openai_models
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.relay.admission import Caller
from oneapi_desktop.relay.directory import Directory

MODEL_CREATED = 1626777600
"""What one-api has always told clients; upstreams' own dates are not known for mapped names."""
GEMINI_PAGE = 50
OLLAMA_PATHS = frozenset({"/api/tags", "/api/show", "/api/version", "/api/ps"})
_LIST = re.compile(r"(?P<version>/v1|/v1beta|/v1alpha)?/models(?:/(?P<model>.+))?")


def list_dialect(path: str, headers: Mapping[str, str], query: Mapping[str, str]) -> Dialect | None:
    """In whose shape a path lists models; None when it is no such path."""
    if path in OLLAMA_PATHS:
        return Dialect.OLLAMA
    match = _LIST.fullmatch(path.rstrip("/"))
    if match is None:
        return None
    if match["version"] in ("/v1beta", "/v1alpha") or "x-goog-api-key" in headers or "key" in query:
        return Dialect.GEMINI
    return Dialect.ANTHROPIC if "anthropic-version" in headers else Dialect.OPENAI_CHAT


class ModelRoutes:
    """Lists the models a caller may use."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def answer(self, request: web.Request, dialect: Dialect, caller: Caller | None) -> JsonObject:
        """The answer in a dialect. ``caller`` is None where none is asked for (Ollama's version).
        Raises RequestError."""
        path = request.path.rstrip("/")
        if dialect is Dialect.OLLAMA:
            return await self._ollama(request, path, caller)
        match = _LIST.fullmatch(path)
        wanted = (match["model"] or "") if match else ""
        names = self._names(caller)
        if dialect is Dialect.GEMINI:
            return self._gemini(request, names, wanted.removeprefix("models/"))
        if wanted and wanted not in names:
            raise not_there(wanted)
        if dialect is Dialect.ANTHROPIC:
            if wanted:
                return anthropic_models.build_model(wanted, MODEL_CREATED)
            return anthropic_models.build_model_list(
                [anthropic_models.build_model(name, MODEL_CREATED) for name in names],
                limit=read_number(request, "limit", anthropic_models.USUAL_PAGE),
                after=request.query.get("after_id", ""),
                before=request.query.get("before_id", ""),
            )
        rows = [openai_models.build_model(name, owner, MODEL_CREATED) for name, owner in names.items()]
        if wanted:
            return next(row for row in rows if row["id"] == wanted)
        return openai_models.build_model_list(rows)

    def _names(self, caller: Caller | None) -> dict[str, str]:
        """Models and who offers each, as far as the caller may use them."""
        if caller is None:
            return {}
        allowed = caller.token.models
        found = self._directory.models_of(caller.user.group)
        return {name: owner for name, owner in found.items() if not allowed or name in allowed}

    def _gemini(self, request: web.Request, names: Mapping[str, str], wanted: str) -> JsonObject:
        from oneapi_desktop.dialects import gemini

        if wanted:
            if wanted not in names:
                raise not_there(wanted)
            return gemini.build_model(wanted)
        size = read_number(request, "pageSize", GEMINI_PAGE)
        start = read_number(request, "pageToken", 0)
        page: Sequence[str] = list(names)[start : start + size]
        more = str(start + size) if start + size < len(names) else ""
        return gemini.build_model_list([gemini.build_model(name) for name in page], more)

    async def _ollama(self, request: web.Request, path: str, caller: Caller | None) -> JsonObject:
        from oneapi_desktop.dialects import ollama

        if path == "/api/version":
            return ollama.build_version()
        names = self._names(caller)
        if path == "/api/tags":
            return ollama.build_tags(names, modified=MODEL_CREATED)
        if path == "/api/ps":
            return ollama.build_ps()
        if request.method != "POST":
            raise RequestError(ErrorKind.INVALID_REQUEST, "/api/show takes POST", status=405, code="wrong_method")
        wanted = ollama.parse_show_request(await request.read())
        if wanted not in names:
            bare = wanted.removesuffix(":latest")
            if bare not in names:
                raise not_there(wanted)
            wanted = bare
        return ollama.build_show(wanted, modified=MODEL_CREATED)


def read_number(request: web.Request, name: str, usual: int) -> int:
    """A whole number of the query. Raises RequestError."""
    text = request.query.get(name, "")
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise RequestError(ErrorKind.INVALID_REQUEST, f"'{name}' must be a whole number", param=name)
    return int(text)


def not_there(model: str) -> RequestError:
    """The refusal for a model that is not offered to this caller."""
    return RequestError(
        ErrorKind.MODEL_NOT_FOUND, f"the model {model!r} does not exist or this token may not use it", param="model"
    )


def json_response(document: object, extra: dict[str, str]) -> web.Response:
    """A JSON answer."""
    return web.Response(body=orjson.dumps(document), headers={"Content-Type": "application/json", **extra})
