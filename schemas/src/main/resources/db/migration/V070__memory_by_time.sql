-- The newest memories of a whole tenant, and all of them in the order of time, without sorting.
CREATE INDEX memory_by_time ON memory (tenant_id, recorded_at, memory_id);

-- A space that is deleted and made again must not come back to a version that somebody has seen: what
-- is kept of searches under the old one would be shown again. So it starts at the time in milliseconds.
ALTER TABLE space ALTER COLUMN searchable_version
  SET DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
