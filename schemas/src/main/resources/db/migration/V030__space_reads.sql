-- Counting what a space holds now, and finding the newest edges of a relation and what is left of a
-- space in the history, without reading the tables.
CREATE INDEX memory_current ON memory (tenant_id, space) INCLUDE (expires_at)
  WHERE state = 'live' AND archived_at IS NULL;
CREATE INDEX memory_edge_by_time ON memory_edge (tenant_id, relation, created_at DESC);
CREATE INDEX memory_version_by_space ON memory_version (tenant_id, space);
