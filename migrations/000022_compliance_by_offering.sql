-- The accounts of an offering are counted by their completions. The offering of a completion is that of its account,
-- whoever writes either of them.
alter table checklist_completion add column offering_id bigint references offering (id) on delete cascade;

create function checklist_completion_takes_offering() returns trigger language plpgsql as $$
begin
  new.offering_id := case new.content_type
    when 'offering_user' then (select offering_id from offering_user where id = new.object_id)
  end;
  return new;
end $$;

create trigger checklist_completion_takes_offering before insert or update of content_type, object_id, offering_id
  on checklist_completion for each row execute function checklist_completion_takes_offering();

create function offering_user_takes_completions() returns trigger language plpgsql as $$
begin
  update checklist_completion set offering_id = new.offering_id
  where content_type = 'offering_user' and object_id = new.id;
  return null;
end $$;

create trigger offering_user_takes_completions after update of offering_id on offering_user
  for each row when (new.offering_id <> old.offering_id) execute function offering_user_takes_completions();

update checklist_completion set offering_id = offering_user.offering_id
from offering_user
where checklist_completion.content_type = 'offering_user' and offering_user.id = checklist_completion.object_id;

create index checklist_completion_offering_id_idx on checklist_completion (offering_id, checklist_id)
  include (is_completed) where offering_id is not null;

-- The live resources of a project are found without reading them.
drop index resource_project_id_idx;
create index resource_project_id_idx on resource (project_id, state, offering_id) include (id);
