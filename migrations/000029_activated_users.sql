-- When staff activated a user last: he is not deactivated again for roles that he had lost before.
alter table app_user add column activated_at timestamptz;
