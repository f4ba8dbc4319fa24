-- The last order that was to make the resource and was unlinked before it was done: it delivered nothing. No reference,
-- the order is gone.
alter table resource add column undelivered_order_id bigint;

-- Campaigns end after their last day by the job, and before only by hand: these did not run out.
update campaign set ran_out = false
where ran_out and state = 3 and (modified at time zone 'utc')::date <= end_date;
