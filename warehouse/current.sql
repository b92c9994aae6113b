-- The current value of a key is the latest as-of, then the latest publication. A figure without a day is one of the
-- whole fiscal year. An undated publication never becomes current. A rounded restatement of the same day never
-- replaces an exact figure it agrees with: among the rows that agree with the latest at its own precision, the most
-- exact is taken. A mark of a missing value is current only where nobody states a value: it takes back nothing.
-- Goes after `with selected as (…),`, which holds the columns of the view `slice`.
dated as (
    select
        *,
        coalesce(as_of, make_date(fiscal_year + 1, 3, 31), date '0001-01-01') as reference_day
    from selected
    where published_on is not null
),
ranked as (
    select
        *,
        first_value(struct_pack(v := value, w := "precision", d := reference_day)) over key as latest
    from dated
    window key as (
        partition by indicator_id, area_code, fiscal_year, breakdown
        order by value is null, reference_day desc, published_on desc, publication_id desc
    )
)
select * exclude (latest, reference_day)
from ranked
qualify row_number() over (
    partition by indicator_id, area_code, fiscal_year, breakdown
    order by
        value is null,
        (reference_day = latest.d and round_half_up(value, latest.w) is not distinct from latest.v) desc,
        coalesce("precision", 0),
        reference_day desc,
        published_on desc,
        publication_id desc
) = 1
