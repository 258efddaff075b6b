insert into customers (id, user_name, credit) values ('c-1', 'alice', 1000), ('c-2', 'bob', 1000);
