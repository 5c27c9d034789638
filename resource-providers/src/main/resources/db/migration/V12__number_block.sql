-- Series of numbers that are given once and never again, such as NHS numbers. Nodes take blocks of a series and give the numbers
-- of their blocks one by one; taken counts those that belong to some block. What a node that ends has left over is lost.

CREATE TABLE number_block (
    series       VARCHAR(64)${collation} NOT NULL PRIMARY KEY,
    taken        BIGINT NOT NULL
);
