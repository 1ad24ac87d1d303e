"""The words of the provider registry in the language of the window.

The registry is written in English and shown by every surface; here its sentences are listed for the
catalogues. One that is not listed is shown as it is.
"""

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP

LABELS = (
    QT_TRANSLATE_NOOP("Provider", "OpenAI compatible"),
    QT_TRANSLATE_NOOP("Provider", "Gemini (OpenAI compatible)"),
    QT_TRANSLATE_NOOP("Provider", "Custom (an origin; /v1/… is appended)"),
    QT_TRANSLATE_NOOP("Provider", "DeepL (translation as chat)"),
    QT_TRANSLATE_NOOP("Provider", "llama.cpp server"),
    QT_TRANSLATE_NOOP("Provider", "Hugging Face (inference providers)"),
    QT_TRANSLATE_NOOP("Provider", "Raw proxy (/v1/oneapi/proxy/CHANNEL-ID/…)"),
    QT_TRANSLATE_NOOP("Provider", "Echo (built in, no network)"),
)
"""Names of providers that are more than a name."""

KEY_HINTS = (
    QT_TRANSLATE_NOOP("Provider", "API key"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with sk-"),
    QT_TRANSLATE_NOOP("Provider", "whatever the server expects, or nothing"),
    QT_TRANSLATE_NOOP("Provider", "a key of the Azure resource, or the Entra ID fields"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with sk-or-"),
    QT_TRANSLATE_NOOP("Provider", "a key that begins with bce-v3/"),
    QT_TRANSLATE_NOOP("Provider", "an APIPassword, or APIKey:APISecret"),
    QT_TRANSLATE_NOOP("Provider", "a Google AI Studio API key"),
    QT_TRANSLATE_NOOP("Provider", "an app key (fastgpt-…), or APIKey-AppId"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with sk-ant-"),
    QT_TRANSLATE_NOOP(
        "Provider",
        "an API key, or Region|ProjectId|JSON; a service account's JSON may also go into vertex_ai_adc",
    ),
    QT_TRANSLATE_NOOP("Provider", "a Bedrock API key, or AccessKey|SecretKey|Region; or the fields ak and sk"),
    QT_TRANSLATE_NOOP("Provider", "nothing for a local server; an API key for https://ollama.com"),
    QT_TRANSLATE_NOOP("Provider", "an API token with the permission Workers AI"),
    QT_TRANSLATE_NOOP("Provider", "an API token that begins with r8_"),
    QT_TRANSLATE_NOOP("Provider", "an authentication key; those of free accounts end in :fx"),
    QT_TRANSLATE_NOOP("Provider", "nothing, or the key the server was started with"),
    QT_TRANSLATE_NOOP("Provider", "the key set in Jan's local API server"),
    QT_TRANSLATE_NOOP("Provider", "a GitHub token with the permission models:read"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with pplx-"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with fw_"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with csk-"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with nvapi-"),
    QT_TRANSLATE_NOOP("Provider", "a token that begins with hf_"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with jina_"),
    QT_TRANSLATE_NOOP("Provider", "an API key that begins with pa-"),
    QT_TRANSLATE_NOOP("Provider", "the whole value of the Authorization header, such as 'Bearer sk-…'"),
    QT_TRANSLATE_NOOP("Provider", "an API key of Model Studio (Bailian) that begins with sk-"),
    QT_TRANSLATE_NOOP("Provider", "APIKey|SecretKey"),
    QT_TRANSLATE_NOOP("Provider", "an API key of TokenHub; AppId|SecretId|SecretKey for the former interface"),
    QT_TRANSLATE_NOOP("Provider", "an API key of the form id.secret"),
    QT_TRANSLATE_NOOP("Provider", "APPID|APISecret|APIKey"),
    QT_TRANSLATE_NOOP(
        "Provider", "a personal access token (pat_…), or the fields of an OAuth application; models are bots' ids"
    ),
    QT_TRANSLATE_NOOP("Provider", "an API key of Ark; models are named by their id, or by that of an endpoint (ep-…)"),
    QT_TRANSLATE_NOOP("Provider", "none"),
    QT_TRANSLATE_NOOP("Provider", "a Google API key; Google itself has shut PaLM down"),
)
"""What a provider's key looks like."""

FIELD_LABELS = (
    QT_TRANSLATE_NOOP("Provider", "Wire formats the server speaks, best first, such as openai-chat,anthropic"),
    QT_TRANSLATE_NOOP("Provider", "API version; empty uses the v1 surface without versions"),
    QT_TRANSLATE_NOOP("Provider", "Entra ID: tenant"),
    QT_TRANSLATE_NOOP("Provider", "Entra ID: application (client) id"),
    QT_TRANSLATE_NOOP("Provider", "Entra ID: client secret"),
    QT_TRANSLATE_NOOP("Provider", "Entra ID: an access token of your own"),
    QT_TRANSLATE_NOOP("Provider", "Entra ID: sign-in address of a sovereign cloud"),
    QT_TRANSLATE_NOOP("Provider", "Entra ID: scope; empty asks for Cognitive Services"),
    QT_TRANSLATE_NOOP("Provider", "API version; empty uses v1beta"),
    QT_TRANSLATE_NOOP("Provider", "Location, such as us-central1, eu or global"),
    QT_TRANSLATE_NOOP("Provider", "Project id; empty takes it from the credentials"),
    QT_TRANSLATE_NOOP("Provider", "Service account or application default credentials (JSON)"),
    QT_TRANSLATE_NOOP("Provider", "Region, such as us-east-1"),
    QT_TRANSLATE_NOOP("Provider", "Access key id"),
    QT_TRANSLATE_NOOP("Provider", "Secret access key"),
    QT_TRANSLATE_NOOP("Provider", "Session token of temporary credentials"),
    QT_TRANSLATE_NOOP("Provider", "Region of inference profiles to ask through: us, eu, apac, global …"),
    QT_TRANSLATE_NOOP("Provider", "Account id; not needed with an AI gateway's address"),
    QT_TRANSLATE_NOOP("Provider", "AI gateway to log and cache through"),
    QT_TRANSLATE_NOOP("Provider", "Wire formats to ask in, best first; cloudflare is the native one"),
    QT_TRANSLATE_NOOP("Provider", "OAuth application: fingerprint of its public key"),
    QT_TRANSLATE_NOOP("Provider", "OAuth application: its id"),
    QT_TRANSLATE_NOOP("Provider", "OAuth application: its private key (PEM)"),
    QT_TRANSLATE_NOOP("Provider", "Plugin to use, as X-DashScope-Plugin"),
    QT_TRANSLATE_NOOP("Provider", "User whom the bots talk to; empty takes the request's"),
    QT_TRANSLATE_NOOP("Provider", "Version for models whose name tells none, such as v3.5"),
    QT_TRANSLATE_NOOP("Provider", "Wire formats to ask in, best first: openai-chat, anthropic"),
    QT_TRANSLATE_NOOP(
        "Provider",
        "Wire formats to ask in, best first: openai-chat, anthropic; tencent-hunyuan is the former interface",
    ),
    QT_TRANSLATE_NOOP("Provider", "v2 for the former interface; empty uses v3"),
    QT_TRANSLATE_NOOP("Provider", "Id of the library"),
)
"""What the providers' own fields are."""


def provider_text(text: str) -> str:
    """A label or hint of the registry in the present language."""
    return QCoreApplication.translate("Provider", text)


def key_sentence(hint: str) -> str:
    """A key hint as a sentence of its own. Translations are written as they are to be shown."""
    shown = provider_text(hint)
    return shown[:1].upper() + shown[1:] if shown == hint else shown
