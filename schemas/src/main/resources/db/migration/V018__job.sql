-- Work that outlives the call that asked for it. A node that works on a job holds a lease; a job whose
-- lease ran out is taken up again by another.
CREATE TABLE job (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  job_id      uuid NOT NULL,
  kind        text NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  space       text,
  state       text NOT NULL DEFAULT 'queued'
    CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  request     jsonb NOT NULL DEFAULT '{}',
  result      jsonb,
  error       text,
  done        bigint NOT NULL DEFAULT 0,
  total       bigint,
  attempts    integer NOT NULL DEFAULT 0,
  leased_by   uuid,
  lease_until timestamptz,
  created_by  uuid,
  request_id  text,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, job_id)
);
CREATE INDEX job_open ON job (kind, created_at) WHERE state IN ('queued', 'running');
CREATE INDEX job_by_time ON job (tenant_id, kind, created_at DESC);

ALTER TABLE job ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON job TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON job TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO ${app}, ${system};

-- A run of sleep or upkeep over one space: what was asked, what was done, and every change so that it
-- can be undone.
CREATE TABLE run (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  run_id      uuid NOT NULL,
  kind        text NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
  space       text,
  phases      text[] NOT NULL DEFAULT '{}',
  parameters  jsonb NOT NULL DEFAULT '{}',
  dry         boolean NOT NULL DEFAULT false,
  state       text NOT NULL DEFAULT 'requested'
    CHECK (state IN ('requested', 'running', 'done', 'failed', 'cancelled', 'rolled_back')),
  counts      jsonb NOT NULL DEFAULT '{}',
  error       text,
  created_by  uuid,
  created_at  timestamptz NOT NULL,
  started_at  timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, run_id)
);
CREATE INDEX run_by_time ON run (tenant_id, created_at DESC);
-- One run a space at a time.
CREATE UNIQUE INDEX run_one_at_a_time ON run (tenant_id, space) WHERE state = 'running';

CREATE TABLE run_change (
  tenant_id uuid NOT NULL,
  run_id    uuid NOT NULL,
  number    bigint NOT NULL,
  target    text NOT NULL,
  target_id text NOT NULL,
  change    text NOT NULL,
  before    jsonb,
  after     jsonb,
  PRIMARY KEY (tenant_id, run_id, number),
  FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);

ALTER TABLE run ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON run TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON run TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON run TO ${app}, ${system};

ALTER TABLE run_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON run_change TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON run_change TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON run_change TO ${app}, ${system};
