-- Delivered events are kept for thirty days; a worker finds those that are older.
create index outbox_delivered on outbox (happened_at) where due_at is null and failure = '';
