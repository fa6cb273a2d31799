-- Entries are written unchained, so that writers of a tenant do not wait for each other. A sealer
-- gives them a position and a hash over the hash before, in the order in which it finds them. Only
-- those two columns can be changed, and only by the system role.
ALTER TABLE audit
  ADD COLUMN position bigint,
  ADD COLUMN hash bytea CHECK (length(hash) = 32),
  ADD CHECK ((position IS NULL) = (hash IS NULL));
CREATE UNIQUE INDEX audit_by_position ON audit (tenant_id, position) WHERE position IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (tenant_id, sequence) WHERE position IS NULL;
CREATE INDEX audit_by_sequence ON audit (tenant_id, sequence DESC);
GRANT UPDATE (position, hash) ON audit TO ${system};

-- Where the chain of a tenant ends, so that cutting off its end is noticed too.
CREATE TABLE audit_head (
  tenant_id uuid PRIMARY KEY REFERENCES tenant,
  position  bigint NOT NULL,
  hash      bytea NOT NULL CHECK (length(hash) = 32),
  sealed_at timestamptz NOT NULL
);

ALTER TABLE audit_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_head TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON audit_head TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON audit_head TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_head TO ${system};
