-- Long work that outlives requests and processes. A node takes a job by setting worker and lease_until where they are as
-- it saw them; progress is saved in the same transaction as the output it stands for.

CREATE TABLE job (
    id           VARCHAR(36)${collation} NOT NULL PRIMARY KEY,
    kind         VARCHAR(32)${collation} NOT NULL,
    state        SMALLINT NOT NULL,
    request      VARCHAR(20000)${collation} NOT NULL,
    progress     VARCHAR(1000)${collation} NOT NULL,
    worker       VARCHAR(64)${collation} NOT NULL,
    lease_until  BIGINT NOT NULL,
    attempts     INTEGER NOT NULL,
    created      BIGINT NOT NULL,
    ended        BIGINT NOT NULL
);
CREATE INDEX job_waiting ON job (kind, state, created);

CREATE TABLE job_file (
    job_id       VARCHAR(36)${collation} NOT NULL,
    number       INTEGER NOT NULL,
    type         VARCHAR(40)${collation} NOT NULL,
    resources    BIGINT NOT NULL,
    length       BIGINT NOT NULL,
    parts        INTEGER NOT NULL,
    PRIMARY KEY (job_id, number)
);

-- Compressed: what the parts of a file hold, one after the other, is the file.
CREATE TABLE job_part (
    job_id       VARCHAR(36)${collation} NOT NULL,
    file         INTEGER NOT NULL,
    part         INTEGER NOT NULL,
    content      ${bytes} NOT NULL,
    PRIMARY KEY (job_id, file, part)
);
