-- Version 4: copies. Which articles, of whatever version, are one text: candidates by band, pairs that are.

CREATE TABLE band (key INTEGER NOT NULL, article TEXT NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE INDEX band_article ON band (article);

CREATE TABLE copy (one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX copy_other ON copy (other, one);
