-- Version 5: by which rules an article was read: with the same ones it need not be read again.
CREATE TABLE rules (article INTEGER PRIMARY KEY, mark TEXT NOT NULL);
