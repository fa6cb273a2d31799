-- A tenant is the hard wall. Every other table carries tenant_id, and the app role sees the rows of
-- one tenant a transaction: the one that "SET LOCAL hypnos.tenant" names. No setting, no rows.
CREATE FUNCTION current_tenant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('hypnos.tenant', true), '')::uuid;

CREATE TABLE tenant (
  tenant_id  uuid PRIMARY KEY,
  name       text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 128),
  plan       text NOT NULL CHECK (plan IN ('free', 'pro', 'team', 'unlimited')),
  admin      boolean NOT NULL DEFAULT false,
  state      text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'deleting')),
  created_at timestamptz NOT NULL
);

ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON tenant TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON tenant TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant TO ${system};

-- Only the SHA-256 of a key is kept.
CREATE TABLE api_key (
  key_id       uuid PRIMARY KEY,
  tenant_id    uuid NOT NULL REFERENCES tenant,
  digest       bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
  hint         text NOT NULL,
  label        text NOT NULL,
  role         text NOT NULL CHECK (role IN ('admin', 'user', 'federation')),
  read_only    boolean NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz
);
CREATE INDEX api_key_by_tenant ON api_key (tenant_id, created_at);

ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON api_key TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON api_key TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON api_key TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON api_key TO ${system};

-- The receipt of a deletion outlives the tenant: it holds counts and times, no content.
CREATE TABLE tenant_deletion (
  tenant_id    uuid PRIMARY KEY,
  name         text NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'done')),
  stage        text NOT NULL,
  documents    bigint NOT NULL DEFAULT 0,
  objects      bigint NOT NULL DEFAULT 0,
  rows_deleted bigint NOT NULL DEFAULT 0,
  last_error   text,
  requested_at timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  finished_at  timestamptz
);
GRANT SELECT, INSERT, UPDATE ON tenant_deletion TO ${system};
