-- When a shop last changed what its prices or its name in searches depend on: the search index follows.
alter table sellers add column changed_at bigint not null default 0;
create index sellers_changed on sellers (changed_at, seller_id);
