-- What the rules share: words for people, rounding, keys. Temporary: nothing of this stays in the release.

-- 1234.50 -> 1,234.5
create or replace temp macro gate_number(x) as regexp_replace(format('{:,.6f}', x), '\.?0+$', '');

-- 31 March 2025 is in fiscal year 2024, 1 April 2025 in 2025.
create or replace temp macro gate_fiscal_year(day) as year(day) - (month(day) < 4)::integer;

create or replace temp macro gate_period(fiscal_year, as_of) as
    coalesce(strftime(as_of, '%Y-%m-%d') || ' 現在', fiscal_year || '年度', '期間の記載なし');

create or replace temp macro gate_row(
    publication_id, indicator_id, area_code, fiscal_year, as_of, breakdown, as_printed
) as concat_ws(
    ' ', publication_id, indicator_id, area_code, gate_period(fiscal_year, as_of), nullif(breakdown, ''), as_printed
);

-- The label one step up: 起業/観光業 -> 起業, 起業 -> '' (the total).
create or replace temp macro gate_parent(breakdown) as
    case when contains(breakdown, '/') then regexp_replace(breakdown, '/[^/]*$', '') else '' end;

-- A figure that another slide repeats with another value is no part of a sum.
create or replace temp macro gate_is_repeated(breakdown) as (contains(breakdown, '再掲：') or contains(breakdown, '再掲:'));

-- By how much a printed figure can differ from the exact one: half of its last digit; nothing for an exact count.
create or replace temp macro gate_rounding(worth, unit, approximate) as
    case
        when unit <> '%' and not coalesce(approximate, false) and coalesce(worth, 1) = 1 then 0
        else coalesce(worth, 0.1) / 2
    end;

-- Sums of binary fractions are compared with this slack, far below any printed digit.
create or replace temp macro gate_slack(x) as 1e-9 * greatest(1, abs(x));

create or replace temp table gate_finding (
    check_id varchar,
    file varchar,
    line integer,
    reason varchar,
    row_text varchar
);
