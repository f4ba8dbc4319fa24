-- The identifier under which an offering is cited.
alter table offering add column datacite_doi varchar(255) not null default '';
