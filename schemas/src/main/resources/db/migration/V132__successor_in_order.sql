-- What a memory took the place of is read oldest first: without a sort, which the export of a
-- whole tenant forbids for its own rows and would otherwise replace by a scan of all, for each.
CREATE INDEX memory_by_successor_in_order
  ON memory (tenant_id, superseded_by, recorded_at, memory_id)
  WHERE superseded_by IS NOT NULL;
