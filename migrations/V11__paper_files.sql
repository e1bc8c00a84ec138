-- Files of papers that sellers have: scans of permits, certificates and licences, sealed.
create table paper_files (
    cell bigint not null,
    file_id uuid not null,
    seller_id uuid not null,
    kind text not null,
    sealed bytea not null,
    version bigint not null,
    primary key (cell, file_id)
);
