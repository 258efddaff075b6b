create table customers (
    id varchar(36) primary key,
    user_name varchar(50) not null unique,
    credit numeric(10, 2) not null check (credit >= 0)
);

create table orders (
    id varchar(36) primary key,
    version integer not null,
    customer_id varchar(36) not null references customers,
    item varchar(100) not null,
    total numeric(10, 2) not null check (total > 0),
    placed_at timestamp with time zone not null
);

insert into customers (id, user_name, credit) values ('c-1', 'alice', 1000), ('c-2', 'bob', 1000);
