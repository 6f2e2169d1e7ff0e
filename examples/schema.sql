-- Tables of the examples, for PostgreSQL 12 or later. Run it once; a second time changes nothing.
--
-- All IDs are text. Douyin's IDs have 19 digits; spreadsheets and JSON numbers keep only 15 to 17 of them.

-- ---------------------------------------------------------------------------------------------------
-- spreadsheet-to-database.json and retry-failed.json
-- ---------------------------------------------------------------------------------------------------

-- One line for each post. `source_rows` names every sheet row that leads to it: two rows can hold the same post.
CREATE TABLE IF NOT EXISTS douyin_videos (
  video_id      text PRIMARY KEY,
  content_type  text NOT NULL,
  share_url     text NOT NULL,
  canonical_url text NOT NULL,
  redirect_url  text NOT NULL,
  source_rows   jsonb NOT NULL DEFAULT '[]',
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at  timestamptz NOT NULL DEFAULT now()
);

-- Links that work but lead to no post: profiles, live rooms, collections, music. They have no video ID.
CREATE TABLE IF NOT EXISTS douyin_other_links (
  share_url     text PRIMARY KEY,
  content_type  text NOT NULL,
  content_id    text,
  canonical_url text NOT NULL,
  redirect_url  text NOT NULL,
  source_rows   jsonb NOT NULL DEFAULT '[]',
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at  timestamptz NOT NULL DEFAULT now()
);

-- One line for each link that failed, and for each row without a link (share_url is empty then).
CREATE TABLE IF NOT EXISTS douyin_failed (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source     text NOT NULL,
  row_no     integer NOT NULL,
  share_text text,
  share_url  text NOT NULL DEFAULT '',
  reason     text NOT NULL,
  error      text NOT NULL,
  advice     text,
  retryable  boolean NOT NULL,
  billed     boolean,                      -- null: nobody can know
  code       integer,
  request_id text,
  columns    jsonb,                        -- the row of the sheet
  tries      integer NOT NULL DEFAULT 1,
  failed_at  timestamptz NOT NULL DEFAULT now(),
  taken_at   timestamptz,                  -- retry-failed.json works on it since then
  UNIQUE (source, row_no, share_url)
);

-- One line for each row of a sheet (two if it holds two links), wherever it is stored.
CREATE OR REPLACE VIEW douyin_rows AS
  SELECT r->>'source' AS source, (r->>'row_no')::integer AS row_no, r->>'share_url' AS share_url,
         'video' AS outcome, v.video_id, NULL::text AS reason, r->'columns' AS columns
    FROM douyin_videos v, jsonb_array_elements(v.source_rows) r
  UNION ALL
  SELECT r->>'source', (r->>'row_no')::integer, r->>'share_url', 'other', NULL, NULL, r->'columns'
    FROM douyin_other_links o, jsonb_array_elements(o.source_rows) r
  UNION ALL
  SELECT source, row_no, nullif(share_url, ''), 'failed', NULL, reason, columns
    FROM douyin_failed;

-- ---------------------------------------------------------------------------------------------------
-- scheduled.json
-- ---------------------------------------------------------------------------------------------------

-- Put a row in with: INSERT INTO douyin_inbox (share_text) VALUES ('…');
CREATE TABLE IF NOT EXISTS douyin_inbox (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  share_text  text NOT NULL,
  status      text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'working', 'retry', 'done', 'failed')),
  tries       integer NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL DEFAULT now(),
  taken_by    text,                        -- the execution that works on it
  taken_at    timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS douyin_inbox_open ON douyin_inbox (next_try_at) WHERE status IN ('new', 'working', 'retry');

-- What came of each link of a row. A row without a link has one line with an empty share_url.
CREATE TABLE IF NOT EXISTS douyin_inbox_links (
  inbox_id      bigint NOT NULL REFERENCES douyin_inbox (id) ON DELETE CASCADE,
  share_url     text NOT NULL DEFAULT '',
  video_id      text,                      -- null: failed, or no post
  content_type  text,
  content_id    text,
  canonical_url text,
  redirect_url  text,
  reason        text,                      -- null: resolved
  error         text,
  advice        text,
  retryable     boolean,
  billed        boolean,
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (inbox_id, share_url)
);
