-- Which process does the work of which worker, and which processes live: one row.
create table leases (
    cell bigint not null,
    lease_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, lease_id)
);

-- Only what waits is looked for, and that is little beside what was delivered.
drop index outbox_due;
create index outbox_due on outbox (topic, due_at) where due_at is not null;
create index outbox_again on outbox (topic, subject_id) where tries > 0 and due_at is not null;
create index outbox_aside on outbox (topic, happened_at) where due_at is null and failure <> '';
