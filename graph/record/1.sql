-- Version 1: articles and what was read out of them.
-- `name` is the publisher as written, else the host of the address: what a source unknown to the registry is called.
-- Days are integers: days since 1970-01-01. `current` is 1 for the greatest version of a work.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- What a projection has to bring up to date: one row a unit (an article, an event), renewed at each change.
CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL UNIQUE);

CREATE TABLE article (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    work TEXT NOT NULL,
    currency TEXT NOT NULL,
    current INTEGER NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    published INTEGER,
    text_hash TEXT NOT NULL,
    given_id TEXT,
    fingerprint TEXT NOT NULL,
    head TEXT NOT NULL,
    recorded TEXT NOT NULL,
    extracted TEXT NOT NULL
);
CREATE INDEX article_work ON article (work, currency);
CREATE INDEX article_published ON article (current, published, id);
CREATE INDEX article_source ON article (source, current, published);
CREATE INDEX article_name ON article (source, current, name);
CREATE INDEX article_text ON article (text_hash, id);
CREATE INDEX article_given ON article (given_id) WHERE given_id IS NOT NULL;

CREATE TABLE body (article INTEGER PRIMARY KEY, text TEXT NOT NULL, extraction TEXT NOT NULL);

-- `level` is the binary logarithm, rounded up, of the length in days: intervals of one level differ in length by a
-- factor below two, so that a search by overlap reads at most twice the rows it returns. 30: open end, 31: open start.
CREATE TABLE claim (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL,
    start INTEGER NOT NULL,
    current INTEGER NOT NULL,
    level INTEGER,
    first INTEGER,
    last INTEGER,
    published INTEGER,
    type TEXT NOT NULL,
    family TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX claim_article ON claim (article, start, id);
CREATE INDEX claim_when ON claim (current, level, first, last);
CREATE INDEX claim_undated ON claim (current, published) WHERE level IS NULL;

CREATE TABLE claim_actor (actor TEXT NOT NULL, claim INTEGER NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (actor, claim, role)) WITHOUT ROWID;
CREATE INDEX claim_actor_claim ON claim_actor (claim);

CREATE TABLE local_actor (id TEXT NOT NULL, article INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    lang TEXT NOT NULL, PRIMARY KEY (id, article, name)) WITHOUT ROWID;
CREATE INDEX local_actor_article ON local_actor (article);

-- Contentless: the words are in `body`. Chinese characters are set apart, so that a phrase finds a word.
CREATE VIRTUAL TABLE word USING fts5 (title, text, content='', tokenize="unicode61 remove_diacritics 2");
