-- A room that tenants share. It is a store of its own: a tenant without keys, so nothing in it can mix
-- with what its members keep for themselves, and nobody who is no member reaches it. Who is a member is
-- asked as keys are: across tenants, before anything is read. tenant_id is that store in all three tables.
CREATE TABLE room (
  tenant_id    uuid PRIMARY KEY REFERENCES tenant,
  room_id      text NOT NULL UNIQUE CHECK (length(room_id) BETWEEN 1 AND 64),
  -- The tenant that made it. No reference: it may go first, its rooms go with it.
  owner_tenant uuid NOT NULL,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description  text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  created_at   timestamptz NOT NULL,
  archived_at  timestamptz,
  UNIQUE (owner_tenant, name)
);

CREATE TABLE room_member (
  tenant_id     uuid NOT NULL REFERENCES room,
  member_tenant uuid NOT NULL,
  role          text NOT NULL CHECK (role IN ('owner', 'member')),
  scope         text NOT NULL CHECK (scope IN ('read', 'read_write')),
  joined_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, member_tenant)
);
CREATE INDEX room_member_by_member ON room_member (member_tenant);

-- Only the SHA-256 of a code is kept.
CREATE TABLE room_invite (
  tenant_id  uuid NOT NULL REFERENCES room,
  invite_id  text NOT NULL UNIQUE,
  digest     bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
  scope      text NOT NULL CHECK (scope IN ('read', 'read_write')),
  max_uses   integer NOT NULL CHECK (max_uses >= 1),
  uses       integer NOT NULL DEFAULT 0,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, invite_id)
);

ALTER TABLE room ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON room TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON room TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON room TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON room TO ${system};
ALTER TABLE room_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON room_member TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON room_member TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON room_member TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON room_member TO ${system};
ALTER TABLE room_invite ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON room_invite TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY all_tenants ON room_invite TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT ON room_invite TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON room_invite TO ${system};
