-- Nothing asked for these any more.
drop index orders_checkout;
drop index checkouts_buyer;
-- Buyers have no seller; checkouts that can no longer be paid never expire.
drop index accounts_seller;
create index accounts_seller on accounts (seller_id) where seller_id is not null;
drop index checkouts_state;
create index checkouts_open on checkouts (expires_at) where state in ('awaiting', 'declined');
-- Everyone's orders, the newest first.
create index orders_placed on orders (placed_at, order_id);
-- What the accounts of each kind held at the end of a day, and what was posted since.
create table closings (
    cell bigint not null,
    closing_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, closing_id)
);
create index entries_posted on entries (posted_at);
