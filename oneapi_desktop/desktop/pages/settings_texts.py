"""The words of the settings in the language of the window: titles, explanations, choices, units.

Settings are declared in English and shown by every surface; here their sentences are listed for the catalogues.
One that is not listed is shown as it is.
"""

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP

TITLES = {
    "host": QT_TRANSLATE_NOOP("Setting", "Address"),
    "port": QT_TRANSLATE_NOOP("Setting", "Port"),
    "lan_share": QT_TRANSLATE_NOOP("Setting", "Share on the local network"),
    "lan_interface": QT_TRANSLATE_NOOP("Setting", "Interface to share on"),
    "lan_announce": QT_TRANSLATE_NOOP("Setting", "Announce by mDNS"),
    "allowed_hosts": QT_TRANSLATE_NOOP("Setting", "Further host names"),
    "allowed_origins": QT_TRANSLATE_NOOP("Setting", "Web origins"),
    "trusted_proxies": QT_TRANSLATE_NOOP("Setting", "Trusted reverse proxies"),
    "tls_cert": QT_TRANSLATE_NOOP("Setting", "HTTPS certificate"),
    "tls_key": QT_TRANSLATE_NOOP("Setting", "HTTPS private key"),
    "body_limit_mb": QT_TRANSLATE_NOOP("Setting", "Largest request"),
    "drain_seconds": QT_TRANSLATE_NOOP("Setting", "Wait when stopping"),
    "headless": QT_TRANSLATE_NOOP("Setting", "Without a window"),
    "connect_timeout": QT_TRANSLATE_NOOP("Setting", "Connect timeout"),
    "first_byte_timeout": QT_TRANSLATE_NOOP("Setting", "First byte timeout"),
    "idle_timeout": QT_TRANSLATE_NOOP("Setting", "Silence inside an answer"),
    "relay_timeout": QT_TRANSLATE_NOOP("Setting", "Whole call timeout"),
    "relay_proxy": QT_TRANSLATE_NOOP("Setting", "Proxy"),
    "answer_limit_mb": QT_TRANSLATE_NOOP("Setting", "Largest answer"),
    "event_limit_mb": QT_TRANSLATE_NOOP("Setting", "Largest event of a stream"),
    "fetch_private_addresses": QT_TRANSLATE_NOOP("Setting", "Fetch from private networks"),
    "fetch_limit_mb": QT_TRANSLATE_NOOP("Setting", "Largest fetched file"),
    "fetch_timeout": QT_TRANSLATE_NOOP("Setting", "Fetch timeout"),
    "strict_conversion": QT_TRANSLATE_NOOP("Setting", "Strict conversion"),
    "enforce_include_usage": QT_TRANSLATE_NOOP("Setting", "Always ask for usage"),
    "retry_times": QT_TRANSLATE_NOOP("Setting", "Further channels to try"),
    "retry_statuses": QT_TRANSLATE_NOOP("Setting", "Statuses worth another channel"),
    "retry_deadline": QT_TRANSLATE_NOOP("Setting", "Retry deadline"),
    "cooldown_seconds": QT_TRANSLATE_NOOP("Setting", "Rest after 429"),
    "cooldown_limit_seconds": QT_TRANSLATE_NOOP("Setting", "Longest rest"),
    "breaker_failures": QT_TRANSLATE_NOOP("Setting", "Faults that open the breaker"),
    "breaker_seconds": QT_TRANSLATE_NOOP("Setting", "Breaker pause"),
    "automatic_disable": QT_TRANSLATE_NOOP("Setting", "Switch off faulty channels"),
    "automatic_enable": QT_TRANSLATE_NOOP("Setting", "Switch on recovered channels"),
    "disable_threshold": QT_TRANSLATE_NOOP("Setting", "Slowest passing test"),
    "channel_test_minutes": QT_TRANSLATE_NOOP("Setting", "Test channels every"),
    "balance_update_minutes": QT_TRANSLATE_NOOP("Setting", "Refresh balances every"),
    "polling_interval": QT_TRANSLATE_NOOP("Setting", "Pause between channels"),
    "test_prompt": QT_TRANSLATE_NOOP("Setting", "Test prompt"),
    "metric_enabled": QT_TRANSLATE_NOOP("Setting", "Watch success rates"),
    "metric_queue_size": QT_TRANSLATE_NOOP("Setting", "Results looked at"),
    "metric_success_rate": QT_TRANSLATE_NOOP("Setting", "Lowest success rate"),
    "time_zone": QT_TRANSLATE_NOOP("Setting", "Time zone"),
    "unpriced_models": QT_TRANSLATE_NOOP("Setting", "Models without a price"),
    "reserve_tokens": QT_TRANSLATE_NOOP("Setting", "Reserved output"),
    "approximate_tokens": QT_TRANSLATE_NOOP("Setting", "Estimate tokens"),
    "retention_days": QT_TRANSLATE_NOOP("Setting", "Keep requests"),
    "stored_response_days": QT_TRANSLATE_NOOP("Setting", "Keep Responses answers"),
    "stored_responses_mb": QT_TRANSLATE_NOOP("Setting", "Space for Responses answers"),
    "capture": QT_TRANSLATE_NOOP("Setting", "Keep bodies"),
    "capture_devices": QT_TRANSLATE_NOOP("Setting", "Bodies of other devices"),
    "capture_kb": QT_TRANSLATE_NOOP("Setting", "Most of one body"),
    "capture_days": QT_TRANSLATE_NOOP("Setting", "Forget bodies after"),
    "capture_mb": QT_TRANSLATE_NOOP("Setting", "Space for bodies"),
    "backup_hours": QT_TRANSLATE_NOOP("Setting", "Back up every"),
    "backup_keep": QT_TRANSLATE_NOOP("Setting", "Backups kept"),
    "data_dir": QT_TRANSLATE_NOOP("Setting", "Data directory"),
    "sqlite_path": QT_TRANSLATE_NOOP("Setting", "Database file"),
    "sqlite_busy_timeout": QT_TRANSLATE_NOOP("Setting", "Wait for database locks"),
    "keyring_backend": QT_TRANSLATE_NOOP("Setting", "Where keys are kept"),
    "language": QT_TRANSLATE_NOOP("Setting", "Language"),
    "theme": QT_TRANSLATE_NOOP("Setting", "Appearance"),
    "start_at_login": QT_TRANSLATE_NOOP("Setting", "Start at login"),
    "close_to_tray": QT_TRANSLATE_NOOP("Setting", "Close to the tray"),
    "notify_channels": QT_TRANSLATE_NOOP("Setting", "Channels"),
    "notify_budgets": QT_TRANSLATE_NOOP("Setting", "Budgets"),
    "notify_devices": QT_TRANSLATE_NOOP("Setting", "New devices"),
    "notify_gateway": QT_TRANSLATE_NOOP("Setting", "Gateway"),
    "debug": QT_TRANSLATE_NOOP("Setting", "Verbose log"),
    "debug_sql": QT_TRANSLATE_NOOP("Setting", "Log SQL"),
    "log_dir": QT_TRANSLATE_NOOP("Setting", "Log directory"),
    "only_one_log_file": QT_TRANSLATE_NOOP("Setting", "One log file"),
    "initial_root_token": QT_TRANSLATE_NOOP("Setting", "First token's key"),
    "tiktoken_cache_dir": QT_TRANSLATE_NOOP("Setting", "Tokenizer files"),
}
"""What each setting is called."""

EXPLANATIONS = (
    QT_TRANSLATE_NOOP("Setting", "Address to listen on; anything but loopback shares the gateway."),
    QT_TRANSLATE_NOOP("Setting", "Port to listen on; 0 takes a free one."),
    QT_TRANSLATE_NOOP(
        "Setting", "Listen on the addresses of the local network, too, so that other devices can use issued tokens."
    ),
    QT_TRANSLATE_NOOP(
        "Setting", "Share on this interface or address only (see 'lan status'); empty is every private address."
    ),
    QT_TRANSLATE_NOOP("Setting", "Announce the shared gateway by mDNS, so that devices find it by name."),
    QT_TRANSLATE_NOOP(
        "Setting",
        "Further Host names a browser may reach the gateway by; loopback names and "
        "the machine's own addresses are always allowed.",
    ),
    QT_TRANSLATE_NOOP("Setting", "Web origins that may call the relay from a browser (CORS); * for all."),
    QT_TRANSLATE_NOOP("Setting", "Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For is believed."),
    QT_TRANSLATE_NOOP("Setting", "Certificate chain file (PEM) to serve HTTPS with."),
    QT_TRANSLATE_NOOP("Setting", "Private key file (PEM) belonging to tls_cert."),
    QT_TRANSLATE_NOOP("Setting", "Largest request body, unpacked."),
    QT_TRANSLATE_NOOP("Setting", "How long stopping waits for open requests before it cuts them."),
    QT_TRANSLATE_NOOP("Setting", "Never open a window, even with a display."),
    QT_TRANSLATE_NOOP("Setting", "Time to connect to an upstream."),
    QT_TRANSLATE_NOOP("Setting", "Time until an upstream's answer begins."),
    QT_TRANSLATE_NOOP("Setting", "Longest silence inside an answer; reasoning models pause for minutes."),
    QT_TRANSLATE_NOOP("Setting", "Limit for one whole upstream call including its stream; 0 is none."),
    QT_TRANSLATE_NOOP(
        "Setting",
        "Proxy for upstream calls (http, https, socks5); a channel's own proxy wins. "
        "Empty: the usual HTTPS_PROXY and NO_PROXY variables.",
    ),
    QT_TRANSLATE_NOOP("Setting", "Largest answer held in memory (answers that are not streamed)."),
    QT_TRANSLATE_NOOP("Setting", "Largest single event inside a stream."),
    QT_TRANSLATE_NOOP("Setting", "Fetch images and files that requests point at from private networks, too."),
    QT_TRANSLATE_NOOP("Setting", "Largest image or file fetched for an upstream that takes bytes only."),
    QT_TRANSLATE_NOOP("Setting", "Time to fetch one such image or file."),
    QT_TRANSLATE_NOOP(
        "Setting", "Refuse a request whose meaning an upstream's wire format cannot carry, instead of noting it."
    ),
    QT_TRANSLATE_NOOP(
        "Setting", "Ask streaming upstreams to report usage; the extra chunk is hidden from clients that did not ask."
    ),
    QT_TRANSLATE_NOOP("Setting", "Further channels to try after a failure before the first byte."),
    QT_TRANSLATE_NOOP(
        "Setting", "Upstream statuses worth another channel; 400, 413 and 422 are the client's own fault."
    ),
    QT_TRANSLATE_NOOP("Setting", "No further attempt begins after this time."),
    QT_TRANSLATE_NOOP("Setting", "Rest for a channel that answered 429 without Retry-After."),
    QT_TRANSLATE_NOOP("Setting", "Longest rest an upstream's Retry-After may ask for."),
    QT_TRANSLATE_NOOP("Setting", "Consecutive upstream faults that open a channel's circuit breaker."),
    QT_TRANSLATE_NOOP(
        "Setting", "How long an open breaker waits before a probe; doubles up to ten times this while probes fail."
    ),
    QT_TRANSLATE_NOOP("Setting", "Switch a channel off after a definite fault of its key or account."),
    QT_TRANSLATE_NOOP("Setting", "Switch an automatically disabled channel on again when its test passes."),
    QT_TRANSLATE_NOOP("Setting", "A channel whose test takes longer is disabled; 0 is no limit."),
    QT_TRANSLATE_NOOP("Setting", "Test every channel this often; 0 is never."),
    QT_TRANSLATE_NOOP("Setting", "Refresh balances this often; 0 is never."),
    QT_TRANSLATE_NOOP("Setting", "Pause between channels while testing all or refreshing balances."),
    QT_TRANSLATE_NOOP("Setting", "What a channel test asks."),
    QT_TRANSLATE_NOOP("Setting", "Disable a channel whose recent success rate falls below the threshold."),
    QT_TRANSLATE_NOOP("Setting", "How many recent results the success rate looks at."),
    QT_TRANSLATE_NOOP("Setting", "Lowest success rate of a healthy channel."),
    QT_TRANSLATE_NOOP("Setting", "Time zone of day, week and month budgets and charts; empty is the system's."),
    QT_TRANSLATE_NOOP(
        "Setting",
        "Whether a model without a price may be called by tokens with a budget; it is recorded at $0 and flagged.",
    ),
    QT_TRANSLATE_NOOP("Setting", "Output tokens reserved when a request names no maximum."),
    QT_TRANSLATE_NOOP("Setting", "Estimate tokens from the text's length instead of a tokenizer."),
    QT_TRANSLATE_NOOP("Setting", "Delete request rows older than this nightly; totals are kept. 0 keeps all."),
    QT_TRANSLATE_NOOP(
        "Setting",
        "Keep answers of the Responses API this long, so that previous_response_id works at every provider; "
        "0 keeps none.",
    ),
    QT_TRANSLATE_NOOP("Setting", "Most space kept answers of the Responses API may take; the oldest go first."),
    QT_TRANSLATE_NOOP(
        "Setting", "Keep the bodies of requests and answers, sealed and without keys: of none, of failed ones, of all."
    ),
    QT_TRANSLATE_NOOP("Setting", "Keep bodies of other devices' requests, too."),
    QT_TRANSLATE_NOOP("Setting", "Most of one body that is kept."),
    QT_TRANSLATE_NOOP("Setting", "Bodies are forgotten after this time."),
    QT_TRANSLATE_NOOP("Setting", "Most space kept bodies may take; the oldest go first."),
    QT_TRANSLATE_NOOP("Setting", "Automatic backup this often; 0 is never."),
    QT_TRANSLATE_NOOP("Setting", "Automatic backups kept."),
    QT_TRANSLATE_NOOP("Setting", "Directory of the database and its companions; empty is the platform's usual place."),
    QT_TRANSLATE_NOOP("Setting", "Database file, when it must lie outside the data directory."),
    QT_TRANSLATE_NOOP("Setting", "How long to wait for another process's lock on the database."),
    QT_TRANSLATE_NOOP(
        "Setting", "Where upstream keys are kept: the system's keyring, a sealed file, or the first that works."
    ),
    QT_TRANSLATE_NOOP(
        "Setting", "Language of the window: that of the system, or one of English, Chinese and Japanese."
    ),
    QT_TRANSLATE_NOOP("Setting", "Light or dark, or as the system has it."),
    QT_TRANSLATE_NOOP("Setting", "Start with the desktop session, without opening the window."),
    QT_TRANSLATE_NOOP("Setting", "Closing the window leaves the gateway serving in the tray; otherwise it quits."),
    QT_TRANSLATE_NOOP("Setting", "Notify when a channel is switched off after a fault, and when it is well again."),
    QT_TRANSLATE_NOOP("Setting", "Notify when a token has spent 80 % and all of its budget."),
    QT_TRANSLATE_NOOP("Setting", "Notify when a new device on the LAN uses the gateway."),
    QT_TRANSLATE_NOOP("Setting", "Notify when the gateway cannot serve."),
    QT_TRANSLATE_NOOP("Setting", "Verbose log. Never contains keys or request bodies."),
    QT_TRANSLATE_NOOP("Setting", "Also log SQL statements."),
    QT_TRANSLATE_NOOP("Setting", "Directory of log files; empty writes none."),
    QT_TRANSLATE_NOOP("Setting", "Name the file oneapi.log instead of oneapi-YYYYMMDD.log."),
    QT_TRANSLATE_NOOP("Setting", "Key of the first token, made at the first start."),
    QT_TRANSLATE_NOOP("Setting", "Directory of tokenizer files, looked at before the bundled ones."),
)
"""What the declarations say of each."""

CHOICES = {
    "system": QT_TRANSLATE_NOOP("SettingChoice", "As the system"),
    "light": QT_TRANSLATE_NOOP("SettingChoice", "Light"),
    "dark": QT_TRANSLATE_NOOP("SettingChoice", "Dark"),
    "allow": QT_TRANSLATE_NOOP("SettingChoice", "Allow"),
    "refuse": QT_TRANSLATE_NOOP("SettingChoice", "Refuse"),
    "off": QT_TRANSLATE_NOOP("SettingChoice", "None"),
    "errors": QT_TRANSLATE_NOOP("SettingChoice", "Failed ones"),
    "all": QT_TRANSLATE_NOOP("SettingChoice", "All"),
    "auto": QT_TRANSLATE_NOOP("SettingChoice", "Automatic"),
    "keyring": QT_TRANSLATE_NOOP("SettingChoice", "System keyring"),
    "file": QT_TRANSLATE_NOOP("SettingChoice", "Sealed file"),
}
"""The words of choices; languages are called by their own names."""

UNITS = {
    "s": QT_TRANSLATE_NOOP("SettingUnit", "s"),
    "min": QT_TRANSLATE_NOOP("SettingUnit", "min"),
    "h": QT_TRANSLATE_NOOP("SettingUnit", "h"),
    "ms": QT_TRANSLATE_NOOP("SettingUnit", "ms"),
    "days": QT_TRANSLATE_NOOP("SettingUnit", "days"),
    "tokens": QT_TRANSLATE_NOOP("SettingUnit", "tokens"),
    "MiB": QT_TRANSLATE_NOOP("SettingUnit", "MiB"),
    "KiB": QT_TRANSLATE_NOOP("SettingUnit", "KiB"),
}
"""What numbers are counted in."""

LANGUAGE_NAMES = {"en": "English", "zh_cn": "简体中文", "ja": "日本語"}


def setting_title(key: str) -> str:
    """What a setting is called; its key when it has no title."""
    return QCoreApplication.translate("Setting", TITLES.get(key, key))


def setting_explanation(text: str) -> str:
    """The declaration's sentence."""
    return QCoreApplication.translate("Setting", text)


def choice_word(choice: str) -> str:
    """A word of a choice."""
    found = LANGUAGE_NAMES.get(choice)
    return found or QCoreApplication.translate("SettingChoice", CHOICES.get(choice, choice))


def unit_word(unit: str) -> str:
    """A unit; empty for none."""
    return QCoreApplication.translate("SettingUnit", UNITS.get(unit, unit)) if unit else ""
