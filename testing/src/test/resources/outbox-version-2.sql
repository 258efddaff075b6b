-- A later version of the tables, for a test: an older instance can go on beside it.
alter table pushcast_outbox add column if not exists region varchar(10);
update pushcast_outbox_version set version = 2, compatible_with = 1 where version < 2;
