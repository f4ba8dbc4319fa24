-- The last order that was to make the resource and was unlinked before it was done: it delivered nothing. No reference,
-- the order is gone.
alter table resource add column undelivered_order_id bigint;
