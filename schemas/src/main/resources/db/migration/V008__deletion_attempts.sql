-- How often the current step of a deletion has failed in a row; the pause grows with it.
ALTER TABLE tenant_deletion ADD COLUMN attempts integer NOT NULL DEFAULT 0;
