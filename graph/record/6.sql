-- Version 6: what was said by hand of a claim when events were last derived: whom it goes with, whom it keeps apart
-- from. Where that is another now, they are derived anew.
CREATE TABLE bond (claim TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
