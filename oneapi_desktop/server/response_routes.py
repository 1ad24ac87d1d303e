"""Kept responses: ``/v1/responses/{id}``, its input items, its end."""

import re

from aiohttp import web

from oneapi_desktop.dialects.conversation import JsonObject
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.relay.admission import Caller
from oneapi_desktop.server.model_routes import read_number
from oneapi_desktop.services.stored_responses import USUAL_PAGE, StoredResponseService

_PATH = re.compile(r"(?:/v1)?/responses/(?P<id>(?!compact\b|input_tokens\b)[^/]+)(?:/(?P<part>input_items|cancel))?")
_METHODS = {None: ("GET", "DELETE"), "input_items": ("GET",), "cancel": ("POST",)}


def names_response(path: str) -> bool:
    """Whether a path is about one kept response."""
    return _PATH.fullmatch(path.rstrip("/")) is not None


class ResponseRoutes:
    """Answers for what a token's own responses are asked."""

    def __init__(self, responses: StoredResponseService) -> None:
        self._responses = responses

    async def answer(self, request: web.Request, caller: Caller) -> JsonObject:
        """The answer to a request for which ``names_response`` holds. Raises RequestError."""
        match = _PATH.fullmatch(request.path.rstrip("/"))
        assert match is not None
        id, part, token_id = match["id"], match["part"], caller.token.id
        if request.method not in _METHODS[part]:
            raise RequestError(
                ErrorKind.INVALID_REQUEST,
                f"{request.path} takes {' or '.join(_METHODS[part])}, not {request.method}",
                status=405,
                code="wrong_method",
            )
        if part == "cancel":
            return await self._responses.cancel(id, token_id)
        if request.method == "DELETE":
            return await self._responses.delete(id, token_id)
        if part == "input_items":
            return await self._input_items(request, id, token_id)
        if request.query.get("stream", "").lower() == "true":
            raise RequestError(
                ErrorKind.NOT_IMPLEMENTED, "a kept response is told whole; ask for it without 'stream'", param="stream"
            )
        return await self._responses.get(id, token_id)

    async def _input_items(self, request: web.Request, id: str, token_id: int) -> JsonObject:
        order = request.query.get("order", "desc")
        if order not in ("asc", "desc"):
            raise RequestError(ErrorKind.INVALID_REQUEST, "'order' must be asc or desc", param="order")
        return await self._responses.input_items(
            id,
            token_id,
            after=request.query.get("after", ""),
            limit=read_number(request, "limit", USUAL_PAGE),
            newest_first=order == "desc",
        )
