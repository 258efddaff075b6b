-- Pushcast's outbox on PostgreSQL, version 2: a table of the messages that are being retried. Times are milliseconds since 1970
-- by the database's clock. Instances of an older version of Pushcast go on beside it.
-- It can be run again, after the file before it.

create table if not exists pushcast_outbox_retry (
    id          bigint not null primary key,
    outbox      text not null,
    message_id  text not null,
    attempts    int not null,
    http_status int not null,
    failure     text not null,
    since       bigint not null,
    failed_at   bigint not null
);

update pushcast_outbox_version set version = 2 where version < 2;
