-- Where a seller's parcels leave from, sealed: a small seller's yard is often its home.
create table senders (
    cell bigint not null,
    seller_id uuid not null,
    sealed bytea not null,
    version bigint not null,
    primary key (cell, seller_id)
);

-- Who stands in a border's customs for which part of a parcel; one row, the operator's.
create table registrations (
    cell bigint not null,
    registration_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, registration_id)
);
