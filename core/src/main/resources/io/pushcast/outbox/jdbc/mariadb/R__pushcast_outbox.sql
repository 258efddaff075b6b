-- Pushcast's outbox on MySQL and MariaDB. Times are milliseconds since 1970 by the database's clock.
-- It can be run again: what is there stays as it is. Flyway takes it as a repeatable migration.
-- The two databases' files differ in the name of the collation only: one that knows letters of another case, accents and
-- spaces at the end apart. An ordering key has at most 700 characters here.

create table if not exists pushcast_outbox (
    id              bigint not null auto_increment primary key,
    partition_no    smallint not null,
    message_id      varchar(100) not null,
    channels        mediumtext not null,
    event_name      varchar(1000) not null,
    payload         longtext not null,
    ordering_key    varchar(700) not null,
    excluded_socket varchar(70),
    headers         mediumtext not null,
    created_at      bigint not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_nopad_bin;

create table if not exists pushcast_outbox_dead (
    id              bigint not null primary key,
    partition_no    smallint not null,
    message_id      varchar(100) not null,
    channels        mediumtext not null,
    event_name      varchar(1000) not null,
    payload         longtext not null,
    ordering_key    varchar(700) not null,
    excluded_socket varchar(70),
    headers         mediumtext not null,
    created_at      bigint not null,
    reason          varchar(30) not null,
    http_status     int not null,
    explanation     text not null,
    attempts        int not null,
    died_at         bigint not null,
    key pushcast_outbox_dead_key (ordering_key)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_nopad_bin;

create table if not exists pushcast_outbox_lease (
    partition_no smallint not null primary key,
    owner        varchar(100),
    epoch        bigint not null,
    expires_at   bigint not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_nopad_bin;

create table if not exists pushcast_outbox_instance (
    instance   varchar(100) not null primary key,
    expires_at bigint not null
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_nopad_bin;

insert ignore into pushcast_outbox_lease (partition_no, owner, epoch, expires_at)
select a.n + 4 * b.n + 16 * c.n, null, 0, 0
from (select 0 as n union all select 1 union all select 2 union all select 3) a,
     (select 0 as n union all select 1 union all select 2 union all select 3) b,
     (select 0 as n union all select 1 union all select 2 union all select 3) c;
