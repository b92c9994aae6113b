-- Rounding half away from zero to a multiple of a unit; in decimals, so that 0.05 is 0.05.
create or replace macro round_half_up(x, unit) as
    case
        when unit is null or unit = 0 then x
        else (round(x::decimal(38, 6) / unit::decimal(38, 6), 0) * unit::decimal(38, 6))::double
    end;
