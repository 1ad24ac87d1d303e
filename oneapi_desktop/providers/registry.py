"""The registry of providers: every surface that lists upstreams is derived from it."""

import difflib
from collections.abc import Sequence

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.echo import ECHO_MODELS
from oneapi_desktop.providers.inference_hosts import INFERENCE_HOSTS
from oneapi_desktop.providers.local_servers import LOCAL_SERVERS
from oneapi_desktop.providers.native_east import NATIVE_EAST
from oneapi_desktop.providers.native_west import NATIVE_WEST
from oneapi_desktop.providers.openai_family import OPENAI_FAMILY
from oneapi_desktop.providers.provider import EVERY_MODE, Mode, Provider, UrlRule

ECHO = Provider(
    "echo",
    0,
    "Echo (built in, no network)",
    url_rule=UrlRule.IN_PROCESS,
    needs_key=False,
    key_hint="none",
    modes=EVERY_MODE - {Mode.RERANK, Mode.REALTIME},
    models=ECHO_MODELS,
)

RAW_PROXY = Provider(
    "proxy",
    43,
    "Raw proxy (/v1/oneapi/proxy/CHANNEL-ID/…)",
    dialects=(),
    url_rule=UrlRule.OWN_PATHS,
    needs_key=False,
    key_pattern=r".+",
    key_hint="the whole value of the Authorization header, such as 'Bearer sk-…'",
    bearer=False,
    modes=frozenset({Mode.RAW_PROXY}),
    models=("proxy",),
    lists_models=False,
)

_ROWS = (*OPENAI_FAMILY, *NATIVE_WEST, *NATIVE_EAST, *LOCAL_SERVERS, *INFERENCE_HOSTS, RAW_PROXY, ECHO)
_PROVIDERS: tuple[Provider, ...] = tuple(sorted(_ROWS, key=lambda provider: provider.legacy))
_BY_NAME = {provider.name: provider for provider in _PROVIDERS}
_BY_NUMBER = {provider.number: provider for provider in _PROVIDERS if provider.number}
_ALIASES = {
    "mistralai": "mistral",
    "together.ai": "together",
    "lingyiwanwu": "01ai",
    "openaisb": "openai-sb",
    "baiduv2": "baidu-v2",
    "xunfeiv2": "spark-v2",
    "alibailian": "bailian",
    "geminiv2": "gemini-openai",
    "aiproxylibrary": "aiproxy-library",
    "bedrock": "aws",
    "claude": "anthropic",
    "vertex": "vertexai",
    "workers-ai": "cloudflare",
    "lm-studio": "lmstudio",
    "llamacpp": "llama-cpp",
    "llama.cpp": "llama-cpp",
    "nim": "nvidia",
}


def all_providers() -> Sequence[Provider]:
    """Every provider, in the order people should see them."""
    return _PROVIDERS


def find_provider(name_or_number: str | int) -> Provider:
    """The provider of a name, or of one-api's channel type number. Raises InvalidInput."""
    text = str(name_or_number).strip().lower()
    if text.isdigit() and int(text) in _BY_NUMBER:
        return _BY_NUMBER[int(text)]
    text = _ALIASES.get(text, text)
    if text in _BY_NAME:
        return _BY_NAME[text]
    near = difflib.get_close_matches(text, _BY_NAME, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "see 'oneapi-desktop provider list'"
    raise InvalidInput("type", f"there is no provider {text!r}; {hint}")
