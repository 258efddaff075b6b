create table customers (
    id varchar(36) primary key,
    user_name varchar(50) not null unique,
    credit decimal(10, 2) not null check (credit >= 0)
);

create table orders (
    id varchar(36) primary key,
    customer_id varchar(36) not null references customers,
    item varchar(100) not null,
    total decimal(10, 2) not null check (total > 0)
);
