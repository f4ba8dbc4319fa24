-- What a component of a plan cost before its announced price came into force.
create table plan_component_former_price (
  plan_component_id bigint not null
    constraint plan_component_former_price_plan_component_id_fkey references plan_component on delete cascade,
  -- First day of the month from which on it no longer was the price.
  until date not null,
  price numeric(22, 10) not null,
  constraint plan_component_former_price_pkey primary key (plan_component_id, until)
);

-- Ended by its last day and not by hand: until then it was in force.
alter table campaign add ran_out boolean not null default false;
update campaign set ran_out = true where state = 3 and end_date < (now() at time zone 'utc')::date;
