"""Providers of China that speak a wire format of their own, or sign their calls: one row each.

Numbers and names are one-api's; addresses are today's. Vendors that have given up an interface in favour
of OpenAI's format are marked, and keep it for whoever still has an address that answers.
"""

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.providers import chat_vendors
from oneapi_desktop.providers.provider import ConfigField, Mode, Provider, read_dialects

CHAT = frozenset({Mode.CHAT})
CHAT_EMBED = frozenset({Mode.CHAT, Mode.EMBEDDINGS})

NATIVE_EAST: tuple[Provider, ...] = (
    Provider(
        "zhipu",
        16,
        "Zhipu GLM (bigmodel.cn, Z.ai)",
        "https://open.bigmodel.cn",
        dialects=(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, Dialect.ZHIPU),
        adapter="zhipu:ZhipuAdapter",
        modes=CHAT_EMBED | {Mode.IMAGES},
        key_pattern=r"[^\s.]+\.[^\s.]+",
        key_hint="an API key of the form id.secret",
        config_fields=(
            ConfigField("dialects", "Wire formats to ask in, best first: openai-chat, anthropic", check=read_dialects),
        ),
        price_family="zhipuai",
        vendor=chat_vendors.ZHIPU,
    ),
    Provider(
        "ali",
        17,
        "Alibaba DashScope (native)",
        "https://dashscope.aliyuncs.com",
        dialects=(Dialect.DASHSCOPE,),
        adapter="dashscope:DashscopeAdapter",
        modes=CHAT_EMBED | {Mode.IMAGES, Mode.RERANK},
        key_hint="an API key of Model Studio (Bailian) that begins with sk-",
        config_fields=(ConfigField("plugin", "Plugin to use, as X-DashScope-Plugin"),),
    ),
)
