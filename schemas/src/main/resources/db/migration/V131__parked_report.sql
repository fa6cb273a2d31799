-- Reports of the ingest job about items of tenants whose own database was away: they wait in the
-- operator's until it answers. A report says how far an item is, and holds no memory text.
CREATE TABLE parked_report (
  tenant_id uuid NOT NULL REFERENCES tenant,
  sequence  bigint GENERATED ALWAYS AS IDENTITY,
  report    bytea NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);

ALTER TABLE parked_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON parked_report TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON parked_report TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON parked_report TO ${app};
GRANT SELECT, INSERT, DELETE ON parked_report TO ${system};
