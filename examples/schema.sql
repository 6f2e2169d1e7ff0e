-- Tables of the examples, for PostgreSQL 12 or later. Run it once; a second time changes nothing.
--
-- All IDs are text. Douyin's IDs have 19 digits; spreadsheets and JSON numbers keep only 15 to 17 of them.

-- ---------------------------------------------------------------------------------------------------
-- sheet-to-postgres.json
-- ---------------------------------------------------------------------------------------------------

-- One line for each link of each row of a sheet. A row without a link has one line with an empty link.
CREATE TABLE IF NOT EXISTS sheet_posts (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source         text NOT NULL,               -- the file and when it was uploaded
  row_no         integer NOT NULL,
  link           text NOT NULL DEFAULT '',
  share_text     text,
  columns        jsonb,                       -- the row of the sheet
  platform       text,
  post_id        text,                        -- null: failed
  content_type   text,
  title          text,
  text           text,
  author_name    text,
  published_at   timestamptz,
  like_count     bigint,
  comment_count  bigint,
  share_count    bigint,
  collect_count  bigint,
  play_count     bigint,
  cover_url      text,
  canonical_url  text,
  fetched_at     timestamptz,
  reason         text,                        -- null: good
  error          text,
  advice         text,
  retryable      boolean,
  billed         boolean,                     -- null: nobody can know
  tries          integer NOT NULL DEFAULT 1,
  taken_at       timestamptz,                 -- it is tried again since then
  UNIQUE (source, row_no, link)
);

-- ---------------------------------------------------------------------------------------------------
-- large-sheet.json
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
