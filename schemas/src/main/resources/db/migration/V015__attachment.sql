-- Files that belong to a memory; the bytes are in S3 below the tenant's prefix.
CREATE TABLE attachment (
  tenant_id     uuid NOT NULL REFERENCES tenant,
  attachment_id uuid NOT NULL,
  memory_id     uuid NOT NULL,
  position      integer NOT NULL CHECK (position >= 0),
  filename      text NOT NULL,
  content_type  text NOT NULL,
  size          bigint NOT NULL CHECK (size >= 0),
  blob_key      text NOT NULL,
  description   text,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, attachment_id),
  FOREIGN KEY (tenant_id, memory_id) REFERENCES memory ON DELETE CASCADE
);
CREATE INDEX attachment_by_memory ON attachment (tenant_id, memory_id, position);

ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON attachment TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON attachment TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON attachment TO ${app}, ${system};

-- Objects that nothing refers to any more, written in the transaction that let go of them; upkeep
-- removes the object, then the row.
CREATE TABLE blob_removal (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  blob_key   text NOT NULL,
  created_at timestamptz NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, blob_key)
);

ALTER TABLE blob_removal ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON blob_removal TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON blob_removal TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON blob_removal TO ${app}, ${system};
