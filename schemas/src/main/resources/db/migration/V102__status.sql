-- Whether this installation answered, a row a minute; of nobody's data.
CREATE TABLE status_check (
  at         timestamptz PRIMARY KEY,
  state      text NOT NULL CHECK (state IN ('operational', 'degraded', 'down')),
  latency_ms double precision NOT NULL
);
GRANT SELECT, INSERT, DELETE ON status_check TO ${system};

-- How often pages were looked at, a row a day, page and referring host; of nobody in particular.
CREATE TABLE page_view (
  day      date NOT NULL,
  path     text NOT NULL CHECK (length(path) BETWEEN 1 AND 512),
  referrer text NOT NULL CHECK (length(referrer) <= 256),
  views    bigint NOT NULL,
  PRIMARY KEY (day, path, referrer)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON page_view TO ${system};
