-- The words a tenant thinks in, and how strongly they are associated. scope separates stores that never
-- mix (a shared room); '' is the tenant's own. concept_key is the spelling without case and spacing.
CREATE TABLE concept (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  scope       text NOT NULL DEFAULT '',
  concept_key text NOT NULL CHECK (length(concept_key) BETWEEN 1 AND 512),
  spelling    text NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, scope, concept_key)
);

ALTER TABLE concept ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON concept TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON concept TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON concept TO ${app}, ${system};

-- One row an unordered pair: low_key sorts before high_key in byte order.
CREATE TABLE concept_edge (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  scope      text NOT NULL DEFAULT '',
  low_key    text COLLATE "C" NOT NULL,
  high_key   text COLLATE "C" NOT NULL,
  weight     double precision NOT NULL CHECK (weight BETWEEN 0 AND 1),
  valence    double precision NOT NULL DEFAULT 0 CHECK (valence BETWEEN -1 AND 1),
  count      integer NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, scope, low_key, high_key),
  CHECK (low_key < high_key)
);
CREATE INDEX concept_edge_backwards ON concept_edge (tenant_id, scope, high_key);

ALTER TABLE concept_edge ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON concept_edge TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON concept_edge TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON concept_edge TO ${app}, ${system};
