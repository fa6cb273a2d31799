-- Tenants whose rows this database keeps no longer, or not until the time when they are being moved
-- away. Every transaction of a tenant looks here first. No reference to the tenant, whose row goes
-- with the others.
CREATE TABLE tenant_departed (
  tenant_id uuid PRIMARY KEY,
  until     timestamptz
);

ALTER TABLE tenant_departed ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant_departed TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON tenant_departed TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON tenant_departed TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_departed TO ${system};

-- Which tenants have a database of their own is read every few seconds.
CREATE INDEX tenant_endpoint_databases ON tenant_endpoint (tenant_id) WHERE kind = 'database';
