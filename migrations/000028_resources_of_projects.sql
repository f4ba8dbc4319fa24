-- Resources of all providers in a project that are OK or being updated, beside those by category.
alter table project_total add column resources integer not null default 0;

insert into project_total (project_id, resources)
select project_id, count(*) from resource where state in (2, 4) group by project_id
on conflict (project_id) do update set resources = excluded.resources;
