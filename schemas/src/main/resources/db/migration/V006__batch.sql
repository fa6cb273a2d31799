-- A batch is what one intake call accepted; its items move forward as the job reports.
CREATE TABLE batch (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  batch_id   uuid NOT NULL,
  space      text NOT NULL,
  source     text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, batch_id)
);
CREATE INDEX batch_by_time ON batch (tenant_id, created_at DESC);

CREATE TABLE batch_item (
  tenant_id  uuid NOT NULL,
  batch_id   uuid NOT NULL,
  item       integer NOT NULL,
  filename   text NOT NULL,
  state      text NOT NULL
             CHECK (state IN ('queued', 'extracting', 'embedding', 'stored', 'failed', 'quarantined')),
  memories   integer NOT NULL DEFAULT 0,
  reason     text,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, batch_id, item),
  FOREIGN KEY (tenant_id, batch_id) REFERENCES batch ON DELETE CASCADE
);

ALTER TABLE batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON batch TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON batch TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON batch TO ${app}, ${system};

ALTER TABLE batch_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON batch_item TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON batch_item TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON batch_item TO ${app}, ${system};
