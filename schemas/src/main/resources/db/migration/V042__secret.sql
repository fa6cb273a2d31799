-- What a tenant entrusts to us, encrypted by the engine with AES-256-GCM before it comes here: the
-- database never sees a secret or a key. key_id says which key of hypnos.secret.keys opens it.
CREATE TABLE secret (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 256),
  key_id     text NOT NULL,
  sealed     bytea NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, name)
);
CREATE INDEX secret_by_key ON secret (key_id, tenant_id, name);

ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON secret TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON secret TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON secret TO ${app}, ${system};
