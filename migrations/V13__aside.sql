-- The operator's lists of what is not published, the last changed first.
drop index listings_aside;
create index listings_aside on listings (status, changed_at, listing_id) where status <> 'published';
-- Sellers of every status, the newest first, and how many joined on which day.
create index sellers_joined on sellers (created_at, seller_id);
