-- Lists that services keep of what waits: for a time, or for someone. A subject stands in a list at most once; the
-- position orders it, and for what waits for a time is that time in milliseconds.

CREATE TABLE agenda (
    list         VARCHAR(64)${collation} NOT NULL,
    subject      VARCHAR(64)${collation} NOT NULL,
    position     BIGINT NOT NULL,
    PRIMARY KEY (list, subject)
);
CREATE UNIQUE INDEX agenda_order ON agenda (list, position, subject);
