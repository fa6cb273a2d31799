-- A run as something that is asked for, taken up by one worker under a lease, watched, called off,
-- undone. fingerprint names what was asked for: who asks for the same while it waits joins it.
ALTER TABLE run
  ADD COLUMN trigger       text NOT NULL DEFAULT 'api' CHECK (length(trigger) <= 64),
  ADD COLUMN fingerprint   text NOT NULL DEFAULT '',
  ADD COLUMN phase         text,
  ADD COLUMN done          bigint NOT NULL DEFAULT 0,
  ADD COLUMN total         bigint NOT NULL DEFAULT 0,
  ADD COLUMN place         text NOT NULL DEFAULT 'node' CHECK (place IN ('node', 'cluster')),
  ADD COLUMN attempts      integer NOT NULL DEFAULT 0,
  ADD COLUMN leased_by     uuid,
  ADD COLUMN lease_until   timestamptz,
  ADD COLUMN request_id    text NOT NULL DEFAULT '',
  -- Of the space, when the run was through with it: the same run has nothing to do until it moves.
  ADD COLUMN space_version bigint,
  -- When the request went to the cluster.
  ADD COLUMN announced_at  timestamptz;
CREATE UNIQUE INDEX run_one_waiting ON run (tenant_id, space, fingerprint)
  WHERE state = 'requested' AND fingerprint <> '';
CREATE INDEX run_open ON run (place, created_at) WHERE state IN ('requested', 'running');
CREATE INDEX run_by_space ON run (tenant_id, space, created_at DESC);
CREATE INDEX run_ended ON run (finished_at) WHERE finished_at IS NOT NULL;

-- The groups that a run found; of a dry run, its plan. Ids only: what memories say stays in them.
CREATE TABLE run_cluster (
  tenant_id uuid NOT NULL,
  run_id    uuid NOT NULL,
  number    integer NOT NULL,
  kind      text NOT NULL CHECK (length(kind) <= 32),
  members   uuid[] NOT NULL,
  result    uuid,
  PRIMARY KEY (tenant_id, run_id, number),
  FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);

ALTER TABLE run_cluster ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON run_cluster TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON run_cluster TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON run_cluster TO ${app}, ${system};

-- Which texts were read for facts and tasks, and by which run.
CREATE TABLE memory_read_mark (
  tenant_id uuid NOT NULL,
  memory_id uuid NOT NULL,
  run_id    uuid NOT NULL,
  PRIMARY KEY (tenant_id, memory_id),
  FOREIGN KEY (tenant_id, memory_id) REFERENCES memory ON DELETE CASCADE
);

ALTER TABLE memory_read_mark ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON memory_read_mark TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON memory_read_mark TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON memory_read_mark TO ${app}, ${system};
