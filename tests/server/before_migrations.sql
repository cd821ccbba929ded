CREATE TABLE accounts (
    id INTEGER NOT NULL,
    "key" VARCHAR(12) NOT NULL,
    email VARCHAR(254) NOT NULL,
    password TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("key"),
    UNIQUE (email)
);
CREATE TABLE declarations (
    revision VARCHAR(64) NOT NULL,
    services JSON NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (revision)
);
CREATE TABLE notices (
    hash VARCHAR(64) NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (hash)
);
CREATE TABLE totals (
    day VARCHAR(10) NOT NULL,
    campaign VARCHAR(40) NOT NULL,
    clicks INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    PRIMARY KEY (day, campaign)
);
CREATE TABLE entries (
    number INTEGER NOT NULL,
    id VARCHAR(200) NOT NULL,
    previous VARCHAR(200) NOT NULL,
    at BIGINT NOT NULL,
    event VARCHAR(10) NOT NULL,
    record TEXT NOT NULL,
    granted JSON NOT NULL,
    denied JSON NOT NULL,
    source VARCHAR(40) NOT NULL,
    notice_hash VARCHAR(64) NOT NULL,
    revision VARCHAR(64) NOT NULL,
    language VARCHAR(35) NOT NULL,
    scope VARCHAR(7) NOT NULL,
    account INTEGER,
    PRIMARY KEY (number),
    UNIQUE (id),
    FOREIGN KEY(account) REFERENCES accounts (id)
);
CREATE INDEX ix_entries_account ON entries (account);
CREATE INDEX ix_entries_at ON entries (at);
CREATE INDEX ix_entries_previous ON entries (previous);
CREATE TABLE logins (
    token VARCHAR(64) NOT NULL,
    account INTEGER NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (token),
    FOREIGN KEY(account) REFERENCES accounts (id)
);
