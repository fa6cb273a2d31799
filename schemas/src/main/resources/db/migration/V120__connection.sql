-- What a tenant reads from outside systems. Credentials are in secret, under connection/<id>. A run
-- holds the connection by run_id until run_until; only who holds it may move the cursor.
CREATE TABLE connection (
  tenant_id       uuid NOT NULL REFERENCES tenant,
  connection_id   uuid NOT NULL,
  provider        text NOT NULL,
  name            text NOT NULL,
  space           text NOT NULL,
  container_tag   text,
  config          jsonb NOT NULL,
  creator         uuid,
  status          text NOT NULL CHECK (status IN ('active', 'error', 'paused')),
  cursor          jsonb NOT NULL DEFAULT '{}',
  last_error      text,
  last_synced_at  timestamptz,
  next_sync_at    timestamptz NOT NULL,
  failures        integer NOT NULL DEFAULT 0,
  synced_total    bigint NOT NULL DEFAULT 0,
  next_version    bigint NOT NULL DEFAULT 1,
  run_id          uuid,
  run_until       timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, connection_id)
);
CREATE INDEX connection_due ON connection (next_sync_at) WHERE status <> 'paused';

-- What is remembered of each record of a connection. Its words are in its memories only.
CREATE TABLE connection_record (
  tenant_id     uuid NOT NULL REFERENCES tenant,
  connection_id uuid NOT NULL,
  external_id   text NOT NULL,
  revision      text NOT NULL,
  fingerprint   text NOT NULL,
  deleted       boolean NOT NULL,
  attempts      integer NOT NULL,
  error         text NOT NULL,
  locator       jsonb NOT NULL,
  seen          bigint NOT NULL,
  PRIMARY KEY (tenant_id, connection_id, external_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection ON DELETE CASCADE
);
CREATE INDEX connection_record_troubled ON connection_record (tenant_id, connection_id, external_id)
  WHERE attempts > 0;

CREATE TABLE connection_run (
  tenant_id     uuid NOT NULL REFERENCES tenant,
  run_id        uuid NOT NULL,
  connection_id uuid NOT NULL,
  trigger       text NOT NULL CHECK (trigger IN ('manual', 'schedule')),
  status        text NOT NULL CHECK (status IN ('success', 'partial', 'error')),
  synced        integer NOT NULL,
  deleted       integer NOT NULL,
  failed        integer NOT NULL,
  problems      jsonb NOT NULL,
  error         text,
  created_at    timestamptz NOT NULL,
  ended_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, run_id),
  FOREIGN KEY (tenant_id, connection_id) REFERENCES connection ON DELETE CASCADE
);
CREATE INDEX connection_run_by_time ON connection_run (tenant_id, connection_id, created_at DESC);

ALTER TABLE connection ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON connection TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON connection TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON connection TO ${app}, ${system};

ALTER TABLE connection_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON connection_record TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON connection_record TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON connection_record TO ${app}, ${system};

ALTER TABLE connection_run ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON connection_run TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON connection_run TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON connection_run TO ${app}, ${system};
