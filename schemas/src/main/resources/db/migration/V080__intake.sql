-- What a record of a source (file, page, mail, message of a connector) has become: which of its
-- versions was taken last, and the memories that stand for it. It makes a new version replace the old
-- one as a whole, an older one come too late, and a deletion stay one.
CREATE TABLE source_record (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  record_id   uuid NOT NULL,
  space       text NOT NULL,
  source      text NOT NULL,
  external_id text NOT NULL,
  revision    bigint,
  deleted     boolean NOT NULL DEFAULT false,
  memories    uuid[] NOT NULL DEFAULT '{}',
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, record_id)
);

ALTER TABLE source_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON source_record TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON source_record TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON source_record TO ${app}, ${system};

-- How intake treats what comes into a space, where it is not said with what comes.
CREATE TABLE space_intake (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  space      text NOT NULL,
  policy     text CHECK (policy IN ('keep_all', 'distinct', 'gated', 'unique', 'merge')),
  concepts   boolean NOT NULL DEFAULT false,
  facts      boolean NOT NULL DEFAULT false,
  triples    boolean NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, space)
);

ALTER TABLE space_intake ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON space_intake TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON space_intake TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON space_intake TO ${app}, ${system};

-- What the ingest job could not process, as the operator sees it. A message that is not one has no
-- tenant. The id follows from the place in the topic, so a repeat is the same entry.
CREATE TABLE quarantine (
  quarantine_id uuid PRIMARY KEY,
  tenant_id     uuid REFERENCES tenant,
  space         text,
  batch_id      uuid,
  item          integer,
  source        text,
  label         text,
  stage         text NOT NULL,
  reason        text NOT NULL,
  attempts      integer NOT NULL,
  topic         text,
  partition     integer,
  place         bigint,
  message_key   bytea,
  original      bytea NOT NULL,
  whole         boolean NOT NULL,
  request_id    text,
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'redriven', 'discarded')),
  first_at      timestamptz NOT NULL,
  last_at       timestamptz NOT NULL,
  ended_at      timestamptz
);
CREATE INDEX quarantine_by_time ON quarantine (state, last_at DESC, quarantine_id);
CREATE INDEX quarantine_of_tenant ON quarantine (tenant_id, state, last_at DESC);

ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON quarantine TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON quarantine TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON quarantine TO ${app}, ${system};

-- accepted_at: when Kafka had acknowledged the whole batch; a batch without it was never answered for.
-- Rows of before this migration were answered for when they were made.
ALTER TABLE batch ADD COLUMN accepted_at timestamptz;
UPDATE batch SET accepted_at = created_at;
CREATE INDEX batch_unaccepted ON batch (created_at) WHERE accepted_at IS NULL;

-- requeued_at: when the item was sent through the job once more; reports of before do not count.
ALTER TABLE batch_item ADD COLUMN requeued_at timestamptz;
ALTER TABLE batch_item ADD COLUMN started_at timestamptz;
CREATE INDEX batch_item_open ON batch_item (tenant_id, batch_id)
  WHERE state IN ('queued', 'extracting', 'embedding');
