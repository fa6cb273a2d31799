-- The first answer to a request that may come again. While it is being worked on, lease_until says
-- until when others wait for whoever holds the token; after that the key is free again.
CREATE TABLE idempotency_key (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  caller       uuid NOT NULL,
  operation    text NOT NULL,
  key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 240),
  digest       bytea NOT NULL CHECK (length(digest) = 32),
  token        uuid NOT NULL,
  lease_until  timestamptz NOT NULL,
  status       integer,
  content_type text,
  body         bytea,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, caller, operation, key)
);
CREATE INDEX idempotency_key_by_end ON idempotency_key (expires_at);

ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON idempotency_key TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON idempotency_key TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO ${app};
GRANT SELECT, INSERT, DELETE ON idempotency_key TO ${system};
