-- What tables of many millions of rows need.

-- Delivered events are kept for thirty days; a worker finds those that are older.
create index outbox_delivered on outbox (happened_at) where due_at is null and failure = '';

-- Nearly every listing is published, so looking by that finds nothing quickly, and an engine that does not count rows
-- took it for the best way. Shelves come from the search index.
drop index listings_category;

-- Sellers page by page, of all states or one.
drop index sellers_status;
create index sellers_status on sellers (status, created_at, seller_id);
create index sellers_state on sellers (us_state, status, created_at, seller_id);

-- No statement looks by these; a stock's row writes all its indexes each time it changes.
drop index stocks_seller;
drop index listings_slug;

-- What is not published is little, and the operator's day counts it.
create index listings_aside on listings (status) where status <> 'published';
