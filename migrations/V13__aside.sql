-- The operator's lists of what is not published, the last changed first.
drop index listings_aside;
create index listings_aside on listings (status, changed_at, listing_id) where status <> 'published';
