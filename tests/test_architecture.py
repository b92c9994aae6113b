"""Rules that hold across the packages: who may import whom, who opens the database, what may be in the repository."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support import ROOT, shared

PACKAGES = {
    "warehouse": set(),
    "expectations": {"warehouse"},
    "pipelines": {"warehouse", "expectations"},
    "dashboard": {"warehouse"},
}
# The command, where all packages meet: one module and the part of it that makes press charts.
COMPOSITION_ROOT = {"pipelines/command.py", "pipelines/press_command.py"}
# The one module that may catch any error: where a page is run.
LAST_RESORT = "dashboard/router.py"
# Libraries that only one package may import, and the modules of which a command's help must not wait for.
ONLY_IN = {
    "great_expectations": {"expectations"},
    "streamlit": {"dashboard"},
    "plotly": {"dashboard"},
    "pydeck": {"dashboard"},
    "matplotlib": {"dashboard"},
    "pptx": {"dashboard"},
    "reportlab": {"dashboard"},
}
HEAVY = (
    "polars",
    "duckdb",
    "streamlit",
    "great_expectations",
    "plotly",
    "matplotlib",
    "pptx",
    "reportlab",
    "pandas",
    "pyarrow",
    "pydantic",
    "uvicorn",
)
# Written in two parts, so that this file may be checked as well.
MACHINE_PATHS = ("/work" + "/", "/root" + "/", "/tmp/" + "team")
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "deb." + "debian",
    "archive." + "ubuntu",
    "proxy." + "golang",
    "conda" + ".anaconda",
)
# The lock file names the public host of every package, as uv writes it.
MAY_NAME_HOSTS = {"uv.lock"}
# Files smaller than this are alike by chance.
SHORTEST_COPY = 64

MODULES = sorted(path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@cache
def parsed(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), module)


def imports(module: str) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every import, wherever it stands; `from a import b` is `a.b`."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def calls(module: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_there_are_modules_to_check() -> None:
    assert len(MODULES) > 30
    assert set(MODULES) >= COMPOSITION_ROOT


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    own = module.split("/", maxsplit=1)[0]
    allowed = set(PACKAGES) if module in COMPOSITION_ROOT else {own} | PACKAGES[own]
    stray = [f"{line}: {name}" for line, name in imports(module) if name.split(".")[0] in set(PACKAGES) - allowed]
    assert stray == []


@pytest.mark.parametrize("module", MODULES)
def test_a_product_never_imports_its_tests_or_benchmarks(module: str) -> None:
    assert [name for _, name in imports(module) if name.split(".")[0] in {"tests", "benchmarks"}] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_library_stays_in_its_package(module: str) -> None:
    package = module.split("/", maxsplit=1)[0]
    stray = [
        f"{line}: {name}"
        for line, name in imports(module)
        if package not in ONLY_IN.get(name.split(".")[0], set(PACKAGES))
    ]
    assert stray == []


def test_the_database_is_opened_in_one_module() -> None:
    found = {module for module in MODULES if any(name.endswith("duckdb.connect") for _, name in calls(module))}
    found |= {module for module in MODULES if any(name == "duckdb.connect" for _, name in imports(module))}
    assert found == {"warehouse/database.py"}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_prints(module: str) -> None:
    assert [line for line, name in calls(module) if name in {"print", "pprint", "builtins.print"}] == []


@pytest.mark.parametrize("module", MODULES)
def test_no_error_is_swallowed_whole(module: str) -> None:
    handlers = [node for node in ast.walk(parsed(module)) if isinstance(node, ast.ExceptHandler)]
    broad = {None, "Exception", "BaseException"}
    found = [node for node in handlers if (ast.unparse(node.type) if node.type else None) in broad]
    if module == LAST_RESORT:
        # One place turns what nobody expected into a sentence, and leaves the whole of it in the log.
        (last,) = found
        assert ast.unparse(last.body[0]).startswith("_log.exception(")
    else:
        assert [node.lineno for node in found] == []


def test_the_help_of_the_command_waits_for_no_heavy_library() -> None:
    code = (
        "import json, sys\n"
        "from pipelines.command import main\n"
        "sys.argv = ['kpi', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    sys.stderr.write(json.dumps([end.code, sorted(sys.modules)]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    exit_code, modules = json.loads(done.stderr)
    assert exit_code == 0
    assert "Usage: kpi" in done.stdout
    assert [name for name in HEAVY if name in modules] == []


@cache
def repository_files() -> tuple[Path, ...]:
    """Return the files that are or would be committed; without git (an unpacked archive) the test is skipped."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        found = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        if os.environ.get("CI"):
            pytest.fail("git cannot list the files; CI must not skip this test")
        pytest.skip("not a git repository: what is committed cannot be listed")
    return tuple(path for name in found.split("\0") if name and (path := ROOT / name).is_file())


@pytest.mark.parametrize("folder", ["published", "boundaries", "source", "facts"])
def test_no_development_data_is_committed(folder: str) -> None:
    originals = [path for path in shared(folder).rglob("*") if path.is_file() and path.stat().st_size >= SHORTEST_COPY]
    digests = {hashlib.sha256(path.read_bytes()).digest(): path.name for path in originals}
    assert digests, "there is nothing to compare with"
    copies = [
        (str(path.relative_to(ROOT)), digests[digest])
        for path in repository_files()
        if (digest := hashlib.sha256(path.read_bytes()).digest()) in digests
    ]
    assert copies == []


def test_no_file_names_a_registry_host_or_a_path_of_this_machine() -> None:
    found = []
    for path in repository_files():
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        words = MACHINE_PATHS if name in MAY_NAME_HOSTS else MACHINE_PATHS + REGISTRY_HOSTS
        found += [(name, word) for word in words if word in text]
    assert found == []


def test_releases_and_environments_are_never_committed() -> None:
    stray = {"var", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    names = [path.relative_to(ROOT) for path in repository_files()]
    assert [str(name) for name in names if stray & set(name.parts) or name.suffix in {".duckdb", ".wal"}] == []
