-- Resources of a project that are OK or being updated, beside all that live by category. Both are of all offerings, also of
-- those without a provider, which were left out before.
alter table project_total add column resources integer not null default 0;

delete from project_total;
insert into project_total (project_id, resources, resource_counts)
select project_id, sum(working), jsonb_object_agg(replace(uuid::text, '-', ''), live)
from (
  select resource.project_id, category.uuid, count(*) as live,
    count(*) filter (where resource.state in (2, 4)) as working
  from resource
  join offering on offering.id = resource.offering_id
  join category on category.id = offering.category_id
  where resource.state <> 6
  group by resource.project_id, category.uuid
) as counted
group by project_id;
