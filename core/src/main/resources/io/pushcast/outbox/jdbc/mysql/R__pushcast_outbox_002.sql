-- Pushcast's outbox on MySQL and MariaDB, version 2: a table of the messages that are being retried. Times are milliseconds since 1970
-- by the database's clock. Instances of an older version of Pushcast go on beside it.
-- It can be run again, after the file before it.

create table if not exists pushcast_outbox_retry (
    id          bigint not null primary key,
    outbox      varchar(100) not null,
    message_id  varchar(100) not null,
    attempts    int not null,
    http_status int not null,
    failure     text not null,
    since       bigint not null,
    failed_at   bigint not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

update pushcast_outbox_version set version = 2 where version < 2;
