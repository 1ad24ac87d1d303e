"""How tools are pointed at this gateway: one declared recipe per tool.

A recipe tells where its tool's configuration lies on each system, which keys to set, and what to copy
by hand. Everything that shows, plans, applies and takes back recipes works from this registry.
"""

import difflib

from oneapi_desktop.domain.errors import NotFound
from oneapi_desktop.services.tool_recipes import editor_tools, libraries, terminal_agents
from oneapi_desktop.services.tool_recipes.recipe import Recipe

RECIPES: tuple[Recipe, ...] = (*terminal_agents.RECIPES, *editor_tools.RECIPES, *libraries.RECIPES)
"""Every recipe, in the order they are shown."""


def find_recipe(name: str) -> Recipe:
    """The recipe of that name. Raises NotFound listing near names."""
    for recipe in RECIPES:
        if recipe.name == name:
            return recipe
    known = [recipe.name for recipe in RECIPES]
    near = difflib.get_close_matches(str(name), known, n=2) or known
    raise NotFound(f"there is no recipe for {name!r}; there is {', '.join(near)}")
