-- Descriptions of roles in other languages, by code: description_de and so on. A missing key means "none".

alter table role
  add column descriptions jsonb not null default '{}'
    constraint role_descriptions_check check (jsonb_typeof(descriptions) = 'object');
