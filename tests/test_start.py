"""`bin/kpi` gets a newcomer going with Python alone, and says in one line what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

ANSWERS_UV = '#!/bin/sh\nif [ "$1" = --version ]; then echo "uv {version}"; else pwd; printf "%s\\n" "$@"; fi\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with nothing but the start script, and no uv anywhere."""
    folder = tmp_path / "project"
    (folder / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "bin" / "kpi", folder / "bin" / "kpi")
    (tmp_path / "path").mkdir()
    (tmp_path / "modules").mkdir()
    return folder


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": str(project.parent / "path"),
        "PYTHONPATH": str(project.parent / "modules"),
        "PYTHONUTF8": "1",
        "PWD": str(project.parent),
    }
    command = [sys.executable, str(project / "bin" / "kpi"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=project.parent, check=False)


def give_uv(folder: Path, text: str = ANSWERS_UV.format(version="0.9.1")) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "uv").write_text(text, encoding="utf-8")
    (folder / "uv").chmod(0o755)


def give_module(project: Path, name: str, text: str) -> None:
    (project.parent / "modules" / f"{name}.py").write_text(text, encoding="utf-8")


def test_a_command_goes_to_kpi_and_stays_in_the_folder_of_the_user(project: Path) -> None:
    give_uv(project.parent / "path")
    folder, *arguments = run(project, "serve", "--port", "9000").stdout.splitlines()
    assert Path(folder) == project.parent
    assert arguments == ["run", "--frozen", "--no-dev", "--project", str(project), "kpi", "serve", "--port", "9000"]


def test_test_runs_pytest_in_the_project(project: Path) -> None:
    give_uv(project.parent / "path")
    folder, *arguments = run(project, "test", "-k", "eras").stdout.splitlines()
    assert Path(folder) == project
    assert arguments[:3] == ["run", "--frozen", "pytest"] and arguments[-2:] == ["-k", "eras"]


def test_uv_itself_can_be_used(project: Path) -> None:
    give_uv(project.parent / "path")
    assert run(project, "uv", "sync", "--frozen").stdout.splitlines()[1:] == ["sync", "--frozen"]


@pytest.mark.parametrize(
    "broken",
    ["#!/bin/sh\nexit 127\n", ANSWERS_UV.format(version="0.4.30"), "#!/nowhere/at/all\n"],
    ids=["a shim without a uv", "too old", "cannot be started"],
)
def test_a_uv_that_does_not_work_is_passed_over(project: Path, broken: str) -> None:
    give_uv(project.parent / "path", broken)
    give_uv(project / "var" / "uv" / "bin")
    assert run(project, "status").stdout.splitlines()[-1] == "status"


def test_uv_is_installed_where_it_is_missing(project: Path) -> None:
    text = ANSWERS_UV.format(version="0.9.1")
    give_module(
        project,
        "venv",
        "import pathlib, sys\n"
        "folder = pathlib.Path(sys.argv[1]) / 'bin'\n"
        "folder.mkdir(parents=True)\n"
        f"(folder / 'uv').write_text({text!r})\n"
        "(folder / 'python').write_text('#!/bin/sh\\nexit 0\\n')\n"
        "[path.chmod(0o755) for path in folder.iterdir()]\n",
    )
    done = run(project, "status")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "status"
    assert len(done.stderr.splitlines()) == 1


def test_pip_alone_is_enough_where_venv_is_missing(project: Path) -> None:
    text = ANSWERS_UV.format(version="0.9.1")
    give_module(project, "venv", "import sys\nsys.exit('ensurepip is not available')\n")
    give_module(
        project,
        "pip",
        "import pathlib, sys\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('--target') + 1]) / 'bin'\n"
        "folder.mkdir(parents=True)\n"
        f"(folder / 'uv').write_text({text!r})\n"
        "(folder / 'uv').chmod(0o755)\n",
    )
    assert run(project, "status").stdout.splitlines()[-1] == "status"


def test_without_any_way_to_uv_it_says_in_one_line_what_to_do(project: Path) -> None:
    give_module(project, "venv", "import sys\nsys.exit('ensurepip is not available')\n")
    give_module(project, "pip", "import sys\nsys.exit('No module named pip')\n")
    done = run(project, "serve")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 2  # that it tries, and why it could not
    assert "python3-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "var" / "uv").exists()
