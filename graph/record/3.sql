-- Version 3: corrections by hand.

-- The claims of an article as extracted, in their order, where those in `claim` are others because of the ledger.
CREATE TABLE original (article INTEGER NOT NULL, place INTEGER NOT NULL, claim TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (article, place)) WITHOUT ROWID;
CREATE INDEX original_claim ON original (claim);

-- The particulars of an article as they were handed in, where the publication date was set by hand.
CREATE TABLE given (article INTEGER PRIMARY KEY, head TEXT NOT NULL);

-- What each active entry of the ledger is about now: claims or articles, by the position of the anchor.
CREATE TABLE anchored (entry TEXT NOT NULL, position INTEGER NOT NULL, found TEXT NOT NULL, article INTEGER NOT NULL,
    PRIMARY KEY (entry, position, found)) WITHOUT ROWID;
CREATE INDEX anchored_article ON anchored (article);
CREATE INDEX anchored_found ON anchored (found);

-- Works of which the ledger has to be replayed.
CREATE TABLE unreplayed (work TEXT PRIMARY KEY) WITHOUT ROWID;

-- A hash of what the ledger made of the article; empty where nothing.
ALTER TABLE article ADD COLUMN curated TEXT NOT NULL DEFAULT '';
