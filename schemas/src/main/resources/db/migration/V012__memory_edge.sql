-- How memories hang together. An edge runs from the newer or derived memory to the older one or to its
-- source: updates, extends, contradicts, derived_from, part_of, related_to, …
CREATE TABLE memory_edge (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  from_memory uuid NOT NULL,
  to_memory   uuid NOT NULL,
  relation    text NOT NULL CHECK (length(relation) BETWEEN 1 AND 64),
  weight      double precision NOT NULL DEFAULT 1,
  origin      text NOT NULL DEFAULT 'native' CHECK (origin IN ('native', 'projected', 'derived')),
  metadata    jsonb NOT NULL DEFAULT '{}',
  created_by  uuid,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, from_memory, to_memory, relation),
  FOREIGN KEY (tenant_id, from_memory) REFERENCES memory ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, to_memory) REFERENCES memory ON DELETE CASCADE
);
CREATE INDEX memory_edge_backwards ON memory_edge (tenant_id, to_memory, relation);

ALTER TABLE memory_edge ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON memory_edge TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON memory_edge TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON memory_edge TO ${app}, ${system};
