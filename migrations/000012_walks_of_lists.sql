-- Orders in which lists walk a large table and ask of each row whether it belongs.

create index app_user_username_walk_idx on app_user (username, id) where is_active;
create index app_user_full_name_walk_idx on app_user (first_name, last_name, id) where is_active;
create index ssh_key_name_idx on ssh_key (name, id) include (user_id);
create index user_role_project_walk_idx on user_role (created, id) include (user_id, object_id, expiration_time)
  where is_active and content_type = 'project';
create index project_service_account_walk_idx on project_service_account (created, id) include (project_id)
  where username <> '';
create index course_account_walk_idx on course_account (created, id) include (project_id) where user_id is not null;

-- What such a walk asks of a project.
create index sp_project_served_idx on sp_project (provider_customer_id, project_id) include (customer_id, is_removed)
  where resource_count > 0;

-- Items that are billed by elapsed time.
create index invoice_item_metered_idx on invoice_item (end_time) where unit in ('hour', 'day');

-- How much belongs to each provider differs by orders of magnitude, and plans go by it.
alter table sp_project alter column provider_customer_id set statistics 1000;
alter table sp_customer alter column provider_customer_id set statistics 1000;
