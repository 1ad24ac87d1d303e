"""Recipes of editors and their extensions."""

import json
from pathlib import Path
from typing import Any

from oneapi_desktop.services.tool_recipes.recipe import (
    Edit,
    Format,
    Item,
    KeyPath,
    Machine,
    Place,
    Recipe,
    Snippet,
    Target,
    address_at,
)

NAME = "One API Desktop"
CONTEXT_TOKENS = 128_000
"""What Zed is told a model can take; the gateway does not know the true figure of every model."""


def _continue_directory(machine: Machine) -> Path:
    return machine.directory("CONTINUE_GLOBAL_DIR", machine.home / ".continue")


def _continue_model(target: Target, model: str) -> dict[str, object]:
    return {
        "name": f"{NAME}: {model}",
        "provider": "openai",
        "model": model,
        "apiBase": target.openai,
        "apiKey": target.key,
        "roles": ["chat", "edit", "apply"],
    }


def _continue_models(target: Target) -> list[dict[str, object]]:
    return [_continue_model(target, model) for model in target.models or (target.model,)]


def _continue_edits(target: Target, place: Place) -> list[Edit]:
    path = _continue_directory(place.machine) / "config.yaml"
    values: list[tuple[KeyPath, object]] = []
    if not path.exists():
        # A file without these three is refused by Continue.
        values += [(("name",), "Local Config"), (("version",), "1.0.0"), (("schema",), "v1")]
    entries = _continue_models(target)
    values += [(("models", Item("name", str(entry["name"]))), entry) for entry in entries]
    return [Edit(path, Format.YAML, tuple(values), _continue_addresses)]


def _continue_addresses(data: Any) -> list[Any]:
    models = data.get("models")
    return [
        model["apiBase"]
        for model in (models if isinstance(models, list) else [])
        if isinstance(model, dict) and "apiBase" in model
    ]


def _continue_snippet(target: Target) -> str:
    lines = ["models:"]
    for entry in _continue_models(target):
        head = "  - "
        for key, value in entry.items():
            shown = f"[{', '.join(value)}]" if isinstance(value, list) else f'"{value}"' if key == "name" else value
            lines.append(f"{head}{key}: {shown}")
            head = "    "
    return "\n".join(lines)


CONTINUE = Recipe(
    name="continue",
    label="Continue",
    text="The open assistant for VS Code and JetBrains.",
    source="https://docs.continue.dev/reference (models: provider openai, apiBase)",
    marks=lambda machine: [_continue_directory(machine)],
    edits=_continue_edits,
    snippets=lambda target, _machine: [Snippet("config.yaml", "yaml", _continue_snippet(target))],
    steps=("An old config.json beside it is ignored by Continue as soon as there is a config.yaml.",),
)


def _zed_settings(machine: Machine) -> Path:
    if machine.system == "windows":
        return machine.roaming / "Zed" / "settings.json"
    # Zed looks into ~/.config on macOS as well, and inside Flatpak into the directory it is told.
    config = machine.home / ".config" if machine.system == "macos" else machine.config
    return machine.directory("FLATPAK_XDG_CONFIG_HOME", config) / "zed" / "settings.json"


def _zed_provider(target: Target) -> dict[str, object]:
    models = [{"name": model, "max_tokens": CONTEXT_TOKENS} for model in target.models or (target.model,)]
    return {"api_url": target.openai, "available_models": models}


def _zed_edits(target: Target, place: Place) -> list[Edit]:
    values = ((("language_models", "openai_compatible", NAME), _zed_provider(target)),)
    address = address_at("language_models", "openai_compatible", NAME, "api_url")
    return [Edit(_zed_settings(place.machine), Format.JSONC, values, address)]


ZED = Recipe(
    name="zed",
    label="Zed",
    text="The editor's own agent and inline assistant.",
    source="https://zed.dev/docs/ai/use-api-access (OpenAI-compatible endpoints)",
    programs=("zed", "zeditor"),
    marks=lambda machine: [_zed_settings(machine).parent],
    edits=_zed_edits,
    snippets=lambda target, _machine: [
        Snippet("settings.json", "json", json.dumps(
            {"language_models": {"openai_compatible": {NAME: _zed_provider(target)}}}, indent=2)),
        Snippet("API key", "text", target.key),
    ],
    steps=(
        "Zed keeps keys in the system's keychain, not in its settings: open 'agent: open settings', "
        f"choose the provider {NAME}, and paste the key.",
    ),
)  # fmt: skip

_OPENAI_FIELDS = "Base URL, API key and model as below."


def _form(target: Target) -> list[Snippet]:
    return [
        Snippet("Base URL", "text", target.openai),
        Snippet("API key", "text", target.key),
        Snippet("Model", "text", target.model),
    ]


CLINE = Recipe(
    name="cline",
    label="Cline",
    text="The agent for VS Code; it keeps its settings inside VS Code's own storage.",
    source="https://docs.cline.bot (OpenAI Compatible provider)",
    marks=lambda machine: [machine.home / ".cline"],
    snippets=lambda target, _machine: _form(target),
    steps=("Open Cline's settings and choose the API provider 'OpenAI Compatible'.", _OPENAI_FIELDS),
)

ROO_CODE = Recipe(
    name="roo-code",
    label="Roo Code",
    text="The agent for VS Code; it keeps its settings inside VS Code's own storage.",
    source="https://docs.roocode.com/providers/openai-compatible",
    snippets=lambda target, _machine: _form(target),
    steps=("Open Roo Code's settings and choose the API provider 'OpenAI Compatible'.", _OPENAI_FIELDS),
)

CURSOR = Recipe(
    name="cursor",
    label="Cursor",
    text="Cursor's servers make the calls, so they must be able to reach the address: a loopback or LAN address "
    "will not do.",
    source="https://docs.cursor.com/settings/api-keys",
    programs=("cursor",),
    marks=lambda machine: [machine.home / ".cursor"],
    snippets=lambda target, _machine: _form(target),
    steps=(
        "Cursor Settings → Models → API Keys: paste the key under OpenAI API Key, switch on "
        "'Override OpenAI Base URL' and paste the base URL.",
        "Give the gateway a public HTTPS address first (a tunnel or reverse proxy), and use that in place of the "
        "one below.",
        "Add the model under its name here.",
    ),
)

RECIPES = (CONTINUE, ZED, CLINE, ROO_CODE, CURSOR)
