"""Queries of readers: honest ones are answered, hostile ones refused or contained, and nobody else notices."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse import attacks
from warehouse import open_release, sandbox, sandbox_child
from warehouse.database import open_sandboxed
from warehouse.release import Release
from warehouse.sandbox import Limits, QueryRefused, run_query

pytestmark = pytest.mark.long

# Small, so that the bombs of the list go off soon.
TIGHT = Limits(rows=1_000, bytes=1_000_000, seconds=1.0, memory_mb=256, wait=30)
RACKED = {**attacks.READS, **attacks.STATEMENTS, **attacks.UNICODE, **attacks.ENGINE}


@pytest.fixture(scope="module")
def release(shipped_home: Path) -> Release:
    return open_release(shipped_home)


def _outcome(release: Release, sql: str, limits: Limits = TIGHT) -> str:
    try:
        result = run_query(release, sql, limits)
    except QueryRefused as refused:
        assert refused.ja and refused.en
        assert str(release.home) not in refused.ja + refused.en
        assert "Traceback" not in refused.ja
        return refused.code
    assert result.frame.height <= limits.rows and result.frame.estimated_size() < 4 * limits.bytes
    assert str(release.home) not in str(result.frame.to_dicts())
    return "rows"


def _state(release: Release) -> tuple[str, list[str]]:
    file = release.folder / "kpi.duckdb"
    return hashlib.sha256(file.read_bytes()).hexdigest(), sorted(path.name for path in release.folder.iterdir())


def test_the_list_is_long_enough() -> None:
    assert len(RACKED) + len(attacks.BOMBS) >= 40


@pytest.mark.parametrize("name", RACKED)
def test_what_is_no_plain_question_is_refused(release: Release, name: str) -> None:
    before = _state(release)
    assert _outcome(release, RACKED[name]) in attacks.REFUSED
    assert _state(release) == before


@pytest.mark.parametrize("name", attacks.BOMBS)
def test_a_bomb_is_contained(release: Release, name: str) -> None:
    before, begun = _state(release), time.monotonic()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = _outcome(release, attacks.BOMBS[name])
    assert outcome in (*attacks.CONTAINED, "too_long")
    # The deadline, the start of a process on a busy machine, and room for noise.
    assert time.monotonic() - begun < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own < 200_000
    assert _state(release) == before


def test_nothing_is_left_running(release: Release) -> None:
    for sql in ("select count(*) from range(1000000000000)", "select 1", "select nothing"):
        _outcome(release, sql)
    left = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="], capture_output=True, text=True, check=False
    )
    assert "sandbox_child" not in left.stdout


def test_other_readers_do_not_notice(release: Release) -> None:
    bomb = threading.Thread(target=_outcome, args=(release, "select count(*) from range(1000000000000)"))
    bomb.start()
    try:
        assert release.observations(["kyoryokutai_members"], current=True).height > 10
        assert run_query(release, "select count(*) as c from slice", TIGHT).frame.item() > 500
    finally:
        bomb.join()


def test_more_than_two_wait_and_then_are_told_to(release: Release) -> None:
    hurried = Limits(seconds=3, wait=0.1)
    bombs = [
        threading.Thread(
            target=_outcome, args=(release, "select count(*) from range(1000000000000)", Limits(seconds=3))
        )
        for _ in range(sandbox.AT_ONCE)
    ]
    for bomb in bombs:
        bomb.start()
    time.sleep(0.5)
    assert _outcome(release, "select 1", hurried) == "busy"
    for bomb in bombs:
        bomb.join()
    assert _outcome(release, "select 1", hurried) == "rows"


@pytest.mark.parametrize(
    "sql",
    [
        "select 1;",
        "-- a comment\nselect 1",
        "with a as (select 1 as x) select * from a",
        "from slice select count(*)",
        "values (1), (2)",
        "(select 1) union all (select 2)",
        "show tables",
        "describe slice",
        "summarize slice",
        "select * from current_slice(date '2025-06-30') limit 5",
        "select 1 where false",
        "select null as nothing",
        "select ';' as semicolon",
    ],
)
def test_honest_questions_are_answered(release: Release, sql: str) -> None:
    assert _outcome(release, sql) == "rows"


def test_an_answer_is_what_the_release_holds(release: Release) -> None:
    found = run_query(release, "select value from slice where indicator_id = 'rmo_organizations' order by all", TIGHT)
    assert found.frame["value"].to_list() == sorted(release.observations(["rmo_organizations"])["value"])
    assert not found.truncated


def test_types_survive(release: Release) -> None:
    sql = """
        select 1::tinyint as a, 2::hugeint as b, 1.50::decimal(10, 2) as c, date '2025-06-30' as d,
            timestamp '2025-06-30 12:00:00' as e, [1, 2] as f, {'k': 'v'} as g, true as h, '値' as i,
            null::varchar as j, 1 as a"""
    frame = run_query(release, sql, TIGHT).frame
    assert frame.columns == [*"abcdefghij", "a_1"]
    row = frame.to_dicts()[0]
    assert (row["f"], row["g"], row["h"], row["i"], row["j"]) == ([1, 2], {"k": "v"}, True, "値", None)
    assert str(row["d"]) == "2025-06-30" and float(row["c"]) == 1.5


@pytest.mark.parametrize(
    "sql",
    [
        "select interval 3 day as x",
        "select union_value(a := 1) as x",
        "select '101'::bit as x",
        "select [date 'infinity'] as x",
        "select {'t': timestamp 'infinity'} as x",
        "select map {'a': interval 1 day} as x",
        "select 340282366920938463463374607431768211455::uhugeint as x",
        "select time '12:00', uuid(), 'x'::blob, 1::hugeint, null",
        "select * from test_all_types()",
        "pivot slice on obs_status in ('A', 'P') using count(*)",
    ],
)
def test_every_type_can_be_looked_at_or_is_refused_in_words(release: Release, sql: str) -> None:
    try:
        frame = run_query(release, sql, TIGHT).frame
    except QueryRefused as refused:
        assert refused.code in {"withheld", "calendar"}
        return
    assert frame.to_dicts() or frame.is_empty()


@pytest.mark.parametrize("day", ["date 'infinity'", "timestamp '-infinity'", "date '20000-01-01'"])
def test_a_day_that_no_calendar_has_is_refused_in_words(release: Release, day: str) -> None:
    assert _outcome(release, f"select {day} as x") == "calendar"
    assert _outcome(release, f"select cast({day} as varchar) as x") == "rows"
    assert _outcome(release, "select date '9999-12-31' as a, timestamp '0001-01-01 00:00:00' as b") == "rows"


def test_sums_of_whole_numbers_are_whole_numbers(release: Release) -> None:
    frame = run_query(release, "select sum(line) as x, count(*) as n, 10::hugeint ** 1 as p from slice", TIGHT).frame
    assert frame.schema["x"] == pl.Int64 and frame.schema["n"] == pl.Int64


def test_a_result_that_is_too_long_is_cut_and_says_so(release: Release) -> None:
    cut = run_query(release, "select r from range(5000) as t(r)", TIGHT)
    assert cut.truncated and cut.frame["r"].to_list() == list(range(1000))
    whole = run_query(release, "select r from range(1000) as t(r)", TIGHT)
    assert not whole.truncated and whole.frame.height == 1000
    # Few enough rows, and too many bytes.
    heavy = run_query(
        release, "select r, repeat('x', 1000) from range(20000) as t(r)", Limits(rows=100_000, bytes=3_000_000)
    )
    assert heavy.truncated and heavy.frame.estimated_size() <= 3_000_000
    assert heavy.frame["r"].to_list() == list(range(heavy.frame.height)) and heavy.frame.height > 1_000


def test_a_mistake_is_explained(release: Release) -> None:
    with pytest.raises(QueryRefused, match="value") as told:
        run_query(release, "select vlue from slice", TIGHT)
    assert told.value.code == "failed"
    with pytest.raises(QueryRefused, match='Did you mean "slice"'):
        run_query(release, "select * from slce", TIGHT)


# Each wall is tested without the others: behind them no hostile query of the list would show that one is gone.


def _run_alone(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script with the environment of a child."""
    return subprocess.run(
        [sys.executable, "-I", "-c", script],
        env=sandbox._ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_system_alone_holds_memory_and_files(tmp_path: Path) -> None:
    script = f"""
import duckdb, json, signal
from warehouse import sandbox_child
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sandbox_child._lower({{"seconds": 5, "memory_mb": 256}})
found = []
try:
    duckdb.connect().execute("select repeat('x', 2000000000)").fetchall()
except (MemoryError, duckdb.Error):
    found.append("memory")
try:
    with open({str(tmp_path / "written")!r}, "wb") as file:
        file.write(b"x" * 10)
except OSError:
    found.append("file")
print(json.dumps(found))
"""
    done = _run_alone(script)
    assert done.stdout.strip() == '["memory", "file"]', done.stderr[-500:]


def test_the_system_alone_holds_the_time() -> None:
    done = _run_alone(
        "from warehouse import sandbox_child\nsandbox_child._lower({'seconds': 1, 'memory_mb': 256})\nwhile True: pass"
    )
    assert done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}


@pytest.fixture
def engine(release: Release, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The engine as a child has it; on a file of its own, because this process has the release open otherwise."""
    copy = shutil.copy(release.folder / "kpi.duckdb", tmp_path)
    with open_sandboxed(copy, memory_mb=64) as connection:
        yield connection


def test_the_engine_alone_holds_memory(engine: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.OutOfMemoryException):
        engine.execute("select count(*) from (select distinct hash(r) from range(50000000) as t(r))")


@pytest.mark.parametrize("name", attacks.READS)
def test_the_engine_alone_reads_no_file(engine: duckdb.DuckDBPyConnection, name: str) -> None:
    with pytest.raises((duckdb.PermissionException, duckdb.CatalogException)):
        engine.execute(attacks.READS[name])


@pytest.mark.parametrize("name", ["copy to", "attach", "load", "set", "reset", "insert", "drop", "create secret"])
def test_the_engine_alone_writes_nothing_and_keeps_its_settings(engine: duckdb.DuckDBPyConnection, name: str) -> None:
    with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
        engine.execute(attacks.STATEMENTS[name])


def test_the_parent_alone_holds_the_time(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that neither works nor answers is stopped, and nobody waits for its end."""
    popen, children = subprocess.Popen, []

    class Sleeper(popen):  # type: ignore[type-arg, misc, valid-type]
        def __init__(self, _command: object, **options: object) -> None:
            super().__init__([sys.executable, "-I", "-c", "import time; time.sleep(60)"], **options)  # type: ignore[call-overload]
            children.append(self)

    monkeypatch.setattr(subprocess, "Popen", Sleeper)
    begun = time.monotonic()
    assert _outcome(release, "select 1", Limits(seconds=0.2)) == "time"
    assert time.monotonic() - begun < 40
    assert children[0].returncode == -signal.SIGKILL


def test_letters_that_nobody_types_are_named(release: Release) -> None:
    assert _outcome(release, "select 1\x00") == "letters"
    assert _outcome(release, "select '\x1b[2J'") == "letters"
    assert _outcome(release, "select\t1\r\n") == "rows"


def test_several_statements_and_statements_of_other_kinds_are_named(release: Release) -> None:
    assert _outcome(release, "select 1; select 2") == "several"
    assert _outcome(release, attacks.STATEMENTS["delete"]) == "not_select"
    assert _outcome(release, attacks.STATEMENTS["only a comment"]) == "empty"


def test_a_fault_of_the_engine_names_no_place(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def break_down(_asked: object) -> None:
        raise duckdb.InternalException("INTERNAL Error: in /home/someone/engine.cpp")

    monkeypatch.setattr(sandbox_child, "_lower", lambda _asked: None)
    monkeypatch.setattr(sandbox_child, "_answer", break_down)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    sandbox_child.main()
    told = capfdbinary.readouterr().out
    assert b"crashed" in told and b"someone" not in told


def test_the_child_inherits_no_environment(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    popen = subprocess.Popen

    class Spy(popen):  # type: ignore[type-arg, misc, valid-type]
        def __init__(self, *arguments: object, **options: object) -> None:
            seen.append(options["env"])  # type: ignore[arg-type]
            super().__init__(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setattr(subprocess, "Popen", Spy)
    run_query(release, "select 1", TIGHT)
    assert "SECRET" not in seen[0] and "PATH" not in seen[0] and "HOME" not in seen[0]


def test_a_frame_of_no_columns_that_arrow_cannot_send_is_no_crash(release: Release) -> None:
    assert isinstance(run_query(release, "select * from (values (1)) as t(x) where x > 1", TIGHT).frame, pl.DataFrame)
