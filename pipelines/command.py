"""The `kpi` command: the one place where all packages meet. Everything heavy is imported when it is needed."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from pipelines import press_command
from pipelines.told import run_load, say, write_file
from warehouse.errors import InputError, KpiError

app = typer.Typer(
    name="kpi",
    help="地域力KPIモニター: 公表資料を検査して公開し、画面とファイルで届けます。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

RawOption = Annotated[Path | None, typer.Option("--raw", help="公表資料のフォルダ（既定: KPI_RAW、なければ data/raw）")]
CatalogueOption = Annotated[Path | None, typer.Option("--catalogue", help="指標カタログのフォルダ（既定: 製品のもの）")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON で出力する")]


@app.command("load")
def load_command(raw: RawOption = None, catalogue: CatalogueOption = None) -> None:
    """公表資料を読み、検査し、合格したら公開する。"""
    raise typer.Exit(run_load(raw, catalogue, publish=True))


@app.command("check")
def check_command(raw: RawOption = None, catalogue: CatalogueOption = None) -> None:
    """公開せずに、読み込みと検査だけを行う。"""
    raise typer.Exit(run_load(raw, catalogue, publish=False))


@app.command("serve")
def serve_command(
    port: Annotated[int, typer.Option(min=1, max=65535, help="待ち受けるポート")] = 8501,
    host: Annotated[str, typer.Option(help="待ち受けるアドレス")] = "127.0.0.1",
) -> None:
    """公開済みのリリースを画面で見せる。リリースがなければ先に読み込む。"""
    from warehouse.releases import current_id, kpi_home

    if current_id(kpi_home()) is None and (code := run_load(None, None, publish=True)):
        raise typer.Exit(code)
    from dashboard.server import serve

    serve(port=port, host=host)


@app.command("slice")
def slice_command(
    indicator: Annotated[list[str] | None, typer.Option(help="指標の id（繰り返し可）")] = None,
    area: Annotated[list[str] | None, typer.Option(help="5桁の標準地域コード（繰り返し可）")] = None,
    prefecture: Annotated[list[str] | None, typer.Option(help="都道府県とその中（13000 など。繰り返し可）")] = None,
    level: Annotated[Literal["country", "prefecture", "municipality"] | None, typer.Option(help="地域の階層")] = None,
    area_kind: Annotated[list[str] | None, typer.Option("--kind", help="市区町村の種別（繰り返し可）")] = None,
    first_year: Annotated[int | None, typer.Option("--from", help="最初の年度（西暦）")] = None,
    last_year: Annotated[int | None, typer.Option("--to", help="最後の年度（西暦）")] = None,
    breakdown: Annotated[list[str] | None, typer.Option(help="内訳（total は総数。繰り返し可）")] = None,
    as_known_on: Annotated[str | None, typer.Option(help="その日までに公表された値だけ")] = None,
    current: Annotated[bool, typer.Option("--current", help="指標・地域・年度・内訳ごとに最新の1行")] = False,
    release: Annotated[str | None, typer.Option(help="リリースの id（既定: 公開中のもの）")] = None,
    kind: Annotated[
        Literal["csv", "csv-plain", "parquet", "xlsx", "json", "datapackage"], typer.Option("--format", help="形式")
    ] = "csv",
    output: Annotated[str, typer.Option(help="出力先（- は標準出力）")] = "-",
) -> None:
    """値を絞り込んでファイルにする。"""
    from dashboard.export.formats import FORMATS
    from warehouse import open_release, queries
    from warehouse.eras import parse_date
    from warehouse.slice_words import selection
    from warehouse.slices import Slice

    opened = open_release(release_id=release)
    chosen = Slice(
        indicators=_listed(indicator),
        areas=_listed(area),
        prefectures=_listed(prefecture),
        level=level,
        kinds=_listed(area_kind),
        first_year=first_year,
        last_year=last_year,
        breakdowns=_listed(breakdown),
        as_known_on=parse_date(as_known_on) if as_known_on else None,
        current=current,
    )
    opened.check(chosen)
    parts = FORMATS[kind].parts(opened, chosen)
    if output == "-":
        for part in parts:
            sys.stdout.buffer.write(part)
        return
    write_file(Path(output), parts)
    rows = queries.row_count(opened.connection, chosen)
    say(f"{rows:,} 行を {output} に保存しました。リリース {opened.release_id}")
    say(selection(opened, chosen))


def _listed(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(value.strip() for value in values) if values else None


@app.command("sql")
def sql_command(
    query: Annotated[str, typer.Argument(help="SELECT 文（- は標準入力から読む）")],
    release: Annotated[str | None, typer.Option(help="リリースの id（既定: 公開中のもの）")] = None,
    kind: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="形式")] = "table",
    rows: Annotated[int, typer.Option(min=1, max=1_000_000, help="結果の行数の上限")] = 10_000,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="時間の上限（秒）")] = 10.0,
    memory: Annotated[int, typer.Option(min=64, max=16_384, help="メモリの上限（MB）")] = 512,
) -> None:
    """公開したリリースに、読み取り専用の問い合わせ（SELECT 文ひとつ）を行う。"""
    from pipelines.query_result import write_result
    from warehouse import open_release
    from warehouse.sandbox import Limits, run_query

    limits = Limits(rows=rows, seconds=seconds, memory_mb=memory, bytes=max(8_000_000, rows * 2_000))
    result = run_query(open_release(release_id=release), sys.stdin.read() if query == "-" else query, limits)
    write_result(result.frame, kind, sys.stdout.buffer)
    if result.truncated:
        say(f"結果を {result.frame.height:,} 行で切りました。--rows で増やせます。")


@app.command("status")
def status_command(
    as_json: JsonOption = False,
    as_known_on: Annotated[str | None, typer.Option(help="その日に分かっていたことだけで判定する")] = None,
    fresh: Annotated[bool, typer.Option("--freshness", help="目標の代わりに、系列の鮮度を一覧する")] = False,
) -> None:
    """目標と節目の状態と、公表を待っている系列を一覧する。"""
    from warehouse import open_release
    from warehouse.eras import parse_date
    from warehouse.freshness import STATES, freshness, freshness_row
    from warehouse.status import status_row, target_status

    release, known_on = open_release(), parse_date(as_known_on) if as_known_on else None
    if as_json:
        rows = (
            [freshness_row(one) for one in freshness(release, as_known_on=known_on)]
            if fresh
            else [status_row(item) for item in target_status(release, as_known_on=known_on)]
        )
        _print_json(rows)
        return
    if not fresh:
        for item in target_status(release, as_known_on=known_on):
            typer.echo(f"{item.state}\t{item.name_ja}\t{item.sentence_ja}")
    for one in freshness(release, as_known_on=known_on):
        if fresh or one.state in {"overdue", "undated", "due"}:
            typer.echo(f"{STATES[one.state][0]}\t{one.name_ja}\t{one.said()}")


@app.command("releases")
def releases_command(as_json: JsonOption = False) -> None:
    """公開したリリースを新しい順に一覧する。"""
    from warehouse.releases import kpi_home, list_releases

    found = list_releases(kpi_home())
    if as_json:
        _print_json(found)
        return
    for item in found:
        typer.echo(
            f"{'*' if item['is_current'] else ' '} {item['release_id']}\t{item['published_at']}\t{item['digest'][:12]}"
        )


@app.command("rollback")
def rollback_command(release_id: str) -> None:
    """公開するリリースを以前のものに戻す。"""
    from warehouse.releases import kpi_home, point_to

    point_to(kpi_home(), release_id)
    say(f"リリース {release_id} を公開しています。")


@app.command("prune")
def prune_command(keep: Annotated[int, typer.Option(min=1, help="残すリリースの数")] = 20) -> None:
    """古いリリースを消す。公開中のものは残す。"""
    from warehouse.releases import kpi_home, prune

    removed = prune(kpi_home(), keep)
    say(f"{len(removed)} 件を消しました。" + "、".join(removed))


@app.command("diff")
def diff_command(old: str, new: str, as_json: JsonOption = False) -> None:
    """2つのリリースの間で、増えた・変わった・消えた値と、変わった判定を示す。"""
    import polars as pl

    from warehouse import open_release
    from warehouse.differences import differences, flip_rows, standings, verdict_flips
    from warehouse.status import target_status

    before, after = open_release(release_id=old), open_release(release_id=new)
    frame = differences(before, after)
    flips = verdict_flips(*(standings(target_status(side)) for side in (before, after)))
    if as_json:
        rows = pl.concat([frame, flip_rows(flips)], how="diagonal")
        _print_json(json.loads(rows.write_json()))
        return
    for row in frame.iter_rows(named=True):
        typer.echo("\t".join("" if value is None else str(value) for value in row.values()))
    for flip in flips:
        typer.echo(f"flipped\t{flip.target_id}\t{flip.name_ja}\t{flip.words()}")
    say(f"値の違いは {frame.height} 件、変わった判定は {len(flips)} 件です。")


@app.command("monitor")
def monitor_command(
    settings: Annotated[Path | None, typer.Option(help="送り先の設定（既定: KPI_HOME の monitor.yml、あれば）")] = None,
    kind: Annotated[Literal["markdown", "json", "atom"], typer.Option("--format", help="標準出力の形式")] = "markdown",
    preview: Annotated[bool, typer.Option("--preview", help="報告だけを出し、記録も送信もしない")] = False,
) -> None:
    """前回の実行から変わったことを報告し、登録した送り先に知らせる。"""
    from pipelines.monitor.run import FILES, monitor
    from pipelines.monitor.settings import Settings, read_settings
    from warehouse.releases import kpi_home

    home = kpi_home()
    usual = home / "monitor.yml"
    path = settings or (usual if usual.exists() else None)
    result = monitor(home, read_settings(path) if path else Settings(), preview=preview)
    typer.echo(result.reports[kind], nl=False)
    for receiver, why in result.undelivered.items():
        say(f"{receiver} に届けられませんでした: {why}。次の実行で送り直します。")
    if not preview:
        say(f"報告は {home / 'monitor'} にあります（{'、'.join(FILES.values())}）。")
    raise typer.Exit(result.exit_code)


@app.command("brief")
def brief_command(
    output: Annotated[Path, typer.Argument(help="出力先（.pdf か .pptx）")],
    lang: Annotated[Literal["ja", "en"], typer.Option(help="言語")] = "ja",
    as_known_on: Annotated[str | None, typer.Option(help="その日に分かっていたことだけで作る")] = None,
    release: Annotated[str | None, typer.Option(help="リリースの id（既定: 公開中のもの）")] = None,
) -> None:
    """目標のあるKPIの判定、文、図、出典を1枚の資料にする。"""
    from dashboard.brief import FORMATS, make_brief
    from dashboard.context import Context
    from dashboard.text import Text
    from warehouse import open_release
    from warehouse.eras import parse_date, today
    from warehouse.releases import current_id, kpi_home

    kind = output.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise InputError(f"{output} の形式では作れません。", advice="名前の終わりを .pdf か .pptx にしてください。")
    opened = open_release(release_id=release)
    known_on = parse_date(as_known_on) if as_known_on else None
    is_current = opened.release_id == current_id(kpi_home())
    data = make_brief(Context(Text(lang), opened, is_current, today(), known_on), kind)
    write_file(output, [data])
    say(f"{output} に保存しました。リリース {opened.release_id}")


press_command.register(app)


@app.command("fetch")
def fetch_command(
    what: Annotated[str, typer.Argument(help="boundaries、dx、kyoryokutai、population、kaso のどれか")],
    given: Annotated[list[Path] | None, typer.Option("--from", help="手元のファイル（繰り返し可）")] = None,
    url: Annotated[str | None, typer.Option(help="公表元に代わる置き場所のURL")] = None,
    published: Annotated[str | None, typer.Option(help="表の公表日（population、kaso）")] = None,
    as_of: Annotated[str | None, typer.Option(help="表の時点（kaso）")] = None,
) -> None:
    """市区町村の境界と、市区町村別の公表データを取得する。"""
    from pipelines.fetch.run import fetch
    from warehouse.eras import parse_date
    from warehouse.releases import kpi_home

    days = [parse_date(text) if text else None for text in (published, as_of)]
    say(fetch(what, kpi_home(), given=given or [], base_url=url, published=days[0], as_of=days[1], say=say))


@app.command("indicators")
def indicators_command() -> None:
    """指標の id と名称を一覧する。"""
    from warehouse.catalogue import load_catalogue

    for indicator in load_catalogue().indicators.values():
        typer.echo(f"{indicator.id}\t{indicator.name_ja}\t{indicator.unit}")


def _print_json(content: Any) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value)} is not JSON")


def main() -> NoReturn:
    """Run the command. The user sees one message on an error, never a traceback."""
    try:
        try:
            code = app(standalone_mode=False)
        finally:
            sys.stdout.flush()
            if (database := sys.modules.get("warehouse.database")) is not None:
                database.tidy()
    except KpiError as error:
        say(str(error))
        sys.exit(error.exit_code)
    except typer.TyperException as error:
        from pipelines.usage import in_japanese

        say(in_japanese(error, sys.argv[1:]))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        place = error.filename or "出力先"
        say(f"{place} を読み書きできません（{error.strerror}）。空き容量と権限を確かめてください。")
        sys.exit(2)
    except KeyboardInterrupt:
        say("中断しました。")
        sys.exit(130)
    sys.exit(code or 0)
