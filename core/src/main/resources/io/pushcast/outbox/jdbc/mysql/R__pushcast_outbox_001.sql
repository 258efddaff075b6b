-- Pushcast's outbox on MySQL and MariaDB, version 1. Times are milliseconds since 1970 by the database's clock.
-- Pushcast never changes this file: later versions come as files with later numbers, to be run in their order.
-- It can be run again. To Flyway it is a repeatable migration, so that its number can't collide with your own versions.
-- The two databases' files differ in the name of the collation only: one that knows letters of another case, accents and
-- spaces at the end apart. An ordering key has at most 700 characters here.

create table if not exists pushcast_outbox (
    id              bigint not null auto_increment primary key,
    created_at      bigint not null,
    key_hash        int not null,
    partition_no    smallint not null,
    outbox          varchar(100) not null,
    app             varchar(100) not null,
    message_id      varchar(100) not null,
    channels        mediumtext not null,
    event_name      varchar(1000) not null,
    payload         longtext not null,
    ordering_key    varchar(700) not null,
    excluded_socket varchar(70),
    headers         mediumtext not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists pushcast_outbox_dead (
    id              bigint not null primary key,
    created_at      bigint not null,
    key_hash        int not null,
    partition_no    smallint not null,
    outbox          varchar(100) not null,
    app             varchar(100) not null,
    message_id      varchar(100) not null,
    channels        mediumtext not null,
    event_name      varchar(1000) not null,
    payload         longtext not null,
    ordering_key    varchar(700) not null,
    excluded_socket varchar(70),
    headers         mediumtext not null,
    reason          varchar(30) not null,
    http_status     int not null,
    explanation     text not null,
    attempts        int not null,
    died_at         bigint not null,
    key pushcast_outbox_dead_key (ordering_key)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists pushcast_outbox_lease (
    outbox       varchar(100) not null,
    partition_no smallint not null,
    owner        varchar(100),
    epoch        bigint not null,
    expires_at   bigint not null,
    primary key (outbox, partition_no)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists pushcast_outbox_instance (
    outbox     varchar(100) not null,
    instance   varchar(100) not null,
    expires_at bigint not null,
    primary key (outbox, instance)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists pushcast_outbox_control (
    outbox    varchar(100) not null primary key,
    paused_at bigint
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

create table if not exists pushcast_outbox_version (
    version         int not null,
    compatible_with int not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_0900_bin;

insert into pushcast_outbox_version (version, compatible_with)
select 1, 1 from dual where not exists (select 1 from pushcast_outbox_version);
