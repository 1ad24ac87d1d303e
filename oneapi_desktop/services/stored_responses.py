"""The gateway's own memory of responses, for upstreams that have none.

OpenAI's clients refer to an earlier answer by ``previous_response_id``, or to one of its items by
``item_reference``, and expect the server to know it. What passes here is kept for a time, whichever
provider made it, so that a conversation can go on at any channel. Everything belongs to the token
that made it. Seals inside the items stay as the client saw them; what was said lies in the database
sealed by the vault.
"""

import asyncio
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from oneapi_desktop.dialects.conversation import JsonObject
from oneapi_desktop.dialects.identifiers import item_id
from oneapi_desktop.dialects.json_reading import as_objects, as_text, dump_bytes
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.services.vault_on_demand import SecretStore
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.stored_responses import (
    StoredItem,
    StoredResponse,
    StoredResponseRepository,
)

DAY_MS = 86_400_000
MEGABYTE = 1 << 20

USUAL_PAGE, LARGEST_PAGE = 20, 100
"""Input items told at once, usually and at most."""

_PREFIXES = {
    "message": "msg",
    "function_call": "fc",
    "function_call_output": "fco",
    "custom_tool_call": "ctc",
    "custom_tool_call_output": "ctco",
    "reasoning": "rs",
}
_FINISHED = ("completed", "incomplete")


@dataclass(frozen=True, slots=True)
class Recalled:
    """A request with what it refers to written out.

    ``body`` is the request's with the earlier items in ``input`` and without
    ``previous_response_id``. ``channel_id`` served the previous response, 0 when none was referred
    to; ``upstream`` tells that its provider remembers it itself, so that the request can go there
    as it came.
    """

    body: JsonObject
    previous_id: str = ""
    channel_id: int = 0
    upstream: bool = False


class StoredResponseService:
    """Keeps, finds and forgets responses. All ids are a token's own."""

    def __init__(self, database: Database, vault: SecretStore, settings: Settings) -> None:
        self._repository = StoredResponseRepository(database)
        self._vault = vault
        self._settings = settings

    def keeps(self, body: Mapping[str, Any]) -> bool:
        """Whether the answer to this request is kept: neither the caller nor the owner is against it."""
        return body.get("store") is not False and self._settings.stored_response_days > 0

    async def save(
        self, body: Mapping[str, Any], response: JsonObject, token_id: int, channel_id: int, *, upstream: bool = False
    ) -> None:
        """Keep an answer: ``body`` is the request as the client sent it, ``response`` what the client gets.

        ``upstream`` tells that the channel's provider keeps it, too. An answer that failed is not kept.
        Raises StoreError, VaultError, and DialectError for what is nested too deep to be written.
        """
        id = as_text(response.get("id"))
        if not id or response.get("status") not in _FINISHED or not self.keeps(body):
            return
        output = [_kept(item) for item in as_objects(response.get("output"))]
        whole = {**response, "output": output}
        asked = [_kept(item) for item in input_items_of(body)]

        def sealed() -> StoredResponse:
            items = [StoredItem(item["id"], False, self._seal(item)) for item in asked]
            items += [StoredItem(item["id"], True, self._seal(item)) for item in output]
            previous_id = as_text(body.get("previous_response_id"))
            now = time.time_ns() // 1_000_000
            return StoredResponse(id, token_id, channel_id, upstream, previous_id, now, self._seal(whole), items)

        await self._repository.add(await asyncio.to_thread(sealed))

    def _seal(self, value: JsonObject) -> bytes:
        return self._vault.seal(zlib.compress(dump_bytes(value), 1))

    async def _unsealed(self, contents: Iterable[bytes]) -> list[JsonObject]:
        def unseal() -> list[JsonObject]:
            return [orjson.loads(zlib.decompress(self._vault.unseal(content))) for content in contents]

        return await asyncio.to_thread(unseal)

    async def get(self, id: str, token_id: int) -> JsonObject:
        """The response object. Raises RequestError(NOT_FOUND)."""
        stored = await self._repository.get(id, token_id)
        if stored is None:
            raise not_found(id)
        return (await self._unsealed([stored.response]))[0]

    async def delete(self, id: str, token_id: int) -> JsonObject:
        """Forget a response; what its client is told. Raises RequestError(NOT_FOUND)."""
        if not await self._repository.delete(id, token_id):
            raise not_found(id)
        return {"id": id, "object": "response", "deleted": True}

    async def input_items(
        self, id: str, token_id: int, *, after: str = "", limit: int = USUAL_PAGE, newest_first: bool = True
    ) -> JsonObject:
        """A page of the items that went into a response, earlier responses' not among them. ``after`` is
        the last id of the page before. Raises RequestError (NOT_FOUND, INVALID_REQUEST)."""
        if not 1 <= limit <= LARGEST_PAGE:
            raise RequestError(ErrorKind.INVALID_REQUEST, f"limit must be between 1 and {LARGEST_PAGE}", param="limit")
        contents = await self._repository.input_items(id, token_id)
        if contents is None:
            raise not_found(id)
        items = await self._unsealed(contents)
        if newest_first:
            items.reverse()
        if after:
            ids = [item["id"] for item in items]
            if after not in ids:
                raise RequestError(
                    ErrorKind.INVALID_REQUEST, f"after: no item of this response is called {after!r}", param="after"
                )
            items = items[ids.index(after) + 1 :]
        page = items[:limit]
        return {
            "object": "list",
            "data": page,
            "first_id": page[0]["id"] if page else "",
            "last_id": page[-1]["id"] if page else "",
            "has_more": len(items) > limit,
        }

    async def cancel(self, id: str, token_id: int) -> JsonObject:
        """Always refused: what is kept has ended. Raises RequestError."""
        await self.get(id, token_id)
        raise RequestError(
            ErrorKind.INVALID_REQUEST, "only a response that runs in the background can be cancelled", param="id"
        )

    async def recall(self, body: JsonObject, token_id: int) -> Recalled | None:
        """The request with what it refers to; None when it refers to nothing that is kept here. Items
        nobody knows stay references, for an upstream that may know them."""
        previous_id = as_text(body.get("previous_response_id"))
        previous = await self._repository.get(previous_id, token_id) if previous_id else None
        own = input_items_of(body)
        resolved = [await self._resolved(item, token_id) for item in own]
        if previous is None:
            return None if resolved == own else Recalled({**body, "input": resolved})
        earlier = await self._unsealed(await self._repository.conversation(previous_id, token_id))
        # A reference to what the conversation holds anyway would tell it twice.
        known = {item["id"] for item in earlier if "id" in item}
        fresh = [item for item, told in zip(resolved, own, strict=True) if item is told or item.get("id") not in known]
        expanded = {key: value for key, value in body.items() if key != "previous_response_id"}
        expanded["input"] = [*earlier, *fresh]
        return Recalled(expanded, previous_id, previous.channel_id, previous.upstream)

    async def _resolved(self, item: JsonObject, token_id: int) -> JsonObject:
        if item.get("type", "item_reference" if item.keys() == {"id"} else "") != "item_reference":
            return item
        content = await self._repository.item(as_text(item.get("id")), token_id)
        return item if content is None else (await self._unsealed([content]))[0]

    async def prune(self) -> int:
        """Forget what the settings no longer let be kept; how many."""
        now = time.time_ns() // 1_000_000
        before = now - self._settings.stored_response_days * DAY_MS
        return await self._repository.prune(before, self._settings.stored_responses_mb * MEGABYTE)


def input_items_of(body: Mapping[str, Any]) -> list[JsonObject]:
    """A request's own input as full items: a text is the user's message, content is a list."""
    value = body.get("input")
    if isinstance(value, str):
        return [_message("user", value)] if value else []
    return [_full(item) for item in as_objects(value)]


def _full(item: JsonObject) -> JsonObject:
    if item.get("type", "message") != "message" or "role" not in item:
        return item
    content = item.get("content")
    if "type" in item and not isinstance(content, str):
        return item
    if isinstance(content, str):
        return {**item, **_message(as_text(item.get("role")), content)}
    return {**item, "type": "message"}


def _message(role: str, text: str) -> JsonObject:
    part: JsonObject = {"type": "input_text", "text": text}
    if role == "assistant":
        part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "role": role, "content": [part]}


def _kept(item: JsonObject) -> JsonObject:
    """The item with the id and status that the API tells of every item."""
    kind = as_text(item.get("type"))
    known: JsonObject = {} if as_text(item.get("id")) else {"id": item_id(_PREFIXES.get(kind, "item"))}
    if kind in _PREFIXES and kind != "reasoning" and not as_text(item.get("status")):
        known["status"] = "completed"
    return item | known


def not_found(id: str) -> RequestError:
    """The refusal for a response that this token has not, or not any more."""
    return RequestError(
        ErrorKind.NOT_FOUND,
        f"there is no response {id!r}; responses are kept for a limited time and for their own token only",
        param="id",
    )
