"""Model names that ship with the program."""

import datetime

import pytest

from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.providers.registry import all_providers, find_provider
from oneapi_desktop.services.model_lists import CATALOGUE, CHANNEL_TYPES, _lists, known_models


@pytest.mark.parametrize(("name", "key"), [(CHANNEL_TYPES, "provider"), (CATALOGUE, "family")])
def test_every_list_is_dated_and_has_a_source(name: str, key: str):
    found = _lists(name, key)
    assert len(found) > 20
    for entry in found.values():
        assert datetime.date.fromisoformat(entry.date).year >= 2025
        assert entry.source
        assert len(set(entry.models)) == len(entry.models)
        assert all(model.strip() == model and model and "," not in model for model in entry.models)


def test_names_that_nobody_has_looked_up_since_say_how_old_they_are():
    old, new = known_models(find_provider("xunfei")), known_models(find_provider("zhipu"))
    assert old.source.startswith("one-api")
    assert old.date < new.date


def test_every_line_belongs_to_a_provider():
    for name in _lists(CHANNEL_TYPES, "provider"):
        assert find_provider(name).name == name


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("zhipu", "glm-5.3"),
        ("ali", "qwen3.8-max"),
        ("xunfei", "Spark-Max"),
        ("tencent", "hy3-preview"),
        ("fireworks", "deepseek-v3"),
        ("aws", "amazon.nova-2-lite-v1:0"),
    ],
)
def test_what_is_known_of_a_provider(name: str, model: str):
    assert any(model in known for known in known_models(find_provider(name)).models)


def test_of_a_provider_nobody_describes_its_own_row_is_all_there_is():
    assert known_models(Provider("nobody", 0, "Nobody", models=("m",))).models == ("m",)


@pytest.mark.parametrize("provider", all_providers(), ids=lambda provider: provider.name)
def test_asking_never_fails(provider: Provider):
    assert isinstance(known_models(provider).models, tuple)
