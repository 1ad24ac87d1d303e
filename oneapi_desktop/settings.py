"""Every setting, declared once: key, type, default, environment variable, explanation.

The command line, ``doctor``, the settings page and ``docs/configuration.md`` are derived from the
declarations in ``Settings``. Precedence: command-line flag, environment, stored value, default.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload
from zoneinfo import ZoneInfo, available_timezones

from oneapi_desktop.domain.errors import InvalidInput

T = TypeVar("T")

TRUE_WORDS = frozenset({"true", "1", "yes", "on"})
FALSE_WORDS = frozenset({"false", "0", "no", "off", ""})


def read_bool(text: str) -> bool:
    """``true/1/yes/on`` or ``false/0/no/off``, any case."""
    word = text.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError("write true or false")


def read_int(low: int, high: int) -> Callable[[str], int]:
    """A reader for whole numbers within bounds."""

    def read(text: str) -> int:
        try:
            value = int(text.strip())
        except ValueError:
            raise ValueError(f"write a whole number from {low} to {high}") from None
        if not low <= value <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return value

    return read


def read_float(low: float, high: float) -> Callable[[str], float]:
    """A reader for numbers within bounds."""

    def read(text: str) -> float:
        try:
            value = float(text.strip())
        except ValueError:
            raise ValueError(f"write a number from {low:g} to {high:g}") from None
        if not low <= value <= high:
            raise ValueError(f"write a number from {low:g} to {high:g}")
        return value

    return read


def read_text(text: str) -> str:
    """Any text, trimmed."""
    return text.strip()


def read_choice(*choices: str) -> Callable[[str], str]:
    """A reader for one of a few words."""

    def read(text: str) -> str:
        word = text.strip().lower()
        if word not in choices:
            raise ValueError(f"choose one of {', '.join(choices)}")
        return word

    return read


def read_words(text: str) -> tuple[str, ...]:
    """A comma list of words; blanks and empty entries are dropped."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def read_statuses(text: str) -> tuple[int, ...]:
    """A comma list of HTTP statuses and ranges: ``408,429,500-599``, expanded and sorted."""
    found: set[int] = set()
    for word in read_words(text):
        match = re.fullmatch(r"([1-5]\d\d)(?:-([1-5]\d\d))?", word)
        if not match:
            raise ValueError(f"{word!r} is not an HTTP status; write a list like 408,429,500-599")
        first, last = int(match[1]), int(match[2] or match[1])
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def read_proxy(text: str) -> str:
    """Empty, or a URL of an http, https or socks proxy."""
    url = text.strip()
    if url and not re.match(r"(?:https?|socks4a?|socks5h?)://[^\s/]+", url):
        raise ValueError("write a proxy URL like http://127.0.0.1:7890 or socks5://127.0.0.1:1080")
    return url


def read_time_zone(text: str) -> str:
    """Empty (the system's zone) or an IANA name."""
    name = text.strip()
    if name and name not in available_timezones():
        raise ValueError("write an IANA time zone such as Europe/Berlin or Asia/Shanghai")
    if name:
        ZoneInfo(name)
    return name


@dataclass(frozen=True, slots=True)
class SettingDoc:
    """What surfaces show of a setting."""

    key: str
    group: str
    text: str
    default: Any
    environment: tuple[str, ...]
    unit: str
    stored: bool
    secret: bool
    restart: bool


class Setting(Generic[T]):
    """One declared setting; a descriptor on ``Settings`` that yields its current value.

    ``environment`` names are tried in order. ``stored`` False means flag or environment only.
    ``restart`` True means a change takes effect at the next start.
    """

    def __init__(
        self,
        default: T,
        read: Callable[[str], T],
        text: str,
        *,
        group: str,
        environment: str | tuple[str, ...] = (),
        unit: str = "",
        stored: bool = True,
        secret: bool = False,
        restart: bool = False,
    ) -> None:
        self.default = default
        self.read = read
        self.text = text
        self.group = group
        self.environment = (environment,) if isinstance(environment, str) else environment
        self.unit = unit
        self.stored = stored
        self.secret = secret
        self.restart = restart
        self.key = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.key = name

    @overload
    def __get__(self, instance: None, owner: type) -> "Setting[T]": ...
    @overload
    def __get__(self, instance: "Settings", owner: type) -> T: ...
    def __get__(self, instance: "Settings | None", owner: type) -> "Setting[T] | T":
        if instance is None:
            return self
        value: T = instance.values.get(self.key, self.default)
        return value

    def parse(self, text: str) -> T:
        """The value a text stands for. Raises InvalidInput naming the setting and the remedy."""
        try:
            return self.read(text)
        except ValueError as error:
            raise InvalidInput(self.key, str(error)) from None

    def show(self, value: Any) -> str:
        """The text that ``parse`` would read back as this value."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, tuple):
            return show_statuses(value) if value and isinstance(value[0], int) else ",".join(value)
        return str(value)

    def doc(self) -> SettingDoc:
        """Its declaration as plain data."""
        return SettingDoc(
            self.key, self.group, self.text, self.default, self.environment, self.unit, self.stored,
            self.secret, self.restart,
        )  # fmt: skip


def show_statuses(statuses: tuple[int, ...]) -> str:
    """Compact text of an expanded status list: ``(500, 501, … 599)`` → ``"500-599"``."""
    runs: list[list[int]] = []
    for status in statuses:
        if runs and status == runs[-1][1] + 1:
            runs[-1][1] = status
        else:
            runs.append([status, status])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


class Settings:
    """The current values. Built once by the application; ``set_stored`` keeps it live.

    Reading an attribute gives the typed value. ``origin`` tells where it came from:
    ``flag``, ``environment``, ``stored`` or ``default``.
    """

    # Gateway
    host = Setting("127.0.0.1", read_text, "Address to listen on; anything but loopback shares the gateway.",
                   group="gateway", environment="BIND_ADDRESS", restart=True)  # fmt: skip
    port = Setting(3000, read_int(0, 65535), "Port to listen on; 0 takes a free one.",
                   group="gateway", environment="PORT", restart=True)  # fmt: skip
    lan_share = Setting(False, read_bool, "Listen on all interfaces so that people on the LAN can use issued tokens.",
                        group="gateway", environment="LAN_SHARE", restart=True)  # fmt: skip
    allowed_hosts = Setting((), read_words, "Further Host names a browser may reach the gateway by; loopback names and "
                            "the machine's own addresses are always allowed.", group="gateway",
                            environment="ALLOWED_HOSTS")  # fmt: skip
    allowed_origins = Setting(("*",), read_words, "Web origins that may call the relay from a browser (CORS); * for all.",
                              group="gateway", environment="ALLOWED_ORIGINS")  # fmt: skip
    trusted_proxies = Setting((), read_words, "Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For is believed.",
                              group="gateway", environment="TRUSTED_PROXIES")  # fmt: skip
    tls_cert = Setting("", read_text, "Certificate chain file (PEM) to serve HTTPS with.", group="gateway",
                       environment="TLS_CERT", restart=True)  # fmt: skip
    tls_key = Setting("", read_text, "Private key file (PEM) belonging to tls_cert.", group="gateway",
                      environment="TLS_KEY", restart=True)  # fmt: skip
    body_limit_mb = Setting(64, read_int(1, 4096), "Largest request body, unpacked.", group="gateway", unit="MiB",
                            environment="BODY_LIMIT_MB")  # fmt: skip
    drain_seconds = Setting(30.0, read_float(0, 3600), "How long stopping waits for open requests before it cuts them.",
                            group="gateway", unit="s", environment="DRAIN_SECONDS")  # fmt: skip
    headless = Setting(False, read_bool, "Never open a window, even with a display.", group="gateway",
                       environment="HEADLESS", stored=False, restart=True)  # fmt: skip

    # Upstream calls
    connect_timeout = Setting(10.0, read_float(0.1, 600), "Time to connect to an upstream.", group="upstream", unit="s",
                              environment="CONNECT_TIMEOUT")  # fmt: skip
    first_byte_timeout = Setting(300.0, read_float(0.1, 86400), "Time until an upstream's answer begins.",
                                 group="upstream", unit="s", environment="FIRST_BYTE_TIMEOUT")  # fmt: skip
    idle_timeout = Setting(300.0, read_float(0.1, 86400), "Longest silence inside an answer; reasoning models pause for minutes.",
                           group="upstream", unit="s", environment="IDLE_TIMEOUT")  # fmt: skip
    relay_timeout = Setting(0.0, read_float(0, 86400), "Limit for one whole upstream call including its stream; 0 is none.",
                            group="upstream", unit="s", environment="RELAY_TIMEOUT")  # fmt: skip
    relay_proxy = Setting("", read_proxy, "Proxy for upstream calls (http, https, socks5); a channel's own proxy wins. "
                          "Empty: the usual HTTPS_PROXY and NO_PROXY variables.", group="upstream", secret=True,
                          environment="RELAY_PROXY")  # fmt: skip
    answer_limit_mb = Setting(256, read_int(1, 4096), "Largest answer held in memory (answers that are not streamed).",
                              group="upstream", unit="MiB", environment="ANSWER_LIMIT_MB")  # fmt: skip
    event_limit_mb = Setting(16, read_int(1, 1024), "Largest single event inside a stream.", group="upstream",
                             unit="MiB", environment="EVENT_LIMIT_MB")  # fmt: skip
    enforce_include_usage = Setting(True, read_bool, "Ask streaming upstreams to report usage; the extra chunk is hidden "
                                    "from clients that did not ask.", group="upstream",
                                    environment="ENFORCE_INCLUDE_USAGE")  # fmt: skip

    # Routing and health
    retry_times = Setting(2, read_int(0, 20), "Further channels to try after a failure before the first byte.",
                          group="routing", environment="RETRY_TIMES")  # fmt: skip
    retry_statuses = Setting(read_statuses("401-404,408,409,429,500-599"), read_statuses,
                             "Upstream statuses worth another channel; 400, 413 and 422 are the client's own fault.",
                             group="routing", environment="RETRY_STATUSES")  # fmt: skip
    retry_deadline = Setting(120.0, read_float(1, 86400), "No further attempt begins after this time.",
                             group="routing", unit="s", environment="RETRY_DEADLINE")  # fmt: skip
    cooldown_seconds = Setting(30.0, read_float(0, 86400), "Rest for a channel that answered 429 without Retry-After.",
                               group="routing", unit="s", environment="COOLDOWN_SECONDS")  # fmt: skip
    cooldown_limit_seconds = Setting(600.0, read_float(1, 86400), "Longest rest an upstream's Retry-After may ask for.",
                                     group="routing", unit="s", environment="COOLDOWN_LIMIT_SECONDS")  # fmt: skip
    breaker_failures = Setting(5, read_int(1, 1000), "Consecutive upstream faults that open a channel's circuit breaker.",
                               group="routing", environment="BREAKER_FAILURES")  # fmt: skip
    breaker_seconds = Setting(30.0, read_float(0.05, 86400), "How long an open breaker waits before a probe; doubles up to "
                              "ten times this while probes fail.", group="routing", unit="s",
                              environment="BREAKER_SECONDS")  # fmt: skip
    automatic_disable = Setting(True, read_bool, "Switch a channel off after a definite fault of its key or account.",
                                group="routing", environment="AUTOMATIC_DISABLE")  # fmt: skip
    automatic_enable = Setting(True, read_bool, "Switch an automatically disabled channel on again when its test passes.",
                               group="routing", environment="AUTOMATIC_ENABLE")  # fmt: skip
    disable_threshold = Setting(0.0, read_float(0, 3600), "A channel whose test takes longer is disabled; 0 is no limit.",
                                group="routing", unit="s", environment="CHANNEL_DISABLE_THRESHOLD")  # fmt: skip
    channel_test_minutes = Setting(0, read_int(0, 525600), "Test every channel this often; 0 is never.",
                                   group="routing", unit="min", environment="CHANNEL_TEST_FREQUENCY")  # fmt: skip
    balance_update_minutes = Setting(0, read_int(0, 525600), "Refresh balances this often; 0 is never.",
                                     group="routing", unit="min", environment="CHANNEL_UPDATE_FREQUENCY")  # fmt: skip
    polling_interval = Setting(0.0, read_float(0, 3600), "Pause between channels while testing all or refreshing balances.",
                               group="routing", unit="s", environment="POLLING_INTERVAL")  # fmt: skip
    test_prompt = Setting("Output only your specific model name with no additional text.", read_text,
                          "What a channel test asks.", group="routing", environment="TEST_PROMPT")  # fmt: skip
    metric_enabled = Setting(False, read_bool, "Disable a channel whose recent success rate falls below the threshold.",
                             group="routing", environment="ENABLE_METRIC")  # fmt: skip
    metric_queue_size = Setting(10, read_int(2, 10000), "How many recent results the success rate looks at.",
                                group="routing", environment="METRIC_QUEUE_SIZE")  # fmt: skip
    metric_success_rate = Setting(0.8, read_float(0, 1), "Lowest success rate of a healthy channel.",
                                  group="routing", environment="METRIC_SUCCESS_RATE_THRESHOLD")  # fmt: skip

    # Money and metering
    time_zone = Setting("", read_time_zone, "Time zone of day, week and month budgets and charts; empty is the system's.",
                        group="money", environment="TZ")  # fmt: skip
    unpriced_models = Setting("allow", read_choice("allow", "refuse"), "Whether a model without a price may be called by "
                              "tokens with a budget; it is recorded at $0 and flagged.", group="money",
                              environment="UNPRICED_MODELS")  # fmt: skip
    reserve_tokens = Setting(500, read_int(0, 10_000_000), "Output tokens reserved when a request names no maximum.",
                             group="money", unit="tokens", environment="RESERVE_TOKENS")  # fmt: skip
    approximate_tokens = Setting(False, read_bool, "Estimate tokens from the text's length instead of a tokenizer.",
                                 group="money", environment="APPROXIMATE_TOKENS")  # fmt: skip

    # Data
    retention_days = Setting(0, read_int(0, 36500), "Delete request rows older than this nightly; totals are kept. 0 keeps all.",
                             group="data", unit="days", environment="RETENTION_DAYS")  # fmt: skip
    backup_hours = Setting(24, read_int(0, 8760), "Automatic backup this often; 0 is never.", group="data", unit="h",
                           environment="BACKUP_HOURS")  # fmt: skip
    backup_keep = Setting(7, read_int(1, 1000), "Automatic backups kept.", group="data",
                          environment="BACKUP_KEEP")  # fmt: skip
    data_dir = Setting("", read_text, "Directory of the database and its companions; empty is the platform's usual place.",
                       group="data", environment="DATA_DIR", stored=False, restart=True)  # fmt: skip
    sqlite_path = Setting("", read_text, "Database file, when it must lie outside the data directory.", group="data",
                          environment="SQLITE_PATH", stored=False, restart=True)  # fmt: skip
    sqlite_busy_timeout = Setting(5000, read_int(0, 600000), "How long to wait for another process's lock on the database.",
                                  group="data", unit="ms", environment="SQLITE_BUSY_TIMEOUT", stored=False,
                                  restart=True)  # fmt: skip
    keyring_backend = Setting("auto", read_choice("auto", "keyring", "file"), "Where upstream keys are kept: the system's "
                              "keyring, a sealed file, or the first that works.", group="data",
                              environment="KEYRING_BACKEND", stored=False, restart=True)  # fmt: skip

    # Logging
    debug = Setting(False, read_bool, "Verbose log. Never contains keys or request bodies.", group="logging",
                    environment="DEBUG", stored=False, restart=True)  # fmt: skip
    debug_sql = Setting(False, read_bool, "Also log SQL statements.", group="logging", environment="DEBUG_SQL",
                        stored=False, restart=True)  # fmt: skip
    log_dir = Setting("", read_text, "Directory of log files; empty writes none.", group="logging",
                      environment="LOG_DIR", stored=False, restart=True)  # fmt: skip
    only_one_log_file = Setting(False, read_bool, "Name the file oneapi.log instead of oneapi-YYYYMMDD.log.", group="logging",
                                environment="ONLY_ONE_LOG_FILE", stored=False, restart=True)  # fmt: skip

    # First start
    initial_root_token = Setting("", read_text, "Key of the first token, made at the first start.", group="first start",
                                 environment="INITIAL_ROOT_TOKEN", stored=False, secret=True)  # fmt: skip
    tiktoken_cache_dir = Setting("", read_text, "Directory of tokenizer files, looked at before the bundled ones.",
                                 group="first start", environment=("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"),
                                 stored=False)  # fmt: skip

    def __init__(
        self, environment: Mapping[str, str] | None = None, flags: Mapping[str, Any] | None = None
    ) -> None:
        """Read the environment and flags. Raises InvalidInput naming the variable that is wrong."""
        self.values: dict[str, Any] = {}
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
            self.values.pop(setting.key, None)
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
