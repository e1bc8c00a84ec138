-- Every cell once. A bulk insert into one cell is joined to its row, so that a distributed engine sees where it goes.
create table cells (
    cell bigint not null,
    primary key (cell)
);
insert into cells (cell)
    with recursive numbers (cell) as (select 0 union all select cell + 1 from numbers where cell < 4095)
    select cell from numbers;

-- Shelves that sellers counted: what each count found, and what the shelf was taken to hold before.
create table shelf_counts (
    cell bigint not null,
    count_id uuid not null,
    variant_id uuid not null,
    counted_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, count_id)
);
