-- First answers are kept for thirty days; a worker finds those that are older.
create index answers_at on answers (answered_at);

-- The law's whole answer that an order was placed with. It never changes, so it lies apart from the order, which does.
create table quotes (
    cell bigint not null,
    order_id uuid not null,
    quote text not null,
    version bigint not null,
    primary key (cell, order_id)
);
