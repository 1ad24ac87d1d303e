"""Every setting, declared once, and the values in force."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.settings.readers import (
    read_bool,
    read_choice,
    read_float,
    read_int,
    read_networks,
    read_proxy,
    read_statuses,
    read_text,
    read_time_zone,
    read_words,
)
from oneapi_desktop.settings.setting import Setting


class Settings:
    """The current values. Built once by the application; ``set_stored`` keeps it live.

    Reading an attribute gives the typed value. ``origin`` tells where it came from:
    ``flag``, ``environment``, ``stored`` or ``default``.
    """

    # Gateway
    host = Setting(
        "127.0.0.1",
        read_text,
        "Address to listen on; anything but loopback shares the gateway.",
        group="gateway",
        environment="BIND_ADDRESS",
        restart=True,
    )
    port = Setting(
        3000,
        read_int(0, 65535),
        "Port to listen on; 0 takes a free one.",
        group="gateway",
        environment="PORT",
        restart=True,
    )
    lan_share = Setting(
        False,
        read_bool,
        "Listen on the addresses of the local network, too, so that other devices can use issued tokens.",
        group="gateway",
        environment="LAN_SHARE",
    )
    lan_interface = Setting(
        "",
        read_text,
        "Share on this interface or address only (see 'lan status'); empty is every private address.",
        group="gateway",
        environment="LAN_INTERFACE",
    )
    lan_announce = Setting(
        True,
        read_bool,
        "Announce the shared gateway by mDNS, so that devices find it by name.",
        group="gateway",
        environment="LAN_ANNOUNCE",
    )
    allowed_hosts = Setting[tuple[str, ...]](
        (),
        read_words,
        "Further Host names a browser may reach the gateway by; loopback names and "
        "the machine's own addresses are always allowed.",
        group="gateway",
        environment="ALLOWED_HOSTS",
    )
    allowed_origins = Setting[tuple[str, ...]](
        ("*",),
        read_words,
        "Web origins that may call the relay from a browser (CORS); * for all.",
        group="gateway",
        environment="ALLOWED_ORIGINS",
    )
    trusted_proxies = Setting[tuple[str, ...]](
        (),
        read_networks,
        "Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For is believed.",
        group="gateway",
        environment="TRUSTED_PROXIES",
    )
    tls_cert = Setting(
        "",
        read_text,
        "Certificate chain file (PEM) to serve HTTPS with.",
        group="gateway",
        environment="TLS_CERT",
        restart=True,
    )
    tls_key = Setting(
        "",
        read_text,
        "Private key file (PEM) belonging to tls_cert.",
        group="gateway",
        environment="TLS_KEY",
        restart=True,
    )
    body_limit_mb = Setting(
        64,
        read_int(1, 4096),
        "Largest request body, unpacked.",
        group="gateway",
        unit="MiB",
        environment="BODY_LIMIT_MB",
    )
    drain_seconds = Setting(
        30.0,
        read_float(0, 3600),
        "How long stopping waits for open requests before it cuts them.",
        group="gateway",
        unit="s",
        environment="DRAIN_SECONDS",
    )
    headless = Setting(
        False,
        read_bool,
        "Never open a window, even with a display.",
        group="gateway",
        environment="HEADLESS",
        stored=False,
        restart=True,
    )

    # Upstream calls
    connect_timeout = Setting(
        10.0,
        read_float(0.1, 600),
        "Time to connect to an upstream.",
        group="upstream",
        unit="s",
        environment="CONNECT_TIMEOUT",
    )
    first_byte_timeout = Setting(
        300.0,
        read_float(0.1, 86400),
        "Time until an upstream's answer begins.",
        group="upstream",
        unit="s",
        environment="FIRST_BYTE_TIMEOUT",
    )
    idle_timeout = Setting(
        300.0,
        read_float(0.1, 86400),
        "Longest silence inside an answer; reasoning models pause for minutes.",
        group="upstream",
        unit="s",
        environment="IDLE_TIMEOUT",
    )
    relay_timeout = Setting(
        0.0,
        read_float(0, 86400),
        "Limit for one whole upstream call including its stream; 0 is none.",
        group="upstream",
        unit="s",
        environment="RELAY_TIMEOUT",
    )
    relay_proxy = Setting(
        "",
        read_proxy,
        "Proxy for upstream calls (http, https, socks5); a channel's own proxy wins. "
        "Empty: the usual HTTPS_PROXY and NO_PROXY variables.",
        group="upstream",
        secret=True,
        environment="RELAY_PROXY",
    )
    answer_limit_mb = Setting(
        256,
        read_int(1, 4096),
        "Largest answer held in memory (answers that are not streamed).",
        group="upstream",
        unit="MiB",
        environment="ANSWER_LIMIT_MB",
    )
    event_limit_mb = Setting(
        16,
        read_int(1, 1024),
        "Largest single event inside a stream.",
        group="upstream",
        unit="MiB",
        environment="EVENT_LIMIT_MB",
    )
    fetch_private_addresses = Setting(
        False,
        read_bool,
        "Fetch images and files that requests point at from private networks, too.",
        group="upstream",
        environment="FETCH_PRIVATE_ADDRESSES",
    )
    fetch_limit_mb = Setting(
        20,
        read_int(1, 1024),
        "Largest image or file fetched for an upstream that takes bytes only.",
        group="upstream",
        unit="MiB",
        environment="FETCH_LIMIT_MB",
    )
    fetch_timeout = Setting(
        20.0,
        read_float(0.1, 600),
        "Time to fetch one such image or file.",
        group="upstream",
        unit="s",
        environment=("FETCH_TIMEOUT", "USER_CONTENT_REQUEST_TIMEOUT"),
    )
    strict_conversion = Setting(
        False,
        read_bool,
        "Refuse a request whose meaning an upstream's wire format cannot carry, instead of noting it.",
        group="upstream",
        environment="STRICT_CONVERSION",
    )
    enforce_include_usage = Setting(
        True,
        read_bool,
        "Ask streaming upstreams to report usage; the extra chunk is hidden from clients that did not ask.",
        group="upstream",
        environment="ENFORCE_INCLUDE_USAGE",
    )

    # Routing and health
    retry_times = Setting(
        2,
        read_int(0, 20),
        "Further channels to try after a failure before the first byte.",
        group="routing",
        environment="RETRY_TIMES",
    )
    retry_statuses = Setting(
        read_statuses("401-404,408,409,429,500-599"),
        read_statuses,
        "Upstream statuses worth another channel; 400, 413 and 422 are the client's own fault.",
        group="routing",
        environment="RETRY_STATUSES",
    )
    retry_deadline = Setting(
        120.0,
        read_float(1, 86400),
        "No further attempt begins after this time.",
        group="routing",
        unit="s",
        environment="RETRY_DEADLINE",
    )
    cooldown_seconds = Setting(
        30.0,
        read_float(0, 86400),
        "Rest for a channel that answered 429 without Retry-After.",
        group="routing",
        unit="s",
        environment="COOLDOWN_SECONDS",
    )
    cooldown_limit_seconds = Setting(
        600.0,
        read_float(1, 86400),
        "Longest rest an upstream's Retry-After may ask for.",
        group="routing",
        unit="s",
        environment="COOLDOWN_LIMIT_SECONDS",
    )
    breaker_failures = Setting(
        5,
        read_int(1, 1000),
        "Consecutive upstream faults that open a channel's circuit breaker.",
        group="routing",
        environment="BREAKER_FAILURES",
    )
    breaker_seconds = Setting(
        30.0,
        read_float(0.05, 86400),
        "How long an open breaker waits before a probe; doubles up to ten times this while probes fail.",
        group="routing",
        unit="s",
        environment="BREAKER_SECONDS",
    )
    automatic_disable = Setting(
        True,
        read_bool,
        "Switch a channel off after a definite fault of its key or account.",
        group="routing",
        environment="AUTOMATIC_DISABLE",
    )
    automatic_enable = Setting(
        True,
        read_bool,
        "Switch an automatically disabled channel on again when its test passes.",
        group="routing",
        environment="AUTOMATIC_ENABLE",
    )
    disable_threshold = Setting(
        0.0,
        read_float(0, 3600),
        "A channel whose test takes longer is disabled; 0 is no limit.",
        group="routing",
        unit="s",
        environment="CHANNEL_DISABLE_THRESHOLD",
    )
    channel_test_minutes = Setting(
        0,
        read_int(0, 525600),
        "Test every channel this often; 0 is never.",
        group="routing",
        unit="min",
        environment="CHANNEL_TEST_FREQUENCY",
    )
    balance_update_minutes = Setting(
        0,
        read_int(0, 525600),
        "Refresh balances this often; 0 is never.",
        group="routing",
        unit="min",
        environment="CHANNEL_UPDATE_FREQUENCY",
    )
    polling_interval = Setting(
        0.0,
        read_float(0, 3600),
        "Pause between channels while testing all or refreshing balances.",
        group="routing",
        unit="s",
        environment="POLLING_INTERVAL",
    )
    test_prompt = Setting(
        "Output only your specific model name with no additional text.",
        read_text,
        "What a channel test asks.",
        group="routing",
        environment="TEST_PROMPT",
    )
    metric_enabled = Setting(
        False,
        read_bool,
        "Disable a channel whose recent success rate falls below the threshold.",
        group="routing",
        environment="ENABLE_METRIC",
    )
    metric_queue_size = Setting(
        10,
        read_int(2, 10000),
        "How many recent results the success rate looks at.",
        group="routing",
        environment="METRIC_QUEUE_SIZE",
    )
    metric_success_rate = Setting(
        0.8,
        read_float(0, 1),
        "Lowest success rate of a healthy channel.",
        group="routing",
        environment="METRIC_SUCCESS_RATE_THRESHOLD",
    )

    # Money and metering
    time_zone = Setting(
        "",
        read_time_zone,
        "Time zone of day, week and month budgets and charts; empty is the system's.",
        group="money",
        environment="TZ",
    )
    unpriced_models = Setting(
        "allow",
        read_choice("allow", "refuse"),
        "Whether a model without a price may be called by tokens with a budget; it is recorded at $0 and flagged.",
        group="money",
        environment="UNPRICED_MODELS",
    )
    reserve_tokens = Setting(
        500,
        read_int(0, 10_000_000),
        "Output tokens reserved when a request names no maximum.",
        group="money",
        unit="tokens",
        environment="RESERVE_TOKENS",
    )
    approximate_tokens = Setting(
        False,
        read_bool,
        "Estimate tokens from the text's length instead of a tokenizer.",
        group="money",
        environment="APPROXIMATE_TOKENS",
    )

    # Data
    retention_days = Setting(
        0,
        read_int(0, 36500),
        "Delete request rows older than this nightly; totals are kept. 0 keeps all.",
        group="data",
        unit="days",
        environment="RETENTION_DAYS",
    )
    stored_response_days = Setting(
        30,
        read_int(0, 3650),
        "Keep answers of the Responses API this long, so that previous_response_id works at every provider; 0 keeps "
        "none.",
        group="data",
        unit="days",
        environment="STORED_RESPONSE_DAYS",
    )
    stored_responses_mb = Setting(
        1024,
        read_int(1, 1048576),
        "Most space kept answers of the Responses API may take; the oldest go first.",
        group="data",
        unit="MiB",
        environment="STORED_RESPONSES_MB",
    )
    capture = Setting(
        "off",
        read_choice("off", "errors", "all"),
        "Keep the bodies of requests and answers, sealed and without keys: of none, of failed ones, of all.",
        group="data",
        environment="CAPTURE",
    )
    capture_devices = Setting(
        False,
        read_bool,
        "Keep bodies of other devices' requests, too.",
        group="data",
        environment="CAPTURE_DEVICES",
    )
    capture_kb = Setting(
        256,
        read_int(1, 4096),
        "Most of one body that is kept.",
        group="data",
        unit="KiB",
        environment="CAPTURE_KB",
    )
    capture_days = Setting(
        7,
        read_int(1, 3650),
        "Bodies are forgotten after this time.",
        group="data",
        unit="days",
        environment="CAPTURE_DAYS",
    )
    capture_mb = Setting(
        256,
        read_int(1, 1048576),
        "Most space kept bodies may take; the oldest go first.",
        group="data",
        unit="MiB",
        environment="CAPTURE_MB",
    )
    backup_hours = Setting(
        24,
        read_int(0, 8760),
        "Automatic backup this often; 0 is never.",
        group="data",
        unit="h",
        environment="BACKUP_HOURS",
    )
    backup_keep = Setting(7, read_int(1, 1000), "Automatic backups kept.", group="data", environment="BACKUP_KEEP")
    data_dir = Setting(
        "",
        read_text,
        "Directory of the database and its companions; empty is the platform's usual place.",
        group="data",
        environment="DATA_DIR",
        stored=False,
        restart=True,
    )
    sqlite_path = Setting(
        "",
        read_text,
        "Database file, when it must lie outside the data directory.",
        group="data",
        environment="SQLITE_PATH",
        stored=False,
        restart=True,
    )
    sqlite_busy_timeout = Setting(
        5000,
        read_int(0, 600000),
        "How long to wait for another process's lock on the database.",
        group="data",
        unit="ms",
        environment="SQLITE_BUSY_TIMEOUT",
        stored=False,
        restart=True,
    )
    keyring_backend = Setting(
        "auto",
        read_choice("auto", "keyring", "file"),
        "Where upstream keys are kept: the system's keyring, a sealed file, or the first that works.",
        group="data",
        environment="KEYRING_BACKEND",
        stored=False,
        restart=True,
    )

    # Window
    language = Setting(
        "system",
        read_choice("system", "en", "zh_cn", "ja"),
        "Language of the window: that of the system, or one of English, Chinese and Japanese.",
        group="window",
    )
    theme = Setting(
        "system",
        read_choice("system", "light", "dark"),
        "Light or dark, or as the system has it.",
        group="window",
    )
    start_at_login = Setting(
        False,
        read_bool,
        "Start with the desktop session, without opening the window.",
        group="window",
    )
    close_to_tray = Setting(
        True,
        read_bool,
        "Closing the window leaves the gateway serving in the tray; otherwise it quits.",
        group="window",
    )
    notify_channels = Setting(
        True,
        read_bool,
        "Notify when a channel is switched off after a fault, and when it is well again.",
        group="window",
    )
    notify_budgets = Setting(
        True,
        read_bool,
        "Notify when a token has spent 80 % and all of its budget.",
        group="window",
    )
    notify_devices = Setting(
        True,
        read_bool,
        "Notify when a new device on the LAN uses the gateway.",
        group="window",
    )
    notify_gateway = Setting(
        True,
        read_bool,
        "Notify when the gateway cannot serve.",
        group="window",
    )

    # Logging
    debug = Setting(
        False,
        read_bool,
        "Verbose log. Never contains keys or request bodies.",
        group="logging",
        environment="DEBUG",
        stored=False,
        restart=True,
    )
    debug_sql = Setting(
        False,
        read_bool,
        "Also log SQL statements.",
        group="logging",
        environment="DEBUG_SQL",
        stored=False,
        restart=True,
    )
    log_dir = Setting(
        "",
        read_text,
        "Directory of log files; empty writes none.",
        group="logging",
        environment="LOG_DIR",
        stored=False,
        restart=True,
    )
    only_one_log_file = Setting(
        False,
        read_bool,
        "Name the file oneapi.log instead of oneapi-YYYYMMDD.log.",
        group="logging",
        environment="ONLY_ONE_LOG_FILE",
        stored=False,
        restart=True,
    )

    # First start
    initial_root_token = Setting(
        "",
        read_text,
        "Key of the first token, made at the first start.",
        group="first start",
        environment="INITIAL_ROOT_TOKEN",
        stored=False,
        secret=True,
    )
    tiktoken_cache_dir = Setting(
        "",
        read_text,
        "Directory of tokenizer files, looked at before the bundled ones.",
        group="first start",
        environment=("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"),
        stored=False,
    )

    def __init__(self, environment: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None) -> None:
        """Read the environment and flags. Raises InvalidInput naming the variable that is wrong."""
        # The instance's own attributes: reading one costs no call, and every request reads a dozen.
        self.values: dict[str, Any] = vars(self)
        self.values.update((setting.key, setting.default) for setting in declared_settings())
        self.origin: dict[str, str] = {}
        self._fixed: set[str] = set()
        for setting in declared_settings():
            for name in setting.environment:
                text = (environment or {}).get(name, "")
                if text.strip() == "":
                    continue
                try:
                    self.values[setting.key] = setting.read(text)
                except ValueError as error:
                    raise InvalidInput(name, f"{error} (environment variable for {setting.key})") from None
                self._fix(setting.key, "environment")
                break
        for key, value in (flags or {}).items():
            if value is not None:
                self.values[key] = value
                self._fix(key, "flag")

    def _fix(self, key: str, origin: str) -> None:
        self._fixed.add(key)
        self.origin[key] = origin

    def is_fixed(self, key: str) -> bool:
        """True when a flag or the environment decides, so that a stored value has no effect."""
        return key in self._fixed

    def apply_stored(self, stored: Mapping[str, str]) -> list[str]:
        """Take over all stored texts at once (absent keys fall back to their default).

        Returns a sentence for each text that cannot be read; such a setting keeps its default.
        """
        problems: list[str] = []
        for setting in declared_settings():
            if setting.key in self._fixed or not setting.stored:
                continue
            self.values[setting.key] = setting.default
            self.origin.pop(setting.key, None)
            if setting.key in stored:
                try:
                    self.values[setting.key] = setting.parse(stored[setting.key])
                    self.origin[setting.key] = "stored"
                except InvalidInput as error:
                    problems.append(str(error))
        return problems

    def origin_of(self, key: str) -> str:
        """``flag``, ``environment``, ``stored`` or ``default``."""
        return self.origin.get(key, "default")


def declared_settings() -> Iterator[Setting[Any]]:
    """All settings in declaration order."""
    for value in vars(Settings).values():
        if isinstance(value, Setting):
            yield value


def find_setting(key: str) -> Setting[Any]:
    """The setting of that key. Raises InvalidInput listing near names when there is none."""
    for setting in declared_settings():
        if setting.key == key:
            return setting
    near = difflib.get_close_matches(key, [s.key for s in declared_settings()], n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else "; see 'oneapi-desktop setting list'"
    raise InvalidInput("setting", f"there is no setting {key!r}{hint}")


IGNORED_VARIABLES: dict[str, str] = {
    "GIN_MODE": "belongs to one-api's web framework",
    "MEMORY_CACHE_ENABLED": "everything a request needs is always held in memory",
    "BATCH_UPDATE_ENABLED": "charges are always committed in groups, and before the client's last byte",
    "BATCH_UPDATE_INTERVAL": "charges are always committed in groups, and before the client's last byte",
    "METRIC_SUCCESS_CHAN_SIZE": "results are counted in place, without a queue",
    "METRIC_FAIL_CHAN_SIZE": "results are counted in place, without a queue",
}
"""Variables of one-api that are accepted without effect, and why (``doctor`` says so)."""
