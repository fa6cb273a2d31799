-- What happened to a memory, written in the transaction that did it. Whoever wrote indexes the
-- document at once and sets indexed_at; what stays unset the relay indexes. Entries are kept for a
-- while after that, so that a search node which lost its last seconds can be given them again.
CREATE TABLE outbox (
  sequence    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id   uuid NOT NULL REFERENCES tenant,
  memory_id   uuid NOT NULL,
  space       text NOT NULL,
  change      text NOT NULL
              CHECK (change IN ('created', 'updated', 'deleted', 'superseded', 'consolidated')),
  row_version bigint NOT NULL,
  request_id  text,
  created_at  timestamptz NOT NULL,
  indexed_at  timestamptz
);
CREATE INDEX outbox_to_index ON outbox (sequence) WHERE indexed_at IS NULL;
CREATE INDEX outbox_by_time ON outbox (indexed_at) WHERE indexed_at IS NOT NULL;

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON outbox TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON outbox TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO ${app}, ${system};

-- Which search nodes and which index the relay has seen, and when it was last sure of them.
CREATE TABLE search_incarnation (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  nodes     text NOT NULL,
  index_id  text NOT NULL,
  seen_at   timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON search_incarnation TO ${system};
