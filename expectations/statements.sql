-- == look up ==
-- Every lookup of every formula, answered at once: the rows that it reads ...
create or replace temp table gate_lookup as
with call as (
    select unnest(from_json(
        getvariable('gate_calls'),
        '[{"call": ["integer"], "lookup": "varchar", "publication_id": "varchar", "indicator_id": "varchar",
           "fiscal_year": "smallint", "as_of": "date", "breakdown": "varchar", "area_code": "varchar"}]'
    ), recursive := true)
),
observation as (
    -- The mark of a repeated figure is written with a wide colon; formulas have the narrow one.
    select * replace (replace(breakdown, '：', ':') as breakdown)
    from fact_observation
    where value is not null and publication_id in (select publication_id from call)
)
select
    c.call,
    c.lookup,
    c.breakdown as wanted,
    o.*
from call as c
join observation as o on o.publication_id = c.publication_id and o.indicator_id = c.indicator_id
where
    case c.lookup
        when 'v' then o.area_code = '00000' and o.breakdown = '' and o.fiscal_year = c.fiscal_year
        when 'v_at' then o.area_code = '00000' and o.breakdown = '' and o.as_of = c.as_of
        when 'b' then o.area_code = '00000' and o.breakdown = c.breakdown
        when 'b_fy' then o.area_code = '00000' and o.breakdown = c.breakdown and o.fiscal_year = c.fiscal_year
        when 'one' then o.area_code = '00000' and o.breakdown = ''
        when 'max_v' then o.area_code = '00000' and o.breakdown = ''
        when 'sum_b' then o.area_code = '00000' and o.breakdown <> '' and not gate_is_repeated(o.breakdown)
        when 'rank_b' then o.area_code = '00000' and o.breakdown <> '' and not gate_is_repeated(o.breakdown)
        when 'sum_bp' then o.area_code = '00000' and starts_with(o.breakdown, c.breakdown)
            and not gate_is_repeated(o.breakdown)
        when 'in_pub' then o.breakdown = '' and o.fiscal_year = c.fiscal_year and o.area_code = c.area_code
        when 'count_prefectures' then o.area_code <> '00000' and o.breakdown = ''
        when 'sum_prefectures' then o.area_code <> '00000' and ends_with(o.area_code, '000') and o.breakdown = ''
        else not ends_with(o.area_code, '000') and o.breakdown = ''
    end;

-- ... and what follows from them. A lookup that must be unique and is not has no answer.
with answer as (
    select
        call,
        case
            when lookup in ('sum_b', 'sum_bp', 'sum_areas', 'sum_prefectures') then sum(value)
            when lookup = 'max_v' then max(value)
            when lookup = 'count_areas' then count(distinct area_code) filter (value > 0)
            when lookup = 'count_prefectures' then count(distinct left(area_code, 2)) filter (value > 0)
            when lookup = 'rank_b' then
                case
                    when count(distinct value) filter (breakdown = wanted) = 1
                        then 1 + count(*) filter (value > own)
                end
            when count(distinct value) = 1 then any_value(value)
        end::double as value
    from (
        select *, max(value) filter (breakdown = wanted) over (partition by call) as own
        from gate_lookup
    )
    group by call, lookup
)
select call, value from answer;

-- == judge ==
-- Rounded half up at the printed digit: the shift of a trillionth undoes what binary fractions lose at a tie.
create or replace temp table gate_statement as
with answer as (
    select unnest(from_json(
        getvariable('gate_answers'),
        '[{"row": "bigint", "number": "integer", "value": "double", "problem": "varchar", "absent": "varchar"}]'
    ), recursive := true)
),
rounded as (
    select
        s.*,
        a.number,
        a.problem,
        a.absent,
        if(isfinite(a.value), a.value, null) as answer,
        if(isfinite(a.value), round(a.value * (1 + 1e-12), coalesce(s.decimals, 0)), null) as at_printed_digit
    from answer as a
    join statement as s on s.rowid = a.row
)
select
    publication_id,
    id,
    number,
    coalesce(problem, '計算の結果が数になりません。') as problem,
    absent,
    case coalesce(relation, '=') when '=' then at_printed_digit else round(answer, 9) end as recomputed,
    case coalesce(relation, '=')
        when '=' then abs(at_printed_digit - value) <= gate_slack(value)
        when '>=' then answer >= value - gate_slack(value)
        when '<=' then answer <= value + gate_slack(value)
        when 'true' then answer = 1
    end as agrees
from rounded;

update statement as s
set recomputed = g.recomputed, agrees = g.agrees
from gate_statement as g
where g.publication_id = s.publication_id and g.id = s.id;

-- The figures that a statement was computed from: where to look when it does not agree.
create or replace temp table gate_statement_figure as
select distinct
    g.publication_id,
    g.id,
    l.file,
    l.line,
    gate_row(l.publication_id, l.indicator_id, l.area_code, l.fiscal_year, l.as_of, l.breakdown, l.as_printed) as row_text
from gate_statement as g
join (
    from gate_lookup
    qualify lookup <> 'max_v' or value = max(value) over (partition by call)
) as l on l.call[1] = g.number;
