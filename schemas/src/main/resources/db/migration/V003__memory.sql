-- The record of one memory. valid_from and valid_to say when it was true in the world, recorded_at and
-- retired_at when we knew it. row_version orders the writes of a row and is the version of its
-- document in the search index.
CREATE TABLE memory (
  tenant_id         uuid NOT NULL REFERENCES tenant,
  memory_id         uuid NOT NULL,
  space             text NOT NULL,
  content           text NOT NULL CHECK (length(content) BETWEEN 1 AND 100000),
  fingerprint       bytea NOT NULL CHECK (length(fingerprint) = 32),
  concepts          text[] NOT NULL DEFAULT '{}',
  metadata          jsonb NOT NULL DEFAULT '{}',
  kind              text NOT NULL DEFAULT 'episode',
  level             smallint NOT NULL DEFAULT 1,
  category          text,
  container_tag     text,
  source            text NOT NULL,
  external_ref      text,
  foreign_id        text,
  created_by        uuid,
  provenance        jsonb NOT NULL DEFAULT '{}',
  importance        double precision NOT NULL DEFAULT 0 CHECK (importance BETWEEN 0 AND 1),
  valence           double precision NOT NULL DEFAULT 0 CHECK (valence BETWEEN -1 AND 1),
  outcome_count     integer NOT NULL DEFAULT 0,
  access_count      integer NOT NULL DEFAULT 0,
  last_accessed_at  timestamptz,
  state             text NOT NULL DEFAULT 'live'
                    CHECK (state IN ('live', 'superseded', 'consolidated', 'archived', 'forgotten')),
  superseded_by     uuid,
  consolidated_into uuid,
  pinned            boolean NOT NULL DEFAULT false,
  archived_at       timestamptz,
  expires_at        timestamptz,
  valid_from        timestamptz NOT NULL,
  valid_to          timestamptz,
  recorded_at       timestamptz NOT NULL,
  retired_at        timestamptz,
  updated_at        timestamptz NOT NULL,
  embedding         bytea NOT NULL,
  embedding_model   text NOT NULL,
  row_version       bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, memory_id),
  FOREIGN KEY (tenant_id, space) REFERENCES space ON UPDATE CASCADE
);
CREATE UNIQUE INDEX memory_by_external_ref ON memory (tenant_id, external_ref)
  WHERE external_ref IS NOT NULL;
CREATE INDEX memory_by_space ON memory (tenant_id, space, recorded_at DESC, memory_id DESC);
CREATE INDEX memory_by_fingerprint ON memory (tenant_id, fingerprint, space) WHERE state = 'live';

ALTER TABLE memory ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON memory TO ${app} USING (tenant_id = current_tenant())
  WITH CHECK (tenant_id = current_tenant());
CREATE POLICY all_tenants ON memory TO ${system} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON memory TO ${app}, ${system};
