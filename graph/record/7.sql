-- Version 7: copies by sketches (`graph.sketches`). Articles of older records are compared anew by whoever writes next.
DROP TABLE band;
CREATE TABLE sketch (seq INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, marks BLOB NOT NULL);
CREATE TABLE band (key INTEGER NOT NULL, sketch INTEGER NOT NULL, PRIMARY KEY (key, sketch)) WITHOUT ROWID;
INSERT INTO meta SELECT 'uncompared', '1' WHERE EXISTS (SELECT 1 FROM article);
