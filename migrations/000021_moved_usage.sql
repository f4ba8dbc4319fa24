-- What a payer was charged for a usage before the resource went to another one. Such an item stays as it is; the item
-- of the usage itself (component_usage_id) charges the rest.
alter table invoice_item add column settled_usage_id bigint references component_usage (id) on delete set null;
create index invoice_item_settled_usage_id_idx on invoice_item (settled_usage_id) where settled_usage_id is not null;
