-- A version with which older instances can't work, for a test.
update pushcast_outbox_version set version = 3, compatible_with = 3 where version < 3;
