-- A price times an amount, and sums of these, must not be too large to store: one plan out of all proportion would keep
-- its customers from the new month.
alter table invoice alter column total_cost type numeric(40, 2), alter column total_price type numeric(40, 2);
alter table price_estimate alter column total type numeric(50, 10);
alter table resource alter column cost type numeric(50, 10);
alter table marketplace_order alter column cost type numeric(50, 10);
