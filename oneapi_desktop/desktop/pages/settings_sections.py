"""Which setting stands where on the page: sections with cards of settings, one declared row each.

A setting that is placed nowhere stands in the last card of the section Gateway.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card: a source text of the context ``SettingCard``, and the keys of its settings."""

    title: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section. ``title`` is a source text of the context ``SettingSection``."""

    name: str
    title: str
    cards: tuple[CardRow, ...]


OTHER = CardRow(QT_TRANSLATE_NOOP("SettingCard", "Other"), ("headless",))

SECTIONS: tuple[SectionRow, ...] = (
    SectionRow(
        "general",
        QT_TRANSLATE_NOOP("SettingSection", "General"),
        (
            CardRow(QT_TRANSLATE_NOOP("SettingCard", "Window"), ("language", "theme")),
            CardRow(QT_TRANSLATE_NOOP("SettingCard", "Start and end"), ("start_at_login", "close_to_tray")),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Notifications"),
                ("notify_channels", "notify_budgets", "notify_devices", "notify_gateway"),
            ),
        ),
    ),
    SectionRow(
        "gateway",
        QT_TRANSLATE_NOOP("SettingSection", "Gateway"),
        (
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Listening"),
                ("host", "port", "tls_cert", "tls_key", "body_limit_mb", "drain_seconds"),
            ),
            CardRow(QT_TRANSLATE_NOOP("SettingCard", "Local network"), ("lan_share", "lan_interface", "lan_announce")),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Calls to upstreams"),
                (
                    "relay_proxy",
                    "connect_timeout",
                    "first_byte_timeout",
                    "idle_timeout",
                    "relay_timeout",
                    "strict_conversion",
                    "enforce_include_usage",
                    "answer_limit_mb",
                    "event_limit_mb",
                    "fetch_limit_mb",
                    "fetch_timeout",
                ),
            ),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Retries"),
                ("retry_times", "retry_statuses", "retry_deadline", "cooldown_seconds", "cooldown_limit_seconds"),
            ),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Health of channels"),
                (
                    "automatic_disable",
                    "automatic_enable",
                    "breaker_failures",
                    "breaker_seconds",
                    "metric_enabled",
                    "metric_queue_size",
                    "metric_success_rate",
                ),
            ),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Tests and balances"),
                (
                    "channel_test_minutes",
                    "balance_update_minutes",
                    "polling_interval",
                    "disable_threshold",
                    "test_prompt",
                ),
            ),
            OTHER,
        ),
    ),
    SectionRow(
        "money",
        QT_TRANSLATE_NOOP("SettingSection", "Money"),
        (
            CardRow(QT_TRANSLATE_NOOP("SettingCard", "Budgets"), ("time_zone", "unpriced_models", "reserve_tokens")),
            CardRow(QT_TRANSLATE_NOOP("SettingCard", "Counting tokens"), ("approximate_tokens", "tiktoken_cache_dir")),
        ),
    ),
    SectionRow(
        "privacy",
        QT_TRANSLATE_NOOP("SettingSection", "Privacy & security"),
        (
            CardRow(QT_TRANSLATE_NOOP("SettingCard", "Keys"), ("keyring_backend", "initial_root_token")),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Bodies of requests and answers"),
                ("capture", "capture_devices", "capture_days", "capture_kb", "capture_mb"),
            ),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "How long things are kept"),
                ("retention_days", "stored_response_days", "stored_responses_mb"),
            ),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Who may reach what"),
                ("allowed_origins", "allowed_hosts", "trusted_proxies", "fetch_private_addresses"),
            ),
        ),
    ),
    SectionRow(
        "data",
        QT_TRANSLATE_NOOP("SettingSection", "Data"),
        (
            CardRow(QT_TRANSLATE_NOOP("SettingCard", "Automatic backups"), ("backup_hours", "backup_keep")),
            CardRow(
                QT_TRANSLATE_NOOP("SettingCard", "Where data lies"), ("data_dir", "sqlite_path", "sqlite_busy_timeout")
            ),
        ),
    ),
    SectionRow(
        "about",
        QT_TRANSLATE_NOOP("SettingSection", "About"),
        (CardRow(QT_TRANSLATE_NOOP("SettingCard", "Log"), ("log_dir", "only_one_log_file", "debug", "debug_sql")),),
    ),
)


def section_title(section: SectionRow) -> str:
    """A section's title in the present language."""
    return QCoreApplication.translate("SettingSection", section.title)


def card_title(card: CardRow) -> str:
    """A card's title in the present language."""
    return QCoreApplication.translate("SettingCard", card.title)


def placed_keys(card: CardRow, declared: Iterable[str]) -> list[str]:
    """The settings of a card among those that are declared, in the card's order."""
    known = list(declared)
    placed = {key for section in SECTIONS for row in section.cards for key in row.keys}
    return [key for key in card.keys if key in known] + ([k for k in known if k not in placed] if card is OTHER else [])
