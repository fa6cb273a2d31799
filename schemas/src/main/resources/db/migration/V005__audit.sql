-- Who did what. One entry a write or sensitive action; never content.
CREATE TABLE audit (
  sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id  uuid NOT NULL REFERENCES tenant,
  at         timestamptz NOT NULL,
  action     text NOT NULL,
  target     text,
  key_id     uuid,
  request_id text,
  detail     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_by_tenant ON audit (tenant_id, at DESC);

ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON audit TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON audit TO ${app};
GRANT SELECT, INSERT, DELETE ON audit TO ${system};
