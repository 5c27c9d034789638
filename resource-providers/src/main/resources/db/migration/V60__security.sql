-- Who may ask, and who asked.

-- A registered application; details are JSON: scopes, algorithms, public keys.
CREATE TABLE client (
    id           VARCHAR(64)${collation} NOT NULL PRIMARY KEY,
    name         VARCHAR(200)${collation} NOT NULL,
    organisation VARCHAR(20)${collation} NOT NULL,
    enabled      SMALLINT NOT NULL,
    details      VARCHAR(100000)${collation} NOT NULL,
    changed      BIGINT NOT NULL
);

-- Client assertions are good for one use: the key decides between racing ones, on whichever node.
CREATE TABLE client_assertion (
    client       VARCHAR(64)${collation} NOT NULL,
    jti          VARCHAR(128)${collation} NOT NULL,
    expires      BIGINT NOT NULL,
    PRIMARY KEY (client, jti)
);
CREATE INDEX client_assertion_expires ON client_assertion (expires);

-- Append-only. Each start of a node has a stream of its own; hash covers the entry and the hash before it.
CREATE TABLE audit (
    stream       BIGINT NOT NULL,
    sequence     BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    previous     ${bytes} NOT NULL,
    hash         ${bytes} NOT NULL,
    entry        VARCHAR(100000)${collation} NOT NULL,
    PRIMARY KEY (stream, sequence)
);
CREATE INDEX audit_at ON audit (at, stream, sequence);

-- Which entries are about a patient, by NHS number.
CREATE TABLE audit_patient (
    patient      BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    stream       BIGINT NOT NULL,
    sequence     BIGINT NOT NULL,
    PRIMARY KEY (patient, at, stream, sequence)
);

-- Signed heads of all streams: a tail that is missing shows against them.
CREATE TABLE audit_anchor (
    id           BIGINT NOT NULL PRIMARY KEY,
    at           BIGINT NOT NULL,
    signed       VARCHAR(100000)${collation} NOT NULL
);
