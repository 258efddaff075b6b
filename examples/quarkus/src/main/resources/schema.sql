create table if not exists employees (
    user_name varchar(40) primary key,
    warehouse varchar(40) not null
);

create table if not exists stock (
    warehouse varchar(40) not null,
    sku varchar(40) not null,
    quantity int not null,
    version bigint not null default 0,
    primary key (warehouse, sku)
);

insert into employees (user_name, warehouse)
select 'anna', 'berlin' where not exists (select 1 from employees where user_name = 'anna');

insert into employees (user_name, warehouse)
select 'bert', 'berlin' where not exists (select 1 from employees where user_name = 'bert');

insert into employees (user_name, warehouse)
select 'carl', 'hamburg' where not exists (select 1 from employees where user_name = 'carl');

insert into stock (warehouse, sku, quantity)
select 'berlin', 'chair', 10 where not exists (select 1 from stock where warehouse = 'berlin' and sku = 'chair');

insert into stock (warehouse, sku, quantity)
select 'berlin', 'lamp', 5 where not exists (select 1 from stock where warehouse = 'berlin' and sku = 'lamp');

insert into stock (warehouse, sku, quantity)
select 'hamburg', 'chair', 3 where not exists (select 1 from stock where warehouse = 'hamburg' and sku = 'chair');
