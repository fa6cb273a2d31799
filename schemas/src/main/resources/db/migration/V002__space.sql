-- A space is a named room of a tenant: domain, collection, namespace or user in the dialects.
-- version moves with every change that a search could show; searchable_version follows once the
-- search index has it, and tells every node when to refresh before it searches.
CREATE TABLE space (
  tenant_id          uuid NOT NULL REFERENCES tenant,
  space              text NOT NULL CHECK (length(space) BETWEEN 1 AND 512),
  description        text,
  metadata           jsonb NOT NULL DEFAULT '{}',
  version            bigint NOT NULL DEFAULT 0,
  searchable_version bigint NOT NULL DEFAULT 0,
  memory_count       bigint NOT NULL DEFAULT 0,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, space)
);

ALTER TABLE space ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON space TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON space TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON space TO ${app}, ${system};
