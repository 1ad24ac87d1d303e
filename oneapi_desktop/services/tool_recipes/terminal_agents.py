"""Recipes of coding agents in the terminal."""

import json
from pathlib import Path

from oneapi_desktop.services.tool_recipes.recipe import (
    ABSENT,
    Edit,
    Format,
    KeyPath,
    Machine,
    Place,
    Recipe,
    Snippet,
    Target,
    address_at,
)

PROVIDER_ID = "oneapi-desktop"
PROVIDER_NAME = "One API Desktop"


def _exports(machine: Machine, variables: dict[str, str]) -> str:
    if machine.system == "windows":
        return "\n".join(f'$env:{name} = "{value}"' for name, value in variables.items())
    return "\n".join(f'export {name}="{value}"' for name, value in variables.items())


def _claude_variables(target: Target) -> dict[str, str]:
    variables = {"ANTHROPIC_BASE_URL": target.root, "ANTHROPIC_AUTH_TOKEN": target.key}
    if target.models:
        small = target.models[1] if len(target.models) > 1 else target.model
        variables |= {
            "ANTHROPIC_MODEL": target.model,
            "ANTHROPIC_DEFAULT_OPUS_MODEL": target.model,
            "ANTHROPIC_DEFAULT_SONNET_MODEL": target.model,
            "ANTHROPIC_DEFAULT_HAIKU_MODEL": small,
        }
    return variables


def _claude_directory(machine: Machine) -> Path:
    return machine.directory("CLAUDE_CONFIG_DIR", machine.home / ".claude")


def _claude_edits(target: Target, place: Place) -> list[Edit]:
    values: list[tuple[KeyPath, object]] = [(("env", k), v) for k, v in _claude_variables(target).items()]
    # With both a key and a token set, Claude Code asks at every start which one is meant.
    values.append((("env", "ANTHROPIC_API_KEY"), ABSENT))
    path = _claude_directory(place.machine) / "settings.json"
    return [Edit(path, Format.JSONC, tuple(values), address_at("env", "ANTHROPIC_BASE_URL"))]


CLAUDE_CODE = Recipe(
    name="claude-code",
    label="Claude Code",
    text="Anthropic's agent; the first model is the main one, the second (if any) the small one.",
    source="https://code.claude.com/docs/en/settings (environment variables in settings.json)",
    programs=("claude",),
    marks=lambda machine: [_claude_directory(machine)],
    edits=_claude_edits,
    snippets=lambda target, machine: [
        Snippet("settings.json", "json", json.dumps({"env": _claude_variables(target)}, indent=2)),
        Snippet("Terminal", "sh", _exports(machine, _claude_variables(target)) + "\nclaude"),
    ],
    steps=("Start claude anew; /status shows the base URL.",),
)


def _codex_directory(machine: Machine) -> Path:
    return machine.directory("CODEX_HOME", machine.home / ".codex")


def _codex_values(target: Target) -> tuple[tuple[KeyPath, object], ...]:
    provider = ("model_providers", PROVIDER_ID)
    return (
        (("model",), target.model),
        (("model_provider",), PROVIDER_ID),
        ((*provider, "name"), PROVIDER_NAME),
        ((*provider, "base_url"), target.openai),
        ((*provider, "wire_api"), "responses"),
        ((*provider, "experimental_bearer_token"), target.key),
    )


def _codex_snippet(target: Target) -> str:
    return (
        f'model = "{target.model}"\nmodel_provider = "{PROVIDER_ID}"\n\n'
        f'[model_providers.{PROVIDER_ID}]\nname = "{PROVIDER_NAME}"\nbase_url = "{target.openai}"\n'
        f'wire_api = "responses"\nexperimental_bearer_token = "{target.key}"\n'
    )


CODEX = Recipe(
    name="codex",
    label="Codex",
    text="OpenAI's agent; it speaks the Responses dialect only.",
    source="https://developers.openai.com/codex/config-reference (model_providers)",
    programs=("codex",),
    marks=lambda machine: [_codex_directory(machine)],
    edits=lambda target, place: [
        Edit(
            _codex_directory(place.machine) / "config.toml",
            Format.TOML,
            _codex_values(target),
            address_at("model_providers", PROVIDER_ID, "base_url"),
        )
    ],
    snippets=lambda target, _machine: [Snippet("config.toml", "toml", _codex_snippet(target))],
    steps=("Start codex anew; /status shows the provider.",),
)


def _gemini_directory(machine: Machine) -> Path:
    return machine.directory("GEMINI_CLI_HOME", machine.home) / ".gemini"


def _gemini_variables(target: Target) -> dict[str, str]:
    variables = {"GOOGLE_GEMINI_BASE_URL": target.root, "GEMINI_API_KEY": target.key}
    return variables | ({"GEMINI_MODEL": target.model} if target.models else {})


def _gemini_edits(target: Target, place: Place) -> list[Edit]:
    directory = _gemini_directory(place.machine)
    variables = tuple(((name,), value) for name, value in _gemini_variables(target).items())
    selected: KeyPath = ("security", "auth", "selectedType")
    return [
        Edit(directory / ".env", Format.DOTENV, variables, address_at("GOOGLE_GEMINI_BASE_URL")),
        Edit(directory / "settings.json", Format.JSONC, ((selected, "gemini-api-key"),)),
    ]


GEMINI_CLI = Recipe(
    name="gemini-cli",
    label="Gemini CLI",
    text="Google's agent, with an API key instead of a Google login.",
    source="https://geminicli.com/docs/reference/configuration (environment variables, security.auth.selectedType)",
    programs=("gemini",),
    marks=lambda machine: [_gemini_directory(machine)],
    edits=_gemini_edits,
    snippets=lambda target, machine: [
        Snippet("Terminal", "sh", _exports(machine, _gemini_variables(target)) + "\ngemini"),
        Snippet("~/.gemini/.env", "ini", "\n".join(f"{k}={v}" for k, v in _gemini_variables(target).items())),
    ],
    steps=("A project's own .env wins over the one in ~/.gemini.",),
)


def _openai_variables(target: Target) -> dict[str, str]:
    return {"OPENAI_BASE_URL": target.openai, "OPENAI_API_KEY": target.key, "OPENAI_MODEL": target.model}


def _qwen_edits(target: Target, place: Place) -> list[Edit]:
    directory = place.machine.home / ".qwen"
    variables = tuple(((name,), value) for name, value in _openai_variables(target).items())
    return [
        Edit(directory / ".env", Format.DOTENV, variables, address_at("OPENAI_BASE_URL")),
        Edit(directory / "settings.json", Format.JSONC, ((("security", "auth", "selectedType"), "openai"),)),
    ]


QWEN_CODE = Recipe(
    name="qwen-code",
    label="Qwen Code",
    text="Alibaba's agent over its OpenAI-compatible login.",
    source="https://qwenlm.github.io/qwen-code-docs/en/users/configuration/settings (.env, security.auth.selectedType)",
    programs=("qwen",),
    marks=lambda machine: [machine.home / ".qwen"],
    edits=_qwen_edits,
    snippets=lambda target, machine: [
        Snippet("Terminal", "sh", _exports(machine, _openai_variables(target)) + "\nqwen"),
    ],
)


def _opencode_file(machine: Machine) -> Path:
    named = machine.environment.get("OPENCODE_CONFIG", "").strip()
    if named:
        return Path(named).expanduser()
    directory = machine.config / "opencode"
    with_comments = directory / "opencode.jsonc"
    return with_comments if with_comments.exists() else directory / "opencode.json"


def _opencode_provider(target: Target) -> dict[str, object]:
    return {
        "npm": "@ai-sdk/openai-compatible",
        "name": PROVIDER_NAME,
        "options": {"baseURL": target.openai, "apiKey": target.key},
        "models": {model: {"name": model} for model in target.models or (target.model,)},
    }


def _opencode_edits(target: Target, place: Place) -> list[Edit]:
    values = ((("provider", PROVIDER_ID), _opencode_provider(target)), (("model",), f"{PROVIDER_ID}/{target.model}"))
    address = address_at("provider", PROVIDER_ID, "options", "baseURL")
    return [Edit(_opencode_file(place.machine), Format.JSONC, values, address)]


OPENCODE = Recipe(
    name="opencode",
    label="opencode",
    text="The open agent, with this gateway as one more provider.",
    source="https://opencode.ai/docs/providers (custom provider), https://opencode.ai/docs/config",
    programs=("opencode",),
    marks=lambda machine: [machine.config / "opencode"],
    edits=_opencode_edits,
    snippets=lambda target, _machine: [
        Snippet("opencode.json", "json", json.dumps({"provider": {PROVIDER_ID: _opencode_provider(target)},
                                                     "model": f"{PROVIDER_ID}/{target.model}"}, indent=2)),
    ],
)  # fmt: skip


def _aider_values(target: Target) -> tuple[tuple[KeyPath, object], ...]:
    # aider hands names to LiteLLM, where "openai/" means any OpenAI-style address.
    return (
        (("openai-api-base",), target.openai),
        (("openai-api-key",), target.key),
        (("model",), f"openai/{target.model}"),
    )


AIDER = Recipe(
    name="aider",
    label="Aider",
    text="Pair programming in the terminal.",
    source="https://aider.chat/docs/config/aider_conf.html, https://aider.chat/docs/llms/openai-compat.html",
    programs=("aider",),
    marks=lambda machine: [machine.home / ".aider.conf.yml", machine.home / ".aider"],
    edits=lambda target, place: [
        Edit(place.machine.home / ".aider.conf.yml", Format.YAML, _aider_values(target), address_at("openai-api-base"))
    ],
    snippets=lambda target, _machine: [
        Snippet("~/.aider.conf.yml", "yaml", "\n".join(f"{k[0]}: {v}" for k, v in _aider_values(target))),
        Snippet("Terminal", "sh", f"aider --openai-api-base {target.openai} --openai-api-key {target.key} "
                                  f"--model openai/{target.model}"),
    ],
    steps=("A project's own .aider.conf.yml wins over the one in your home directory.",),
)  # fmt: skip

RECIPES = (CLAUDE_CODE, CODEX, GEMINI_CLI, QWEN_CODE, OPENCODE, AIDER)
