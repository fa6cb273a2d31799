-- Which agents (keys) may read and write a space. A space without a row is open to every key of its
-- tenant; the first row restricts it. Rows of a revoked key stay, so the space stays restricted.
CREATE TABLE space_grant (
  tenant_id  uuid NOT NULL,
  space      text NOT NULL,
  key_id     uuid NOT NULL REFERENCES api_key ON DELETE CASCADE,
  can_read   boolean NOT NULL DEFAULT true,
  can_write  boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, space, key_id),
  FOREIGN KEY (tenant_id, space) REFERENCES space ON UPDATE CASCADE ON DELETE CASCADE
);

ALTER TABLE space_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON space_grant TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON space_grant TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON space_grant TO ${app}, ${system};
