-- Papers that sellers have for their goods: permits, certificates, licences, each with the days it holds.
create table held_papers (
    cell bigint not null,
    listing_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, listing_id)
);
