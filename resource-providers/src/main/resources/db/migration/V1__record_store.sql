-- The record is its JSON. Index rows are derived from it and can be made again at any time.
-- resource_id is a time-ordered number made in the process; patient is the NHS number of the patient compartment,
-- by which all patient-scoped tables can be partitioned or distributed. Text is compared by its code points, whatever
-- the collation of the database. index_digest tells, for each index table in turn, which rows the resource has there.

CREATE TABLE resource (
    resource_id  BIGINT NOT NULL PRIMARY KEY,
    type         VARCHAR(40)${collation} NOT NULL,
    logical_id   VARCHAR(64)${collation} NOT NULL,
    version      BIGINT NOT NULL,
    last_updated BIGINT NOT NULL,
    verb         SMALLINT NOT NULL,
    patient      BIGINT,
    body         ${bytes},
    index_digest ${bytes}
);
CREATE UNIQUE INDEX resource_key ON resource (type, logical_id);
CREATE INDEX resource_type ON resource (type, resource_id, verb);
CREATE INDEX resource_last_updated ON resource (type, last_updated, resource_id, verb);
${h2} CREATE INDEX resource_newest ON resource (type, last_updated DESC, resource_id DESC, verb);

CREATE TABLE resource_history (
    resource_id  BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    last_updated BIGINT NOT NULL,
    verb         SMALLINT NOT NULL,
    patient      BIGINT,
    body         ${bytes},
    PRIMARY KEY (resource_id, version)
);

CREATE TABLE change (
    number       BIGINT NOT NULL PRIMARY KEY,
    transaction_id BIGINT DEFAULT ${transaction} NOT NULL,
    resource_id  BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    type         VARCHAR(40)${collation} NOT NULL,
    last_updated BIGINT NOT NULL,
    patient      BIGINT
);
CREATE INDEX change_order ON change (transaction_id, number);
CREATE INDEX change_newest ON change (number DESC);
CREATE INDEX change_type ON change (type, number DESC);
CREATE UNIQUE INDEX change_resource ON change (resource_id, version DESC);

CREATE TABLE business_key (
    kind         VARCHAR(32)${collation} NOT NULL,
    value        VARCHAR(200)${collation} NOT NULL,
    resource_id  BIGINT NOT NULL,
    patient      BIGINT,
    PRIMARY KEY (kind, value)
);
CREATE INDEX business_key_resource ON business_key (resource_id);

-- A conditional write locks the row of its subject's hash before it looks whether the resource exists.
CREATE TABLE guard (
    slot         INTEGER NOT NULL PRIMARY KEY,
    uses         BIGINT NOT NULL
);
INSERT INTO guard SELECT x, 0 FROM ${slots};

CREATE TABLE setting (
    name         VARCHAR(64)${collation} NOT NULL PRIMARY KEY,
    value        VARCHAR(1000)${collation} NOT NULL
);

CREATE SEQUENCE node_number START WITH 1;

-- One table per type of search parameter. parameter is the hash of type and code; item correlates the parts of a
-- composite; extreme marks the lowest (1) and highest (2) value of the resource, by which it is sorted.

CREATE TABLE index_text (
    resource_id  BIGINT NOT NULL,
    parameter    BIGINT NOT NULL,
    item         INTEGER NOT NULL,
    extreme      SMALLINT NOT NULL,
    patient      BIGINT,
    value        VARCHAR(200)${collation} NOT NULL,
    exact        VARCHAR(200)${collation} NOT NULL
);
CREATE INDEX index_text_value ON index_text (parameter, value, resource_id, extreme);
CREATE INDEX index_text_resource ON index_text (resource_id, parameter);

CREATE TABLE index_token (
    resource_id  BIGINT NOT NULL,
    parameter    BIGINT NOT NULL,
    item         INTEGER NOT NULL,
    extreme      SMALLINT NOT NULL,
    patient      BIGINT,
    value        VARCHAR(200)${collation} NOT NULL,
    system       BIGINT NOT NULL
);
CREATE INDEX index_token_value ON index_token (parameter, value, resource_id, extreme);
CREATE INDEX index_token_resource ON index_token (resource_id, parameter);

CREATE TABLE index_reference (
    resource_id  BIGINT NOT NULL,
    parameter    BIGINT NOT NULL,
    item         INTEGER NOT NULL,
    extreme      SMALLINT NOT NULL,
    patient      BIGINT,
    value        VARCHAR(200)${collation} NOT NULL,
    target_type  VARCHAR(40)${collation} NOT NULL
);
CREATE INDEX index_reference_value ON index_reference (parameter, value, resource_id, extreme);
CREATE INDEX index_reference_resource ON index_reference (resource_id, parameter);

CREATE TABLE index_date (
    resource_id  BIGINT NOT NULL,
    parameter    BIGINT NOT NULL,
    item         INTEGER NOT NULL,
    extreme      SMALLINT NOT NULL,
    patient      BIGINT,
    value        BIGINT NOT NULL,
    high         BIGINT NOT NULL
);
CREATE INDEX index_date_value ON index_date (parameter, value, resource_id, extreme);
${h2} CREATE INDEX index_date_newest ON index_date (parameter, value DESC, resource_id DESC, extreme);
CREATE INDEX index_date_high ON index_date (parameter, high, resource_id);
CREATE INDEX index_date_resource ON index_date (resource_id, parameter);

CREATE TABLE index_number (
    resource_id  BIGINT NOT NULL,
    parameter    BIGINT NOT NULL,
    item         INTEGER NOT NULL,
    extreme      SMALLINT NOT NULL,
    patient      BIGINT,
    value        DOUBLE PRECISION NOT NULL
);
CREATE INDEX index_number_value ON index_number (parameter, value, resource_id, extreme);
CREATE INDEX index_number_resource ON index_number (resource_id, parameter);

CREATE TABLE index_quantity (
    resource_id  BIGINT NOT NULL,
    parameter    BIGINT NOT NULL,
    item         INTEGER NOT NULL,
    extreme      SMALLINT NOT NULL,
    patient      BIGINT,
    value        DOUBLE PRECISION NOT NULL,
    system       BIGINT NOT NULL,
    code         VARCHAR(200)${collation} NOT NULL
);
CREATE INDEX index_quantity_value ON index_quantity (parameter, value, resource_id, extreme);
CREATE INDEX index_quantity_resource ON index_quantity (resource_id, parameter);

CREATE TABLE index_uri (
    resource_id  BIGINT NOT NULL,
    parameter    BIGINT NOT NULL,
    item         INTEGER NOT NULL,
    extreme      SMALLINT NOT NULL,
    patient      BIGINT,
    value        VARCHAR(200)${collation} NOT NULL
);
CREATE INDEX index_uri_value ON index_uri (parameter, value, resource_id, extreme);
CREATE INDEX index_uri_resource ON index_uri (resource_id, parameter);

-- Which values are frequent depends on the parameter; without these the planner takes 'male' for as rare as any value.
${postgresql} CREATE STATISTICS index_text_frequent (mcv) ON parameter, value FROM index_text;
${postgresql} CREATE STATISTICS index_token_frequent (mcv) ON parameter, value FROM index_token;
${postgresql} CREATE STATISTICS index_reference_frequent (mcv) ON parameter, value FROM index_reference;
${postgresql} CREATE STATISTICS index_uri_frequent (mcv) ON parameter, value FROM index_uri;
