-- Who a tenant is to the outside: the address that it signed up with. Kept in small letters.
CREATE TABLE tenant_email (
  tenant_id  uuid PRIMARY KEY REFERENCES tenant,
  email      text NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254 AND email = lower(email)),
  created_at timestamptz NOT NULL
);

ALTER TABLE tenant_email ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant_email TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON tenant_email TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON tenant_email TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_email TO ${system};

-- Links that show a new key once. Only the SHA-256 of a token is kept.
CREATE TABLE reveal_token (
  digest     bytea PRIMARY KEY CHECK (length(digest) = 32),
  tenant_id  uuid NOT NULL REFERENCES tenant,
  label      text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX reveal_token_by_tenant ON reveal_token (tenant_id);

ALTER TABLE reveal_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON reveal_token TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON reveal_token TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON reveal_token TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON reveal_token TO ${system};

-- Mail that this installation has written to tenants, for the operator to read or to send on.
CREATE TABLE outgoing_mail (
  mail_id    uuid PRIMARY KEY,
  tenant_id  uuid NOT NULL REFERENCES tenant,
  recipient  text NOT NULL,
  subject    text NOT NULL,
  body       text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX outgoing_mail_by_time ON outgoing_mail (created_at DESC, mail_id);
CREATE INDEX outgoing_mail_by_tenant ON outgoing_mail (tenant_id);

ALTER TABLE outgoing_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON outgoing_mail TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON outgoing_mail TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON outgoing_mail TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON outgoing_mail TO ${system};
