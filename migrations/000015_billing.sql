-- What billing needs beside invoices: where each organization stands, what an item charges for, who got which discount.

-- How far the bills of an organization are made. Whoever bills locks the row, so that its bills change one at a time.
create table customer_billing (
  customer_id bigint not null constraint customer_billing_pkey primary key
    constraint customer_billing_customer_id_fkey references customer on delete cascade,
  -- First day of the last month whose recurring items exist.
  month date not null constraint customer_billing_month_check check (extract(day from month) = 1)
);
create index customer_billing_month_idx on customer_billing (month);

-- The month whose prices are in force, one row. The change of the month makes future prices present ones.
create table price_month (
  id smallint not null default 1 constraint price_month_pkey primary key
    constraint price_month_id_check check (id = 1),
  month date not null
);

-- The resources that a campaign gives its discount to. They are its stock.
create table campaign_resource (
  campaign_id bigint not null constraint campaign_resource_campaign_id_fkey references campaign on delete cascade,
  resource_id bigint not null constraint campaign_resource_resource_id_fkey references resource on delete cascade,
  -- First day of the first discounted month.
  first_month date not null,
  constraint campaign_resource_pkey primary key (campaign_id, resource_id)
);
create index campaign_resource_resource_id_idx on campaign_resource (resource_id);

-- Empty for items that were loaded or written by hand.
alter table invoice_item
  add column component_id bigint
    constraint invoice_item_component_id_fkey references offering_component on delete set null,
  add column plan_component_id bigint
    constraint invoice_item_plan_component_id_fkey references plan_component on delete set null,
  -- A usage is billed once.
  add column component_usage_id bigint constraint invoice_item_component_usage_id_key unique
    constraint invoice_item_component_usage_id_fkey references component_usage on delete set null;
create index invoice_item_component_id_idx on invoice_item (component_id) where component_id is not null;
create index invoice_item_plan_component_id_idx on invoice_item (plan_component_id)
  where plan_component_id is not null;
