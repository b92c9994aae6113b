"""The documents are true: what they name exists (commands, settings, keys, links), and what exists is named."""

from __future__ import annotations

import ast
import functools
import inspect
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import click
import pytest
import typer.main
import yaml
from pydantic import BaseModel

from expectations.statements import LOOKUPS
from pipelines import beside, publications
from pipelines import reference as publication_reference
from pipelines.command import app
from pipelines.monitor import settings as monitor_settings
from tests.support import ROOT, SHIPPED
from warehouse import catalogue, counted, reference

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
PACKAGES = ("warehouse", "expectations", "pipelines", "dashboard")
OWN_WORDS = {"test", "uv"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return the part of a page below a heading, up to the next heading of any level."""
    match = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", page, flags=re.MULTILINE | re.DOTALL)
    assert match, f"no heading 「{heading}」"
    return match[1]


def tables(text: str) -> list[set[str]]:
    """Return, for each table of a text, the words in code type in its first column."""
    found = re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE)
    return [set(re.findall(r"^\| `([^`]+)`", table, flags=re.MULTILINE)) for table in found]


def first_column(text: str) -> set[str]:
    (found,) = tables(text)
    return found


def code(text: str) -> str:
    """Return what stands in code blocks and code spans."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


def commands() -> dict[str, click.Command]:
    group = typer.main.get_command(app)
    return dict(group.commands)  # type: ignore[attr-defined]


def options(command: click.Command) -> set[str]:
    found = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
    return found - {"--help"}


# Commands and settings


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    headings = re.findall(r"^### `kpi ([a-z]+)`$", read("docs/commands.md"), flags=re.MULTILINE)
    assert sorted(headings) == sorted(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented_and_every_documented_option_exists(name: str) -> None:
    text = section(read("docs/commands.md"), f"`kpi {name}`")
    documented = set().union(*tables(text))
    assert documented == options(commands()[name])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_command_that_does_not_exist(page: Path) -> None:
    used = set(re.findall(r"(?:^|\s)(?:bin/|run )?kpi ([a-z]+)", code(page.read_text(encoding="utf-8"))))
    assert used <= set(commands()) | OWN_WORDS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_uses_an_option_that_the_command_does_not_have(page: Path) -> None:
    for name, rest in re.findall(r"\bkpi ([a-z]+)((?: [^\s`]+)*)", code(page.read_text(encoding="utf-8"))):
        if name not in OWN_WORDS:
            assert set(re.findall(r"--[a-z-]+", rest)) <= options(commands()[name]), f"kpi {name}{rest}"


@functools.cache
def settings_in_code() -> frozenset[str]:
    """Return the names that our code reads from the environment."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return frozenset(name for node in nodes for name in _read_from_environment(node))


def _read_from_environment(node: ast.AST) -> Iterator[str]:
    argument: ast.expr | None = None
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {
        "os.environ.get",
        "os.getenv",
        "environ.get",
        "getenv",
    }:
        argument = node.args[0]
    elif (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node.value) in {"os.environ", "environ"}
    ):
        argument = node.slice
    if argument is not None:
        assert isinstance(argument, ast.Constant), f"a setting must be named where it is read: {ast.unparse(node)}"
        yield str(argument.value)


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    assert first_column(section(read("docs/commands.md"), "設定")) == settings_in_code()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_setting_that_is_not_read(page: Path) -> None:
    assert set(re.findall(r"\bKPI_[A-Z_]+", page.read_text(encoding="utf-8"))) <= settings_in_code()


# Declarations


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("資料の項目", publications.Publication),
        ("表の項目", publications.Table),
        ("`areas_across` の項目", publications.AreasAcross),
        ("`defaults` の項目", publications.Defaults),
    ],
)
def test_every_key_of_a_publication_is_documented(heading: str, model: type[BaseModel]) -> None:
    assert first_column(section(read("docs/add-a-year.md"), heading)) == set(model.model_fields)


def test_every_role_of_a_column_is_documented() -> None:
    roles, keys = tables(section(read("docs/add-a-year.md"), "列の役割"))
    assert roles == set(get_args(publications.Role))
    assert keys == set(publications.ValueColumn.model_fields)


def test_every_key_and_function_of_a_statement_is_documented() -> None:
    keys, functions = tables(section(read("docs/add-a-year.md"), "`statements.yml`"))
    assert keys == set(beside.Statement.model_fields)
    assert {name.split("(")[0]: name.count(",") + 1 for name in functions} == {
        name: len(arguments) for name, arguments in LOOKUPS.items()
    }


def test_columns_of_the_files_beside_the_tables_are_documented() -> None:
    page = read("docs/add-a-year.md")
    assert f"`{','.join(beside._TARGET_COLUMNS)}`" in page
    assert f"`{','.join(beside._CORRECTION_COLUMNS)}`" in page


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("施策の項目", catalogue.Programme),
        ("指標の項目", catalogue.Indicator),
        ("断絶の項目", catalogue.Break),
        ("公表月の項目", catalogue.Schedule),
        ("区分の項目", counted.State),
        ("団体別の項目", counted.Municipal),
        ("全国の値の項目", counted.NationalTotal),
        ("目標の項目", catalogue.Target),
    ],
)
def test_every_key_of_the_catalogue_is_documented(heading: str, model: type[BaseModel]) -> None:
    filled_by_the_loader = set() if model is catalogue.Programme else {"programme", "policy_area", "sort_order"}
    documented = first_column(section(read("docs/add-an-indicator.md"), heading))
    assert documented == set(model.model_fields) - filled_by_the_loader


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("設定の項目", monitor_settings.Settings),
        ("メールの項目", monitor_settings.Mail),
        ("Webhook の項目", monitor_settings.Webhook),
    ],
)
def test_every_setting_of_the_monitor_is_documented(heading: str, model: type[BaseModel]) -> None:
    assert first_column(section(read("docs/monitor.md"), heading)) == set(model.model_fields)


def test_the_example_of_the_monitors_settings_is_valid() -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```", read("docs/monitor.md"), flags=re.M | re.S)
    assert monitor_settings.Settings.model_validate(yaml.safe_load(block)).webhooks


def test_the_examples_of_declarations_are_valid() -> None:
    blocks = re.findall(
        r"^```yaml\n(.*?)^```", read("docs/add-a-year.md") + read("docs/add-an-indicator.md"), flags=re.M | re.S
    )
    publication, statements, programme = (yaml.safe_load(block) for block in blocks)
    publications.Publication.model_validate(publication)
    assert [beside.Statement.model_validate(item) for item in statements]
    assert [catalogue.Indicator.model_validate(item) for item in programme["indicators"]]


# Generated pages


def test_the_reference_of_indicators_is_current() -> None:
    assert read("docs/indicators.md") == reference.reference_markdown(catalogue.load_catalogue()), reference.COMMAND


def test_the_list_of_sources_is_current() -> None:
    found = publication_reference.sources_markdown(publication_reference.shipped_publications(SHIPPED))
    assert read("docs/sources.md") == found, publication_reference.COMMAND


@pytest.mark.parametrize("module", [reference, publication_reference])
def test_a_generated_page_gives_its_own_command(module: object) -> None:
    command: str = module.COMMAND  # type: ignore[attr-defined]
    assert command in read(command.rsplit(maxsplit=1)[-1])


def test_the_notice_names_every_credit_line() -> None:
    notice = read("NOTICE")
    found = publication_reference.shipped_publications(SHIPPED)
    assert [item.credit for item in found if item.credit and item.credit not in notice] == []


# README, changelog, licence


def test_the_readme_gives_exactly_two_commands_that_exist() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", read("README.md"), flags=re.MULTILINE | re.DOTALL)
    assert blocks == ["python3 bin/kpi serve\n", "python3 bin/kpi test\n"]
    assert os.access(ROOT / "bin" / "kpi", os.X_OK)
    assert "serve" in commands()


def test_the_readme_shows_the_credit_line_of_the_main_source() -> None:
    main = publications.read_publication(SHIPPED / "soumu-chiikiryoku-2025-06")
    assert main.credit
    assert main.credit in read("README.md")


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## {re.escape(version)}\b", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert f"（{version}）" in read("README.md")


def test_the_licence_is_the_whole_of_apache_2() -> None:
    text = read("LICENSE")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "limitations under the License." in text


# Links


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in re.findall(
        r"\]\(([^)]+)\)", re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    ):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_of_the_documents_is_reached_from_the_readme() -> None:
    linked = {path.split("#")[0] for path in re.findall(r"\]\((docs/[^)]+)\)", read("README.md"))}
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= linked


def test_no_page_names_a_file_of_ours_that_does_not_exist() -> None:
    named = {
        (page.name, path)
        for page in PAGES
        for path in re.findall(
            r"\b((?:warehouse|expectations|pipelines|dashboard|tests|bin|docs)/[\w./-]+\w)",
            code(page.read_text(encoding="utf-8")),
        )
    }
    assert {(page, path) for page, path in named if not (ROOT / path).exists()} == set()


# Python and the API


def test_the_python_of_the_tutorial_runs_from_top_to_bottom(
    shipped_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KPI_HOME", str(shipped_home))
    blocks = re.findall(r"^```python\n(.*?)^```", read("docs/python.md"), flags=re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)
    told = capsys.readouterr().out
    # What the code prints is what the text promises: a near id, the value as printed, the credit of the source.
    for said in ("近いもの: kyoryokutai_members", "7910", "を加工して作成", "期限前"):
        assert said in told


def test_every_argument_of_observations_is_documented() -> None:
    from warehouse.release import Release

    arguments = set(inspect.signature(Release.observations).parameters) - {"self"}
    assert first_column(section(read("docs/python.md"), "値を読む")) == arguments


def test_every_address_and_parameter_of_the_api_is_documented() -> None:
    from dashboard.api import app as api

    described = api.build().openapi()
    listed = first_column(section(read("docs/api.md"), "アドレス"))
    addresses = {api.ADDRESS + path.replace("indicator_id", "id") for path in described["paths"]}
    assert listed == addresses | {f"{api.ADDRESS}/openapi.json"}
    asked = {one["name"] for one in described["paths"]["/observations"]["get"]["parameters"]}
    assert first_column(section(read("docs/api.md"), "値の絞り込み")) == asked
