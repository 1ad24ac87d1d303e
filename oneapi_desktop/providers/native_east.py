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
        models=(
            "glm-5.3",
            "glm-5.3-flash",
            "glm-5.2",
            "glm-5v-turbo",
            "glm-4.7",
            "embedding-3",
            "cogview-4",
        ),
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
        models=(
            "qwen3.8-max",
            "qwen3.8-flash",
            "qwen3.7-plus",
            "qwen-plus",
            "qwen3-vl-plus",
            "qwen-image-3.0",
            "text-embedding-v4",
        ),
    ),
    Provider(
        "tencent",
        23,
        "Tencent (TokenHub, Hunyuan)",
        "https://tokenhub.tencentmaas.com",
        dialects=(Dialect.OPENAI_CHAT, Dialect.TENCENT_HUNYUAN),
        adapter="tencent:TencentAdapter",
        modes=CHAT_EMBED,
        key_pattern=r"[^\s|]+|[^\s|]+\|[^\s|]+\|[^\s|]+",
        key_hint="an API key of TokenHub; AppId|SecretId|SecretKey for the former interface",
        config_fields=(
            ConfigField(
                "dialects",
                "Wire formats to ask in, best first: openai-chat, anthropic; tencent-hunyuan is the former interface",
                check=read_dialects,
            ),
        ),
        vendor=chat_vendors.TOKENHUB,
        models=(
            "hy3-preview",
            "deepseek-v4-pro",
            "deepseek-v4-flash",
            "glm-5.3",
            "kimi-k3",
            "minimax-m3",
        ),
    ),
    Provider(
        "xunfei",
        18,
        "iFlytek Spark (WebSocket)",
        "https://spark-api.xf-yun.com",
        dialects=(Dialect.SPARK,),
        adapter="spark:SparkAdapter",
        modes=CHAT,
        key_pattern=r"[^\s|]+\|[^\s|]+\|[^\s|]+",
        key_hint="APPID|APISecret|APIKey",
        config_fields=(ConfigField("api_version", "Version for models whose name tells none, such as v3.5"),),
        lists_models=False,
        exempt={"models": "it has no list"},
        models=(
            "Spark-4.0-Ultra",
            "Spark-Max",
            "Spark-Max-32K",
            "Spark-Pro",
            "Spark-Pro-128K",
            "Spark-Lite",
        ),
    ),
    Provider(
        "coze",
        34,
        "Coze (bots)",
        "https://api.coze.com",
        dialects=(Dialect.COZE,),
        adapter="coze:CozeAdapter",
        modes=CHAT,
        needs_key=False,
        key_hint="a personal access token (pat_…), or the fields of an OAuth application; models are bots' ids",
        config_fields=(
            ConfigField("user_id", "User whom the bots talk to; empty takes the request's"),
            ConfigField("client_id", "OAuth application: its id"),
            ConfigField("public_key_id", "OAuth application: fingerprint of its public key"),
            ConfigField("private_key", "OAuth application: its private key (PEM)", secret=True),
            ConfigField("api_version", "v2 for the former interface; empty uses v3"),
        ),
        exempt={"tools": "a bot calls its own tools"},
    ),
    Provider(
        "baidu",
        15,
        "Baidu ERNIE v1 (gone; use baidu-v2)",
        "https://aip.baidubce.com",
        dialects=(Dialect.BAIDU_ERNIE,),
        adapter="baidu:BaiduAdapter",
        modes=CHAT_EMBED,
        key_pattern=r"[^\s|]+\|[^\s|]+",
        key_hint="APIKey|SecretKey",
        lists_models=False,
        legacy=True,
        exempt={"models": "it has no list"},
        models=(
            "ERNIE-4.0-8K",
            "ERNIE-3.5-8K",
            "ERNIE-Speed-8K",
            "ERNIE-Speed-128K",
            "ERNIE-Lite-8K-0308",
            "ERNIE-Tiny-8K",
            "Embedding-V1",
            "bge-large-zh",
        ),
    ),
)
