"""Recipes of SDKs, command lines and servers that are told by environment variables or by code."""

import json

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.tool_recipes.recipe import (
    Edit,
    Format,
    Machine,
    Place,
    Recipe,
    Snippet,
    Target,
    address_at,
)


def _dotenv(place: Place, variables: dict[str, str], address: str) -> list[Edit]:
    if place.directory is None:
        raise InvalidInput("directory", "say in which directory the .env file lies")
    values = tuple(((name,), value) for name, value in variables.items())
    return [Edit(place.directory / ".env", Format.DOTENV, values, address_at(address))]


def _lines(variables: dict[str, str]) -> str:
    return "\n".join(f"{name}={value}" for name, value in variables.items())


def _sdk_variables(target: Target) -> dict[str, str]:
    return {"OPENAI_BASE_URL": target.openai, "OPENAI_API_KEY": target.key}


def _python(target: Target) -> str:
    return (
        "from openai import OpenAI\n\n"
        f'client = OpenAI(base_url="{target.openai}", api_key="{target.key}")\n'
        f'answer = client.chat.completions.create(model="{target.model}", '
        'messages=[{"role": "user", "content": "hello"}])\n'
        "print(answer.choices[0].message.content)"
    )


def _javascript(target: Target) -> str:
    return (
        'import OpenAI from "openai";\n\n'
        f'const client = new OpenAI({{ baseURL: "{target.openai}", apiKey: "{target.key}" }});\n'
        f'const answer = await client.chat.completions.create({{ model: "{target.model}", '
        'messages: [{ role: "user", content: "hello" }] });\n'
        "console.log(answer.choices[0].message.content);"
    )


OPENAI_SDK = Recipe(
    name="openai-sdk",
    label="OpenAI SDK",
    text="Everything that reads OPENAI_BASE_URL: the official SDKs and many tools, through a project's .env.",
    source="https://github.com/openai/openai-python (OPENAI_BASE_URL)",
    chosen_directory=True,
    edits=lambda target, place: _dotenv(place, _sdk_variables(target), "OPENAI_BASE_URL"),
    snippets=lambda target, _machine: [
        Snippet(".env", "ini", _lines(_sdk_variables(target))),
        Snippet("Python", "python", _python(target)),
        Snippet("JavaScript", "javascript", _javascript(target)),
    ],
    steps=("The SDKs read the environment, not the file: load it with dotenv, direnv or 'docker --env-file'.",),
)


def _webui_variables(target: Target) -> dict[str, str]:
    return {"OPENAI_API_BASE_URL": target.openai, "OPENAI_API_KEY": target.key}


def _docker(target: Target) -> str:
    inside = target.openai.replace("127.0.0.1", "host.docker.internal").replace("localhost", "host.docker.internal")
    return (
        "docker run -d -p 8080:8080 --add-host=host.docker.internal:host-gateway \\\n"
        f"  -e OPENAI_API_BASE_URL={inside} -e OPENAI_API_KEY={target.key} \\\n"
        "  -v open-webui:/app/backend/data --name open-webui ghcr.io/open-webui/open-webui:main"
    )


OPEN_WEBUI = Recipe(
    name="open-webui",
    label="Open WebUI",
    text="The self-hosted chat page, through the .env beside its compose file.",
    source="https://docs.openwebui.com/reference/env-configuration (OPENAI_API_BASE_URL)",
    programs=("open-webui",),
    chosen_directory=True,
    edits=lambda target, place: _dotenv(place, _webui_variables(target), "OPENAI_API_BASE_URL"),
    snippets=lambda target, _machine: [
        Snippet(".env", "ini", _lines(_webui_variables(target))),
        Snippet("Docker", "sh", _docker(target)),
    ],
    steps=(
        "These variables count at the first start only; afterwards change Admin Panel → Settings → Connections.",
        "From inside a container this machine is not 127.0.0.1: share the gateway on the LAN or use host networking.",
    ),
)

LANGCHAIN = Recipe(
    name="langchain",
    label="LangChain",
    text="ChatOpenAI with another address.",
    source="https://python.langchain.com/docs/integrations/chat/openai",
    snippets=lambda target, _machine: [
        Snippet("Python", "python",
                "from langchain_openai import ChatOpenAI\n\n"
                f'model = ChatOpenAI(base_url="{target.openai}", api_key="{target.key}", model="{target.model}")\n'
                'print(model.invoke("hello").content)'),
    ],
)  # fmt: skip


def curl(target: Target, machine: Machine, body: object | None = None) -> str:
    """A chat request as a command, for the shell of the machine."""
    asked = body or {"model": target.model, "messages": [{"role": "user", "content": "hello"}]}
    text = json.dumps(asked, ensure_ascii=False)
    if machine.system == "windows":
        quoted = "'" + text.replace("'", "''") + "'"
        return (
            f"Invoke-RestMethod {target.openai}/chat/completions -Method Post -ContentType application/json "
            f'-Headers @{{ Authorization = "Bearer {target.key}" }} -Body {quoted}'
        )
    quoted = "'" + text.replace("'", "'\\''") + "'"
    return (
        f'curl {target.openai}/chat/completions \\\n  -H "Authorization: Bearer {target.key}" \\\n'
        f'  -H "Content-Type: application/json" \\\n  -d {quoted}'
    )


CURL = Recipe(
    name="curl",
    label="curl",
    text="One request by hand.",
    source="https://curl.se/docs/manpage.html",
    programs=("curl",),
    snippets=lambda target, machine: [Snippet("Terminal", "sh", curl(target, machine))],
)

RECIPES = (OPENAI_SDK, OPEN_WEBUI, LANGCHAIN, CURL)
