-- The release file: one fact table in long form and the dimensions around it (a star).
-- Built once, never changed: a new release is a new file. Keys are checked by the gate, which can name file and
-- line of an offending row; declared constraints could only abort the load.

-- What is counted. One row per indicator of the catalogue; the checks read their bounds here.
create table dim_indicator (
    indicator_id varchar,
    programme varchar,
    policy_area varchar,
    sort_order integer,
    name_ja varchar,
    name_en varchar,
    unit varchar,
    family varchar,
    direction varchar,
    decimals integer,
    period varchar,             -- fiscal_year, point or none
    levels varchar[],           -- allowed levels of area
    lower_bound double,
    upper_bound double,
    yearly boolean,             -- no gap between the first and the last year
    max_jump double,            -- relative change to the previous year beyond which a warning is raised
    breakdowns_sum varchar      -- total, 100 or none
);

-- Country, prefectures, municipalities and wards, living and retired.
create table dim_area (
    area_code varchar,          -- 5 digits, JIS X 0401 and 0402
    name_ja varchar,
    kana varchar,
    name_en varchar,
    prefecture_code varchar,
    prefecture_name varchar,
    level varchar,
    kind varchar,
    parent_code varchar,
    latitude double,            -- of the office
    longitude double,
    valid_from date,
    valid_to date,
    successor_code varchar,
    retired_reason varchar,
    source varchar
);

-- Fiscal years, from 1 April of the year that names them.
create table dim_fiscal_year (
    fiscal_year smallint,
    era_year varchar,
    era_short varchar
);

-- Documents and data sets that state figures.
create table dim_publication (
    publication_id varchar,
    title varchar,
    publisher varchar,
    published_on date,          -- last day of the month where only the month is known; null: undated, never current
    published_text varchar,     -- as far as it is known: 2025-06-13 or 2025-06
    published_note varchar,
    url varchar,
    licence varchar,
    licence_url varchar,
    credit varchar,
    method varchar,             -- original or transcription
    transcribed_from varchar,
    second_hand boolean,
    embargo date
);

-- One value of an indicator, for an area, a fiscal year and a breakdown, as stated by one publication.
create table fact_observation (
    indicator_id varchar,
    area_code varchar,
    fiscal_year smallint,       -- null: the publication states no period
    as_of date,
    breakdown varchar,          -- empty: the total
    value double,               -- base unit of the indicator
    unit varchar,
    approximate boolean,
    obs_status varchar,         -- SDMX: A, P, E, B, M
    publication_id varchar,
    locator varchar,
    as_printed varchar,
    "precision" double,         -- worth of the last printed digit, in the base unit
    note varchar,
    source_lines varchar,
    file varchar,
    line integer
);

-- Which national figure the figures of municipalities or prefectures make up.
create table area_total (
    indicator_id varchar,
    level varchar,
    national_indicator_id varchar,
    national_breakdown varchar,
    "of" varchar,               -- sum of the values, or adopting: the number of areas with a value above 0
    plus_indicator_id varchar,
    required boolean
);

-- What is to be reached, as the catalogue declares it ...
create table target (
    target_id varchar,
    indicator_id varchar,
    kind varchar,
    value double,
    unit varchar,
    fiscal_year smallint,
    decided_on date,
    wording varchar,
    publication_id varchar,
    locator varchar,
    status varchar,
    kpi boolean
);

-- ... and as the publication prints it; the gate compares the two.
create table printed_target (
    publication_id varchar,
    target_id varchar,
    printed varchar,
    value double,               -- null where no number is printed
    deadline varchar,
    fiscal_year smallint,
    wording varchar,
    locator varchar,
    source_lines varchar,
    file varchar,
    line integer
);

-- What a target's figures say by themselves, whatever the day of reading: gap, paces, both methods, continuation.
-- Computed once by the load; `detail` is the whole record (warehouse/progress.py) as JSON.
create table progress (
    target_id varchar,
    detail varchar
);

-- Statements of a publication that follow from other figures, and what recomputing them gave.
create table statement (
    publication_id varchar,
    id varchar,
    about varchar,
    locator varchar,
    lines varchar,
    printed varchar,
    value double,
    decimals integer,
    relation varchar,
    formula varchar,
    method varchar,
    exception_reason varchar,
    exception_treatment varchar,
    recomputed double,
    agrees boolean
);

-- Typing errors of ours that were mended, apart from a publisher's revisions.
create table correction (
    publication_id varchar,
    file varchar,
    place varchar,
    wrong varchar,
    "right" varchar,
    corrected_on date,
    reason varchar
);

-- Rows that were refused, with the place where they stand. Empty in a published release.
create table quarantine (
    check_id varchar,
    file varchar,
    line integer,
    reason varchar,
    row_text varchar
);

create table release_info (
    key varchar,
    value varchar
);
