-- What somebody is to be told and has not been told yet. Who adds a message holds the row of its recipient until the commit,
-- so that the numbers of a recipient's messages are in the order of commits. due tells when to deliver next, the largest
-- number there is: nothing waits. A node delivers to a recipient while its lease lasts.

CREATE TABLE outbox_recipient (
    recipient    VARCHAR(200)${collation} NOT NULL PRIMARY KEY,
    last_number  BIGINT NOT NULL,
    due          BIGINT NOT NULL,
    worker       VARCHAR(64)${collation} NOT NULL,
    lease_until  BIGINT NOT NULL,
    attempts     INTEGER NOT NULL
);
CREATE INDEX outbox_recipient_due ON outbox_recipient (due);

CREATE TABLE outbox_message (
    recipient    VARCHAR(200)${collation} NOT NULL,
    number       BIGINT NOT NULL,
    channel      VARCHAR(32)${collation} NOT NULL,
    subject      VARCHAR(110)${collation} NOT NULL,
    media_type   VARCHAR(100)${collation} NOT NULL,
    content      ${bytes} NOT NULL,
    created      BIGINT NOT NULL,
    PRIMARY KEY (recipient, number)
);
CREATE INDEX outbox_message_subject ON outbox_message (subject);

-- Messages that could not be delivered in any of their attempts.
CREATE TABLE dead_letter (
    letter_id    VARCHAR(36)${collation} NOT NULL PRIMARY KEY,
    recipient    VARCHAR(200)${collation} NOT NULL,
    channel      VARCHAR(32)${collation} NOT NULL,
    subject      VARCHAR(110)${collation} NOT NULL,
    media_type   VARCHAR(100)${collation} NOT NULL,
    content      ${bytes} NOT NULL,
    created      BIGINT NOT NULL,
    died         BIGINT NOT NULL,
    attempts     INTEGER NOT NULL,
    reason       VARCHAR(500)${collation} NOT NULL
);
CREATE INDEX dead_letter_died ON dead_letter (died, letter_id);
