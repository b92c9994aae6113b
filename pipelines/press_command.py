"""The part of the `kpi` command that makes press charts: one, a kit of several, or all of them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipelines.told import say, write_file
from warehouse.errors import InputError, KpiError

if TYPE_CHECKING:
    from dashboard.context import Context

Language = Annotated[Literal["ja", "en"], typer.Option(help="言語")]
Look = Annotated[Literal["light", "mono"], typer.Option(help="色（mono は白黒の紙面用）")]
ReleaseOption = Annotated[str | None, typer.Option(help="リリースの id（既定: 公開中のもの）")]
Known = Annotated[str | None, typer.Option(help="その日までに公表された値だけ")]
Site = Annotated[str, typer.Option(help="画面を公開しているアドレス（図に添えるリンクに使う）")]
Jobs = Annotated[int | None, typer.Option(min=1, max=64, help="並べて描く数（既定: コアの数）")]
Kind = Literal["trend", "comparison", "bars", "stacked", "multiples", "tiles", "map", "card"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("chart")(chart_command)
    app.command("kit")(kit_command)
    app.command("charts")(charts_command)


def _context(lang: str, release: str | None, as_known_on: str | None) -> Context:
    from dashboard.context import Context, known_day
    from dashboard.text import Text
    from warehouse import open_release
    from warehouse.eras import parse_date, today
    from warehouse.releases import current_id, kpi_home

    opened, text = open_release(release_id=release), Text(lang)
    known = known_day(text, parse_date(as_known_on).isoformat()) if as_known_on else None
    return Context(text, opened, opened.release_id == current_id(kpi_home()), today(), known)


def _check_known(option: str, given: list[str] | None, known: Collection[str]) -> None:
    for one in given or []:
        if one not in known:
            raise InputError(f"{option} の「{one}」はありません。", advice=f"{'、'.join(known)} から選んでください。")


def _address(site: str) -> str:
    if site and not site.startswith(("https://", "http://")):
        raise InputError(f"--site の「{site}」はアドレスではありません。", advice="https:// から書いてください。")
    return site.rstrip("/")


def chart_command(
    indicator: Annotated[list[str], typer.Argument(help="指標の id（比べるときは複数）")],
    form: Annotated[
        Literal["png", "svg", "svg-text", "pdf", "pptx", "html", "csv"], typer.Option("--format", help="形式")
    ] = "png",
    output: Annotated[Path | None, typer.Option(help="出力先（既定: 内容を示す名前）")] = None,
    kind: Annotated[Kind | None, typer.Option(help="図の種類（既定: 指標に合うもの）")] = None,
    size: Annotated[str, typer.Option(help="大きさ（16x9、1x1、9x16、a4-portrait など、または 120x80mm）")] = "16x9",
    look: Look = "light",
    first_year: Annotated[int | None, typer.Option("--from", help="最初の年度（西暦）")] = None,
    last_year: Annotated[int | None, typer.Option("--to", help="最後の年度（西暦）")] = None,
    title: Annotated[str | None, typer.Option(help="題名（数はデータと照合する）")] = None,
    subtitle: Annotated[str | None, typer.Option(help="副題")] = None,
    note: Annotated[str | None, typer.Option(help="注記")] = None,
    scale: Annotated[Literal["plain", "man"], typer.Option(help="数の書き方（man は万単位）")] = "plain",
    lang: Language = "ja",
    release: ReleaseOption = None,
    as_known_on: Known = None,
    site: Site = "",
) -> None:
    """報道用の図を1つ作る。公開前の6つの確認に合わなければ作らない。"""
    from dashboard.figure.sizes import size_of
    from dashboard.press.asked import Asked
    from dashboard.press.checks import checked
    from dashboard.press.leaving import drawn, made
    from dashboard.press.order import Style, order_of

    size, site = size_of(size).code, _address(site)
    context = _context(lang, release, as_known_on)
    asked = Asked(tuple(indicator), kind, first_year, last_year, scale, title, subtitle, note)
    order = order_of(context, asked, Style(size, look), site=site)
    scene = drawn(order)
    found = checked(order.chart, scene, size_of(size), context.text)
    for check in found:
        say(f"{'○' if check.passed else '×'} {context.text(f'press.check_name.{check.code}')}：{check.seen}")
    if not all(check.passed for check in found):
        raise KpiError(
            "公開前の確認に合わないため、図を作りませんでした。×の項目の言葉を直すか、大きい寸法を選んでください。"
        )
    target = output or Path(order.name(form))
    write_file(target, [made(order, form, scene)])
    say(f"{target} に保存しました。リリース {context.release.release_id}")
    say(order.chart.caption)
    for words in [*(one for one in scene.left_out if one != "credits"), *scene.shortened]:
        say(f"図に入らなかったもの：{words}")


def kit_command(
    indicator: Annotated[list[str] | None, typer.Argument(help="指標の id（複数可）")] = None,
    programme: Annotated[str | None, typer.Option(help="施策の id（その施策の指標すべて）")] = None,
    output: Annotated[Path | None, typer.Option(help="出力先（既定: kit_リリース.zip）")] = None,
    look: Look = "light",
    lang: Language = "ja",
    release: ReleaseOption = None,
    as_known_on: Known = None,
    site: Site = "",
    jobs: Jobs = None,
) -> None:
    """報道資料一式（図、説明文、代替テキスト、数表、引用文）を zip にする。"""
    from dashboard.press.kit import press_kit, programme_indicators

    context = _context(lang, release, as_known_on)
    chosen = list(indicator or [])
    if programme is not None:
        chosen += programme_indicators(context, programme)
    if not chosen:
        raise InputError("指標も施策も選ばれていません。", advice="指標の id か --programme を書いてください。")
    target = output or Path(f"kit_{context.release.release_id}.zip")
    data = press_kit(
        context,
        chosen,
        look=look,
        site=_address(site),
        jobs=jobs,
        told=lambda done, of: say(f"図を作っています… {done}/{of}"),
    )
    write_file(target, [data])
    say(f"{target} に保存しました。リリース {context.release.release_id}")


def charts_command(
    folder: Annotated[Path, typer.Argument(help="出力先のフォルダ")],
    form: Annotated[
        list[str] | None,
        typer.Option("--format", help="形式（png、svg、svg-text、pdf、pptx、html、csv。繰り返し可。既定: png）"),
    ] = None,
    size: Annotated[list[str] | None, typer.Option(help="大きさ（繰り返し可。既定: すべて）")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="図の種類（繰り返し可。既定: すべて）")] = None,
    indicator: Annotated[list[str] | None, typer.Option(help="指標の id（繰り返し可。既定: すべて）")] = None,
    look: Look = "light",
    lang: Language = "ja",
    release: ReleaseOption = None,
    as_known_on: Known = None,
    jobs: Jobs = None,
) -> None:
    """すべての指標の図を、すべての種類と大きさで作る。"""
    from dashboard.figure.model import KINDS
    from dashboard.press.batch import every_chart
    from dashboard.press.leaving import FORMATS

    _check_known("--format", form, FORMATS)
    _check_known("--kind", kind, KINDS)
    context = _context(lang, release, as_known_on)
    result = every_chart(
        context,
        folder,
        forms=form or ["png"],
        sizes=size,
        kinds=kind,
        indicator_ids=indicator,
        look=look,
        jobs=jobs,
        told=lambda done, of: say(f"図を作っています… {done}/{of}"),
    )
    if not result.files and not result.refused:
        raise InputError("選んだ指標と種類に、図にできるものがありません。")
    say(f"{result.files} 個のファイルを {folder} に保存しました。リリース {context.release.release_id}")
    if result.refused:
        say(f"{len(result.refused)} 点の図は作れませんでした。")
        for line in result.refused:
            say(f"・{line}")
        raise typer.Exit(1)
