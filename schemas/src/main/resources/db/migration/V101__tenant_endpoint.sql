-- Services that tenants bring themselves; their credentials lie in the table secret.
CREATE TABLE tenant_endpoint (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  kind        text NOT NULL CHECK (kind ~ '^[a-z_]{1,32}$'),
  settings    jsonb NOT NULL,
  verified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);

ALTER TABLE tenant_endpoint ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant_endpoint TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON tenant_endpoint TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_endpoint TO ${app}, ${system};
