-- How far the change log was read by those who tell others of changes. One node reads at a time, while its lease lasts.

CREATE TABLE change_feed (
    name           VARCHAR(32)${collation} NOT NULL PRIMARY KEY,
    transaction_id BIGINT NOT NULL,
    number         BIGINT NOT NULL,
    worker         VARCHAR(64)${collation} NOT NULL,
    lease_until    BIGINT NOT NULL
);
