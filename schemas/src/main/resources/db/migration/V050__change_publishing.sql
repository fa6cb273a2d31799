-- What hypnos.changes still lacks, written in the transaction that did it and gone once the broker
-- has acknowledged it. It is a table of its own so that publishing and indexing never wait for each
-- other's row locks, and so that neither keeps rows of the other alive.
CREATE TABLE unpublished_change (
  sequence    bigint PRIMARY KEY,
  tenant_id   uuid NOT NULL REFERENCES tenant,
  memory_id   uuid NOT NULL,
  space       text NOT NULL,
  change      text NOT NULL
              CHECK (change IN ('created', 'updated', 'deleted', 'superseded', 'consolidated')),
  row_version bigint NOT NULL,
  request_id  text,
  created_at  timestamptz NOT NULL
);

ALTER TABLE unpublished_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON unpublished_change TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON unpublished_change TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON unpublished_change TO ${app};
GRANT SELECT, INSERT, DELETE ON unpublished_change TO ${system};
