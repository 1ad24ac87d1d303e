"""OpenAI's embeddings, pictures and the reranking of those who imitate it."""

import base64
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import CreateEmbeddingResponse, ImagesResponse, Model

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.anthropic import models as anthropic_models
from oneapi_desktop.dialects.conversation import DialectError, TokenUsage
from oneapi_desktop.dialects.openai_chat import models as openai_models
from oneapi_desktop.dialects.unary import (
    EmbeddingResponse,
    ImageResponse,
    MadeImage,
    RerankRequest,
    RerankResponse,
    RerankResult,
)


@pytest.mark.parametrize(
    ("given_input", "inputs"),
    [
        ("text", ("text",)),
        (["a", "b"], ("a", "b")),
        ([1, 2, 3], ((1, 2, 3),)),
        ([[1, 2], [3]], ((1, 2), (3,))),
    ],
)
def test_what_can_be_embedded(given_input: Any, inputs: tuple[Any, ...]) -> None:
    request = openai_chat.parse_embedding_request({"model": "m", "input": given_input, "dimensions": 4, "x": 1})
    assert request.inputs == inputs
    assert (request.dimensions, request.extras) == (4, {"x": 1})
    built = openai_chat.build_embedding_request(request)
    assert openai_chat.parse_embedding_request(built).inputs == inputs


@pytest.mark.parametrize("wrong", [None, "", [], [""] * 0, [1, "a"], [[]], [[1, "a"]], {"a": 1}, [True], 5])
def test_what_cannot(wrong: Any) -> None:
    with pytest.raises(DialectError, match="input"):
        openai_chat.parse_embedding_request({"model": "m", "input": wrong})


def test_the_encoding_is_checked() -> None:
    with pytest.raises(DialectError, match="encoding_format"):
        openai_chat.parse_embedding_request({"input": "x", "encoding_format": "hex"})


def test_vectors_in_either_encoding_and_in_order() -> None:
    packed = base64.b64encode(struct.pack("<2f", 0.5, -1)).decode()
    response = openai_chat.parse_embedding_response(
        {
            "data": [{"index": 1, "embedding": [1, 2]}, {"index": 0, "embedding": packed}],
            "model": "m",
            "usage": {"prompt_tokens": 7, "total_tokens": 7},
        }
    )
    assert response.vectors == ((0.5, -1.0), (1.0, 2.0))
    assert response.usage == TokenUsage(input_plain=7)
    written = openai_chat.build_embedding_response(EmbeddingResponse(((0.5, -1.0),), "m", encoding="base64"))
    assert written["data"][0]["embedding"] == packed
    plain = openai_chat.build_embedding_response(response)
    CreateEmbeddingResponse.model_validate(plain, strict=True)
    assert openai_chat.parse_embedding_response(plain) == response


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"data":[]}', b'{"data":[{"embedding":"!!"}]}', b'{"data":[{"embedding":["a"]}]}',
     b'{"error":{"message":"no"}}', b'{"data":[{"embedding":"AAA="}]}'],
)  # fmt: skip
def test_nonsense_of_an_upstream(body: bytes) -> None:
    with pytest.raises(DialectError):
        openai_chat.parse_embedding_response(body)


def test_rerank_there_and_back() -> None:
    request = openai_chat.parse_rerank_request(
        {"model": "m", "query": "q", "documents": ["a", {"text": "b"}], "top_n": 1, "return_documents": True}
    )
    assert request == RerankRequest("m", "q", ("a", {"text": "b"}), 1, True)
    assert openai_chat.parse_rerank_request(openai_chat.build_rerank_request(request)) == request
    for wrong in ({}, {"query": "q"}, {"query": "q", "documents": []}, {"query": "q", "documents": [1]},
                  {"documents": ["a"]}):  # fmt: skip
        with pytest.raises(DialectError):
            openai_chat.parse_rerank_request({"model": "m", **wrong})


def test_rerank_answers_of_several_servers() -> None:
    jina = {"results": [{"index": 0, "relevance_score": 0.1}, {"index": 1, "relevance_score": 0.9,
                                                              "document": {"text": "b"}}],
            "usage": {"total_tokens": 12}}  # fmt: skip
    found = openai_chat.parse_rerank_response(jina)
    assert [result.index for result in found.results] == [1, 0]
    assert found.usage == TokenUsage(input_plain=12)
    cohere = {"id": "r", "results": [{"index": 0, "score": 1}], "meta": {"billed_units": {"search_units": 2}}}
    assert openai_chat.parse_rerank_response(cohere).searches == 2
    voyage = {"data": [{"index": 0, "relevance_score": 0.5}]}
    assert openai_chat.parse_rerank_response(voyage).results == (RerankResult(0, 0.5),)
    with pytest.raises(DialectError):
        openai_chat.parse_rerank_response({"detail": "no"})
    built = openai_chat.build_rerank_response(RerankResponse((RerankResult(0, 0.5, "a"),), "r", "m", None, 1))
    assert built["results"] == [{"index": 0, "relevance_score": 0.5, "document": {"text": "a"}}]
    assert built["meta"] == {"billed_units": {"search_units": 1}}


def test_pictures() -> None:
    request = openai_chat.parse_image_request({"model": "m", "prompt": "p", "n": 2, "size": "1x1", "seed": 3})
    assert openai_chat.parse_image_request(openai_chat.build_image_request(request)) == request
    for wrong in ({"prompt": ""}, {"prompt": "p", "n": 0}, {"prompt": "p", "n": 11},
                  {"prompt": "p", "response_format": "x"}):  # fmt: skip
        with pytest.raises(DialectError):
            openai_chat.parse_image_request(wrong)
    made = ImageResponse((MadeImage("http://x"), MadeImage(data="QQ==", revised_prompt="r")), 5, TokenUsage(1))
    built = openai_chat.build_image_response(made)
    assert openai_chat.parse_image_response(built).images == made.images
    ImagesResponse.model_validate({"created": built["created"], "data": built["data"]})
    with pytest.raises(DialectError):
        openai_chat.parse_image_response({"data": [{}]})


@given(st.binary(max_size=60) | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(repr).map(str.encode))
def test_any_bytes_raise_only_the_dialects_own_error(data: bytes) -> None:
    for shape in ("embedding", "rerank", "image"):
        for name in (f"parse_{shape}_request", f"parse_{shape}_response"):
            try:
                getattr(openai_chat, name)(data)
            except DialectError:
                pass


def test_lists_of_models() -> None:
    rows = [openai_models.build_model(name, "me", 1) for name in "abc"]
    listed = openai_models.build_model_list(rows)
    assert [Model.model_validate(row, strict=True).id for row in listed["data"]] == ["a", "b", "c"]
    built = [anthropic_models.build_model(name, 1, 9) for name in "abcde"]
    page = anthropic_models.build_model_list(built, limit=2)
    assert ([m["id"] for m in page["data"]], page["has_more"], page["last_id"]) == (["a", "b"], True, "b")
    page = anthropic_models.build_model_list(built, limit=2, after="c")
    assert ([m["id"] for m in page["data"]], page["has_more"]) == (["d", "e"], False)
    page = anthropic_models.build_model_list(built, limit=2, before="d")
    assert ([m["id"] for m in page["data"]], page["has_more"]) == (["b", "c"], True)
    assert anthropic_models.build_model_list(built, after="x")["data"] == []
    assert built[0]["created_at"] == "1970-01-01T00:00:01Z"
