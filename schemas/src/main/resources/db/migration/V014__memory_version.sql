-- The history of a memory as a graph of commits: every change of content is one, with its parent's
-- hash and a SHA-256 over a canonical form. Versions outlive their memory, so no foreign key.
CREATE TABLE memory_version (
  tenant_id       uuid NOT NULL REFERENCES tenant,
  version_id      uuid NOT NULL,
  memory_id       uuid NOT NULL,
  branch          text NOT NULL DEFAULT 'main' CHECK (length(branch) BETWEEN 1 AND 128),
  number          integer NOT NULL CHECK (number >= 1),
  commit_hash     text NOT NULL CHECK (length(commit_hash) = 64),
  parent_hash     text CHECK (length(parent_hash) = 64),
  change          text NOT NULL CHECK (change IN ('create', 'update', 'delete', 'compress')),
  space           text NOT NULL,
  content         text NOT NULL,
  category        text,
  subcategory     text,
  metadata        jsonb NOT NULL DEFAULT '{}',
  verbatim        text,
  owner_id        text,
  group_id        text,
  permission_mode smallint,
  provenance      jsonb NOT NULL DEFAULT '{}',
  committed_by    uuid,
  committed_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version_id),
  UNIQUE (tenant_id, memory_id, branch, number),
  UNIQUE (tenant_id, commit_hash)
);

ALTER TABLE memory_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON memory_version TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON memory_version TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON memory_version TO ${app}, ${system};

-- Named pointers into that graph. main is where ordinary writes go.
CREATE TABLE memory_branch (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  memory_id  uuid NOT NULL,
  branch     text NOT NULL CHECK (length(branch) BETWEEN 1 AND 128),
  head       uuid,
  created_by uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, memory_id, branch)
);

ALTER TABLE memory_branch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON memory_branch TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON memory_branch TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON memory_branch TO ${app}, ${system};
