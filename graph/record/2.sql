-- Version 2: what is derived (events, differences), what is still to be linked, and the ledgers.

CREATE TABLE event (
    id TEXT PRIMARY KEY,
    level INTEGER,
    first INTEGER,
    last INTEGER,
    type TEXT NOT NULL,
    family TEXT NOT NULL,
    status TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX event_when ON event (level, first, last);

CREATE TABLE event_claim (claim TEXT PRIMARY KEY, event TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX event_claim_event ON event_claim (event);

CREATE TABLE event_actor (actor TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (actor, event)) WITHOUT ROWID;
CREATE INDEX event_actor_event ON event_actor (event);

-- A retired event keeps its claims: whoever asks for it is led to the event that tells the first of them now.
CREATE TABLE retired (event TEXT PRIMARY KEY, claims TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE difference (event TEXT NOT NULL, attribute TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (event, attribute)) WITHOUT ROWID;

-- Claims that came, changed or went since events were last derived.
CREATE TABLE unlinked (claim TEXT PRIMARY KEY) WITHOUT ROWID;

-- The keys under which claims meet when events are derived, as 63-bit hashes.
CREATE TABLE block (key INTEGER NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (key, claim)) WITHOUT ROWID;
CREATE INDEX block_claim ON block (claim);

-- Ledgers only grow. `curation`: corrections by hand. `collection`: what was fetched, when, with what success.
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    subject TEXT,
    body TEXT NOT NULL
);
CREATE INDEX ledger_name ON ledger (name, seq);
CREATE INDEX ledger_subject ON ledger (name, subject, seq);

CREATE TABLE tombstone (id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
