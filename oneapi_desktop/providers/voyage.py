"""Voyage: embeddings and reranking in OpenAI's and Cohere's shapes, with names of its own."""

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from oneapi_desktop.dialects.json_reading import as_object, as_objects
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.reshaped_answers import WholeAnswer
from oneapi_desktop.providers.side_calls import body_object

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

ANSWER_LIMIT = 64 * 1024 * 1024


class VoyageAdapter(Adapter):
    """Renames the few fields that differ."""

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        body = await body_object(task.body)
        if task.mode is Mode.EMBEDDINGS:
            if "dimensions" in body:
                body["output_dimension"] = body.pop("dimensions")
            if body.get("encoding_format") == "float":
                # Only base64 has a name here; numbers are what comes without it.
                del body["encoding_format"]
            body.pop("user", None)
        elif task.mode is Mode.RERANK and "top_n" in body:
            body["top_k"] = body.pop("top_n")
        answer = await super().send(client, replace(task, body=orjson.dumps(body)))
        if task.mode is not Mode.RERANK or answer.status != 200:
            return answer
        try:
            whole = await answer.read_whole(ANSWER_LIMIT)
        finally:
            answer.close()
        return WholeAnswer(answer.status, answer.headers, _with_results(whole))


def _with_results(body: bytes) -> bytes:
    """A reranking answer with its results where Cohere and Jina put them."""
    try:
        answer = as_object(orjson.loads(body))
    except orjson.JSONDecodeError:
        return body
    if "results" in answer or "data" not in answer:
        return body
    return orjson.dumps({**answer, "results": as_objects(answer.pop("data"))})
