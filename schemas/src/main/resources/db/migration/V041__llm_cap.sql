-- The most a tenant may spend on the language model a month; without a row the setting holds.
CREATE TABLE llm_cap (
  tenant_id      uuid PRIMARY KEY REFERENCES tenant,
  monthly_micros bigint NOT NULL CHECK (monthly_micros >= 0),
  updated_at     timestamptz NOT NULL
);

ALTER TABLE llm_cap ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON llm_cap TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON llm_cap TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON llm_cap TO ${app}, ${system};
