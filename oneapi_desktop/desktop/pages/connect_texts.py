"""The words of the tool recipes in the language of the window.

The recipes are written in English and shown by every surface; here their sentences are listed for the
catalogues. One that is not listed is shown as it is.
"""

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP

TEXTS = (
    QT_TRANSLATE_NOOP(
        "Recipes", "Anthropic's agent; the first model is the main one, the second (if any) the small one."
    ),
    QT_TRANSLATE_NOOP("Recipes", "OpenAI's agent; it speaks the Responses dialect only."),
    QT_TRANSLATE_NOOP("Recipes", "Google's agent, with an API key instead of a Google login."),
    QT_TRANSLATE_NOOP("Recipes", "Alibaba's agent over its OpenAI-compatible login."),
    QT_TRANSLATE_NOOP("Recipes", "The open agent, with this gateway as one more provider."),
    QT_TRANSLATE_NOOP("Recipes", "Pair programming in the terminal."),
    QT_TRANSLATE_NOOP("Recipes", "The open assistant for VS Code and JetBrains."),
    QT_TRANSLATE_NOOP("Recipes", "The editor's own agent and inline assistant."),
    QT_TRANSLATE_NOOP("Recipes", "The agent for VS Code; it keeps its settings inside VS Code's own storage."),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Cursor's servers make the calls, so they must be able to reach the address: a loopback or LAN address will "
        "not do.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Everything that reads OPENAI_BASE_URL: the official SDKs and many tools, through a project's .env.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "The self-hosted chat page, through the .env beside its compose file."),
    QT_TRANSLATE_NOOP("Recipes", "ChatOpenAI with another address."),
    QT_TRANSLATE_NOOP("Recipes", "One request by hand."),
)
"""What each tool is."""

STEPS = (
    QT_TRANSLATE_NOOP("Recipes", "Start claude anew; /status shows the base URL."),
    QT_TRANSLATE_NOOP("Recipes", "Start codex anew; /status shows the provider."),
    QT_TRANSLATE_NOOP("Recipes", "A project's own .env wins over the one in ~/.gemini."),
    QT_TRANSLATE_NOOP("Recipes", "A project's own .aider.conf.yml wins over the one in your home directory."),
    QT_TRANSLATE_NOOP(
        "Recipes", "An old config.json beside it is ignored by Continue as soon as there is a config.yaml."
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Zed keeps keys in the system's keychain, not in its settings: open 'agent: open settings', choose the "
        "provider One API Desktop, and paste the key.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Open Cline's settings and choose the API provider 'OpenAI Compatible'."),
    QT_TRANSLATE_NOOP("Recipes", "Open Roo Code's settings and choose the API provider 'OpenAI Compatible'."),
    QT_TRANSLATE_NOOP("Recipes", "Base URL, API key and model as below."),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Cursor Settings → Models → API Keys: paste the key under OpenAI API Key, switch on 'Override OpenAI Base URL' "
        "and paste the base URL.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Give the gateway a public HTTPS address first (a tunnel or reverse proxy), and use that in place of the one "
        "below.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Add the model under its name here."),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "The SDKs read the environment, not the file: load it with dotenv, direnv or 'docker --env-file'.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "These variables count at the first start only; afterwards change Admin Panel → Settings → Connections.",
    ),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "From inside a container this machine is not 127.0.0.1: share the gateway on the LAN or use host networking.",
    ),
)
"""What a person does beside or after a recipe."""

REMARKS = (
    QT_TRANSLATE_NOOP("Recipes", "other users of this machine can read this file, and the key in it"),
    QT_TRANSLATE_NOOP("Recipes", "Terminal"),
)
"""Remarks about files, and titles of snippets that are no file's name."""

ICONS = {
    "claude-code": "asterisk",
    "codex": "console-line",
    "gemini-cli": "creation",
    "qwen-code": "alpha-q-box-outline",
    "opencode": "code-brackets",
    "aider": "account-multiple-outline",
    "continue": "arrow-right-circle-outline",
    "zed": "alpha-z-box-outline",
    "cline": "robot-outline",
    "roo-code": "robot-happy-outline",
    "cursor": "cursor-default-outline",
    "openai-sdk": "language-python",
    "open-webui": "chat-processing-outline",
    "langchain": "link-variant",
    "curl": "console",
}
"""The sign of each tool's card."""


def recipe_text(source: str) -> str:
    """A sentence of a recipe in the present language."""
    return QCoreApplication.translate("Recipes", source)
