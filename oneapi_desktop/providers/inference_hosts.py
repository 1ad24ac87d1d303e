"""Hosts of other people's models that one-api does not know, with OpenAI's wire format.

Addresses and endpoints are those of the hosts' documents, November 2026.
"""

from oneapi_desktop.providers import chat_vendors
from oneapi_desktop.providers.provider import TEXT_MODES, Mode, Provider, UrlRule

CHAT = frozenset({Mode.CHAT})
CHAT_EMBED = frozenset({Mode.CHAT, Mode.EMBEDDINGS})
OPENAI = "openai"
NO_CHAT = "it has embeddings and reranking only"

INFERENCE_HOSTS: tuple[Provider, ...] = (
    Provider(
        "github-models",
        0,
        "GitHub Models",
        "https://models.github.ai/inference",
        url_rule=UrlRule.SDK_BASE,
        modes=CHAT_EMBED,
        adapter="github_models:GithubModelsAdapter",
        key_hint="a GitHub token with the permission models:read",
        price_family="github",
        models=("openai/gpt-4.1", "openai/gpt-4o", "openai/gpt-5-mini"),
    ),
    Provider(
        "perplexity",
        0,
        "Perplexity",
        "https://api.perplexity.ai",
        url_rule=UrlRule.SDK_BASE,
        modes=CHAT,
        key_hint="an API key that begins with pplx-",
        price_family="perplexity",
        lists_models=False,
        models=("sonar", "sonar-pro", "sonar-reasoning-pro", "sonar-deep-research"),
        fixtures_of=OPENAI,
        exempt={"tools": "its models search by themselves and call no tools", "models": "it has no list"},
    ),
    Provider(
        "fireworks",
        0,
        "Fireworks AI",
        "https://api.fireworks.ai/inference/v1",
        url_rule=UrlRule.SDK_BASE,
        modes=TEXT_MODES,
        key_hint="an API key that begins with fw_",
        price_family="fireworks",
        fixtures_of=OPENAI,
    ),
    Provider(
        "cerebras",
        0,
        "Cerebras",
        "https://api.cerebras.ai",
        modes=CHAT | {Mode.COMPLETIONS},
        key_hint="an API key that begins with csk-",
        price_family="cerebras",
        vendor=chat_vendors.GROQ,
        fixtures_of=OPENAI,
    ),
    Provider(
        "sambanova",
        0,
        "SambaNova",
        "https://api.sambanova.ai",
        modes=CHAT_EMBED,
        price_family="sambanova",
        fixtures_of=OPENAI,
    ),
    Provider(
        "nvidia",
        0,
        "NVIDIA NIM",
        "https://integrate.api.nvidia.com",
        modes=CHAT_EMBED | {Mode.COMPLETIONS},
        key_hint="an API key that begins with nvapi-",
        price_family="nvidia",
        fixtures_of=OPENAI,
    ),
    Provider(
        "huggingface",
        0,
        "Hugging Face (inference providers)",
        "https://router.huggingface.co",
        modes=CHAT,
        key_hint="a token that begins with hf_",
        price_family="huggingface",
        fixtures_of=OPENAI,
    ),
    Provider(
        "jina",
        0,
        "Jina AI",
        "https://api.jina.ai",
        modes=frozenset({Mode.EMBEDDINGS, Mode.RERANK}),
        key_hint="an API key that begins with jina_",
        price_family="jina",
        lists_models=False,
        models=("jina-embeddings-v4", "jina-embeddings-v3", "jina-reranker-v3", "jina-reranker-v2-base-multilingual"),
        exempt=dict.fromkeys(("answer", "stream", "tools", "usage"), NO_CHAT) | {"models": "it has no list"},
    ),
    Provider(
        "voyage",
        0,
        "Voyage AI",
        "https://api.voyageai.com",
        modes=frozenset({Mode.EMBEDDINGS, Mode.RERANK}),
        adapter="voyage:VoyageAdapter",
        key_hint="an API key that begins with pa-",
        price_family="voyageai",
        lists_models=False,
        models=("voyage-4-large", "voyage-4", "voyage-4-lite", "voyage-code-3", "rerank-2.5", "rerank-2.5-lite"),
        exempt=dict.fromkeys(("answer", "stream", "tools", "usage"), NO_CHAT) | {"models": "it has no list"},
    ),
)
