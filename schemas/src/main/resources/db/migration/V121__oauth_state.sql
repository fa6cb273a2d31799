-- Consents that are under way: who asked for which connection, until the provider sends the browser
-- back. Only the SHA-256 of a state and of a browser's nonce is kept. The verifier is worth nothing
-- without the code and the operator's client secret. A row is deleted by its first use.
CREATE TABLE oauth_state (
  digest        bytea PRIMARY KEY CHECK (length(digest) = 32),
  tenant_id     uuid NOT NULL REFERENCES tenant,
  key_id        uuid,
  provider      text NOT NULL,
  name          text NOT NULL,
  space         text NOT NULL,
  container_tag text,
  config        jsonb NOT NULL,
  verifier      text NOT NULL,
  browser       bytea CHECK (length(browser) = 32),
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL
);
CREATE INDEX oauth_state_by_tenant ON oauth_state (tenant_id);
CREATE INDEX oauth_state_by_end ON oauth_state (expires_at);

ALTER TABLE oauth_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON oauth_state TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON oauth_state TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON oauth_state TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_state TO ${system};
