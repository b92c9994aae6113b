-- What readers ask for. Written into each release after the gate has passed.

-- The slice: one row per observation, with names, in the order of the published contract; further columns follow.
create view slice as
select
    o.indicator_id,
    i.name_ja as indicator_name,
    o.area_code,
    a.name_ja as area_name,
    o.fiscal_year,
    y.era_year,
    o.as_of,
    o.breakdown,
    o.value,
    o.unit,
    o.approximate,
    o.obs_status,
    o.publication_id,
    o.locator,
    o.as_printed,
    o."precision",
    o.note,
    o.source_lines,
    o.file,
    o.line,
    a.level,
    i.sort_order,
    p.published_on
from fact_observation as o
join dim_indicator as i using (indicator_id)
join dim_area as a using (area_code)
join dim_publication as p using (publication_id)
left join dim_fiscal_year as y using (fiscal_year);

-- The current value of every key, as known on a day: current_slice(date '2025-06-30'); null is everything that is known.
create macro current_slice(known_on) as table
with selected as (
    select *
    from slice
    where known_on is null or published_on <= known_on
),
{current};
