-- JSON: how the file of an import was read: sheet, encoding, separator, date system, row of the titles.
ALTER TABLE imports ADD COLUMN source TEXT NOT NULL DEFAULT '{}';
