-- Making the search index again beside the one in use. At most one is open; the node that works on it
-- holds a lease, and another goes on from the cursor when that runs out.
CREATE TABLE index_rebuild (
  rebuild_id   uuid PRIMARY KEY,
  state        text NOT NULL
    CHECK (state IN ('requested', 'copying', 'switching', 'done', 'failed')),
  target       text,
  total        bigint NOT NULL DEFAULT 0,
  copied       bigint NOT NULL DEFAULT 0,
  last_tenant  uuid,
  last_memory  uuid,
  attempts     integer NOT NULL DEFAULT 0,
  error        text,
  leased_by    uuid,
  lease_until  timestamptz,
  requested_at timestamptz NOT NULL,
  started_at   timestamptz,
  updated_at   timestamptz NOT NULL,
  finished_at  timestamptz
);
CREATE UNIQUE INDEX index_rebuild_one_open ON index_rebuild ((true))
  WHERE state IN ('requested', 'copying', 'switching');
GRANT SELECT, INSERT, UPDATE, DELETE ON index_rebuild TO ${system};
