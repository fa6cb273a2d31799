-- How many documents of the index a memory may have: the row is gone when a deletion is relayed.
ALTER TABLE outbox ADD COLUMN pieces smallint NOT NULL DEFAULT 1;
