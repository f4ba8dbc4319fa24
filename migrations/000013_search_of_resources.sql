-- The search of projects also looks for resources of exactly this name or identifier.
create index resource_name_idx on resource (name);
create index resource_upper_backend_id_idx on resource (upper(backend_id)) where backend_id <> '';
create index resource_upper_effective_id_idx on resource (upper(effective_id)) where effective_id <> '';
