-- The address of a tenant's mail drop and who may send to it. The token is the local part of the
-- address; it is shown to the tenant again, so it is no secret to be hashed, but nobody can guess it.
CREATE TABLE mailbox (
  tenant_id  uuid PRIMARY KEY REFERENCES tenant,
  token      text NOT NULL UNIQUE CHECK (token ~ '^[a-z2-7]{26}$'),
  senders    text[] NOT NULL DEFAULT '{}' CHECK (cardinality(senders) <= 100),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

ALTER TABLE mailbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON mailbox TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON mailbox TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON mailbox TO ${app}, ${system};
