-- Answers that were given, so that a request sent again gets the same answer and has no second effect. request is a hash of
-- who asked and the key of the request, content one of what was sent; rows may go once expired.

CREATE TABLE replay (
    request      VARCHAR(64)${collation} NOT NULL PRIMARY KEY,
    content      VARCHAR(64)${collation} NOT NULL,
    status       INTEGER NOT NULL,
    headers      VARCHAR(4000)${collation} NOT NULL,
    body         ${bytes} NOT NULL,
    expires      BIGINT NOT NULL
);
CREATE INDEX replay_expires ON replay (expires);
