-- The whole schema, for SQLite and PostgreSQL alike. Keys start with the cell, which every id carries.
create table answers (
    cell bigint not null,
    answer_id uuid not null,
    digest bytea not null,
    accepted bigint not null,
    answer text not null,
    answered_at bigint not null,
    version bigint not null,
    primary key (cell, answer_id)
);

create table outbox (
    cell bigint not null,
    event_id uuid not null,
    subject_id uuid not null,
    topic text not null,
    body text not null,
    happened_at bigint not null,
    tries bigint not null,
    due_at bigint,
    failure text not null,
    version bigint not null,
    primary key (cell, event_id)
);
create index outbox_due on outbox (topic, due_at);
