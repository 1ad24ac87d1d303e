"""Gemini's embeddings, token counts and list of models."""

import orjson
import pytest
from google.genai import types

from oneapi_desktop.dialects import gemini as codec
from oneapi_desktop.dialects.conversation import DialectError, TokenUsage
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse
from oneapi_desktop.domain.errors import ErrorKind

VECTORS = EmbeddingResponse(((0.5, -1.0), (2.0, 3.0)), usage=TokenUsage(input_plain=7))


def test_a_batch_survives():
    request = EmbeddingRequest("m", ("a", "é"), dimensions=256, task="RETRIEVAL_QUERY", title="t")
    body = codec.build_embedding_request(request)
    assert body["requests"][1] == {
        "model": "models/m",
        "content": {"parts": [{"text": "é"}]},
        "taskType": "RETRIEVAL_QUERY",
        "title": "t",
        "outputDimensionality": 256,
    }
    assert codec.parse_embedding_request(orjson.dumps(body)) == request


def test_one_text_and_both_spellings():
    single = {"content": {"parts": [{"text": "a"}, {"text": "b"}]}, "output_dimensionality": 3, "task_type": "X"}
    request = codec.parse_embedding_request(single, model="models/m")
    assert request == EmbeddingRequest("m", ("a\nb",), dimensions=3, task="X")
    vertex = {"content": "a", "embedContentConfig": {"autoTruncate": True, "outputDimensionality": 5}}
    assert codec.parse_embedding_request(vertex, model="m") == EmbeddingRequest("m", ("a",), 5, truncate=True)


@pytest.mark.parametrize(
    ("body", "kind", "param"),
    [
        ({}, ErrorKind.INVALID_REQUEST, "content"),
        ({"requests": []}, ErrorKind.INVALID_REQUEST, "requests"),
        ({"requests": [{}]}, ErrorKind.INVALID_REQUEST, "requests[0].content"),
        (
            {"content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}]}},
            ErrorKind.UNSUPPORTED,
            "content",
        ),
    ],
)
def test_a_wrong_request_is_refused_by_name(body, kind, param):
    with pytest.raises(DialectError) as caught:
        codec.parse_embedding_request(body)
    assert (caught.value.kind, caught.value.param) == (kind, param)


def test_what_cannot_be_embedded_is_refused():
    for inputs in (((1, 2),), ("a",) * 101):
        with pytest.raises(DialectError) as caught:
            codec.build_embedding_request(EmbeddingRequest("m", inputs))
        assert caught.value.param == "input"


def test_vectors_survive_in_both_shapes():
    body = codec.build_embedding_response(VECTORS)
    types.EmbedContentResponse.model_validate({"embeddings": body["embeddings"]})
    assert codec.parse_embedding_response(orjson.dumps(body)) == VECTORS
    single = codec.build_embedding_response(VECTORS, batch=False)
    assert single["embedding"] == {"values": [0.5, -1.0]}
    assert codec.parse_embedding_response(single).vectors == VECTORS.vectors[:1]
    assert codec.build_embedding_response(EmbeddingResponse(()), batch=False) == {"embedding": {"values": []}}


def test_counts_may_stand_beside_each_vector():
    body = {"embeddings": [{"values": [1], "statistics": {"tokenCount": 3.0}}, {"values": [2]}]}
    assert codec.parse_embedding_response(body).usage == TokenUsage(input_plain=3)
    assert codec.parse_embedding_response({"embedding": {"values": [1]}}).usage is None


@pytest.mark.parametrize("body", [{}, {"embeddings": [{}]}, {"embeddings": [{"values": ["x"]}]}, {"embedding": 5}])
def test_vectors_that_are_none_are_refused(body):
    with pytest.raises(DialectError) as caught:
        codec.parse_embedding_response(body)
    assert caught.value.kind is ErrorKind.BAD_UPSTREAM


def test_token_counts():
    for body in (codec.build_count_response(5), codec.build_count_response(5, 2)):
        types.CountTokensResponse.model_validate(body)
        assert codec.parse_count_response(orjson.dumps(body)) == 5
    with pytest.raises(DialectError, match="no number"):
        codec.parse_count_response({})


def test_the_list_of_models():
    models = [
        codec.build_model("gemini-3", label="Gemini 3", input_limit=1_000_000, output_limit=65_536),
        codec.build_model("models/meta/llama:free"),
    ]
    body = codec.build_model_list(models, "next")
    assert codec.parse_model_list(orjson.dumps(body)) == (["gemini-3", "meta/llama:free"], "next")
    assert "nextPageToken" not in codec.build_model_list([])
    first, second = body["models"]
    assert (first["inputTokenLimit"], second["displayName"]) == (1_000_000, "meta/llama:free")
    assert "generateContent" in second["supportedGenerationMethods"]
    assert codec.parse_model_list({"models": [{"name": 5}, "x"]}) == ([], "")
