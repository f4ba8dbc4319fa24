-- Who runs the jobs, and how they went.

-- The process that runs the jobs, one row. When the lease has run out, another process takes over.
create table job_leader (
  id smallint not null default 1 constraint job_leader_pkey primary key
    constraint job_leader_id_check check (id = 1),
  holder uuid not null,
  lease_until timestamptz not null
);

create table job_run (
  name varchar(50) not null constraint job_run_pkey primary key,
  created timestamptz not null default now(),
  every_seconds int not null,
  last_started timestamptz,
  last_finished timestamptz,
  last_success timestamptz,
  -- Of the last run; empty when it went well.
  last_error text not null default ''
);
