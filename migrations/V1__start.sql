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

-- People who sign in. What names them is sealed in the body; the digest of the e-mail address finds them.
create table accounts (
    cell bigint not null,
    account_id uuid not null,
    role text not null,
    seller_id uuid,
    created_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, account_id)
);
create index accounts_seller on accounts (seller_id);

-- Names that only one thing may have: an e-mail address, a shop's slug, a seller's own product key. The id is a digest
-- of the kind and the name.
create table names (
    cell bigint not null,
    name_id uuid not null,
    kind text not null,
    target_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, name_id)
);

-- Sign-ins. The id is a digest of the cookie's token.
create table sessions (
    cell bigint not null,
    session_id uuid not null,
    account_cell bigint not null,
    account_id uuid not null,
    expires_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, session_id)
);
create index sessions_account on sessions (account_id);

-- Links sent by mail, and tokens for the programming interface. The id is a digest of the secret.
create table secrets (
    cell bigint not null,
    secret_id uuid not null,
    account_cell bigint not null,
    account_id uuid not null,
    kind text not null,
    expires_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, secret_id)
);
create index secrets_account on secrets (account_id, kind);

create table sellers (
    cell bigint not null,
    seller_id uuid not null,
    slug text not null,
    name text not null,
    us_state text not null,
    status text not null,
    created_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, seller_id)
);
create index sellers_slug on sellers (slug);
create index sellers_status on sellers (status, created_at);

create table listings (
    cell bigint not null,
    listing_id uuid not null,
    seller_id uuid not null,
    slug text not null,
    category text not null,
    kind text not null,
    status text not null,
    us_state text not null,
    created_at bigint not null,
    changed_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, listing_id)
);
create index listings_seller on listings (seller_id, listing_id);
create index listings_slug on listings (slug);
create index listings_category on listings (status, category, listing_id);
create index listings_changed on listings (changed_at, listing_id);

create table stocks (
    cell bigint not null,
    variant_id uuid not null,
    listing_id uuid not null,
    seller_id uuid not null,
    on_hand bigint not null,
    reserved bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, variant_id)
);
create index stocks_listing on stocks (listing_id);
create index stocks_seller on stocks (seller_id);

-- Pictures by the digest of their bytes or, until they are fetched, of their address.
create table pictures (
    cell bigint not null,
    picture_id uuid not null,
    media_type text not null,
    bytes bytea not null,
    version bigint not null,
    primary key (cell, picture_id)
);

create table imports (
    cell bigint not null,
    import_id uuid not null,
    seller_id uuid not null,
    state text not null,
    started_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, import_id)
);
create index imports_seller on imports (seller_id, started_at);
create index imports_state on imports (state, started_at);

-- The file of an import as it came, in pieces of a megabyte, so that any node can go on with it.
create table import_files (
    cell bigint not null,
    import_id uuid not null,
    piece bigint not null,
    bytes bytea not null,
    version bigint not null,
    primary key (cell, import_id, piece)
);

-- A signed-in buyer's basket; a guest's is a value that the browser keeps.
create table baskets (
    cell bigint not null,
    account_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, account_id)
);

create table checkouts (
    cell bigint not null,
    checkout_id uuid not null,
    buyer_id uuid not null,
    payment_id uuid not null,
    state text not null,
    expires_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, checkout_id)
);
create index checkouts_state on checkouts (state, expires_at);
create index checkouts_buyer on checkouts (buyer_id);
create index checkouts_payment on checkouts (payment_id);

create table orders (
    cell bigint not null,
    order_id uuid not null,
    checkout_id uuid not null,
    seller_id uuid not null,
    buyer_id uuid not null,
    number text not null,
    kind text not null,
    state text not null,
    destination text not null,
    us_state text not null,
    currency text not null,
    total bigint not null,
    goods_usd bigint not null,
    placed_at bigint not null,
    due_at bigint,
    body text not null,
    version bigint not null,
    primary key (cell, order_id)
);
create index orders_seller on orders (seller_id, placed_at);
create index orders_buyer on orders (buyer_id, placed_at);
create index orders_checkout on orders (checkout_id);
create index orders_number on orders (number);
create index orders_due on orders (state, due_at);

-- Who an order goes to: name, telephone, address, identity number, all sealed. Erased on schedule or on request.
create table consignees (
    cell bigint not null,
    order_id uuid not null,
    buyer_id uuid not null,
    sealed bytea not null,
    version bigint not null,
    primary key (cell, order_id)
);

-- Papers of an order as they were made, sealed.
create table papers (
    cell bigint not null,
    order_id uuid not null,
    kind text not null,
    made_at bigint not null,
    sealed bytea not null,
    version bigint not null,
    primary key (cell, order_id, kind)
);

-- A person's room in a yearly limit. The id is a keyed digest of the identity number and the year.
create table allowances (
    cell bigint not null,
    allowance_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, allowance_id)
);

-- The ledger: entries of a posting sum to zero in every currency. Never changed, only added to.
create table entries (
    cell bigint not null,
    posting_id uuid not null,
    line bigint not null,
    account text not null,
    currency text not null,
    amount bigint not null,
    order_id uuid,
    reason text not null,
    posted_at bigint not null,
    version bigint not null,
    primary key (cell, posting_id, line)
);
create index entries_account on entries (account, posted_at, posting_id, line);
create index entries_order on entries (order_id);

create table messages (
    cell bigint not null,
    message_id uuid not null,
    order_id uuid not null,
    author text not null,
    sent_at bigint not null,
    sealed bytea not null,
    version bigint not null,
    primary key (cell, message_id)
);
create index messages_order on messages (order_id, sent_at);

create table claims (
    cell bigint not null,
    claim_id uuid not null,
    order_id uuid not null,
    state text not null,
    opened_at bigint not null,
    body text not null,
    version bigint not null,
    primary key (cell, claim_id)
);
create index claims_order on claims (order_id);
create index claims_state on claims (state, opened_at);

-- The sandbox provider's own books: it is another party, and keeps them apart.
create table sandbox_payments (
    cell bigint not null,
    payment_id uuid not null,
    state text not null,
    body text not null,
    version bigint not null,
    primary key (cell, payment_id)
);

-- Every act of the operator's staff.
create table acts (
    cell bigint not null,
    act_id uuid not null,
    account_id uuid not null,
    act text not null,
    subject_id uuid not null,
    reason text not null,
    at bigint not null,
    version bigint not null,
    primary key (cell, act_id)
);
create index acts_at on acts (at);
create index acts_subject on acts (subject_id, at);

-- Mail that the program sent, sealed; shown on the outbox page of a demo.
create table mails (
    cell bigint not null,
    mail_id uuid not null,
    sent_at bigint not null,
    sealed bytea not null,
    version bigint not null,
    primary key (cell, mail_id)
);
create index mails_sent on mails (sent_at);

-- Exchange rates as entered or read, and the operator's settings. One row an entry.
create table rates (
    cell bigint not null,
    rate_id uuid not null,
    base text not null,
    quote text not null,
    of_day text not null,
    body text not null,
    version bigint not null,
    primary key (cell, rate_id)
);

create table settings (
    cell bigint not null,
    setting_id uuid not null,
    body text not null,
    version bigint not null,
    primary key (cell, setting_id)
);
