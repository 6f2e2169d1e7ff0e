-- Closes new rows of douyin_inbox that hold one link, where that link is resolved already: they need no call.
-- Run it before the workflow Large sheet or Scheduled; their tables are in schema.sql.
CREATE INDEX IF NOT EXISTS douyin_inbox_links_url ON douyin_inbox_links (share_url);
WITH known AS (
  SELECT i.id, l.share_url, l.video_id, l.content_type, l.content_id, l.canonical_url, l.redirect_url
  FROM douyin_inbox i
  JOIN LATERAL (
    SELECT * FROM douyin_inbox_links
    WHERE share_url = 'https://v.douyin.com/' || substring(i.share_text FROM 'v\.douyin\.com/([A-Za-z0-9_-]+)') || '/'
      AND reason IS NULL
    ORDER BY updated_at DESC LIMIT 1
  ) l ON true
  WHERE i.status = 'new' AND i.share_text !~ 'douyin\.com.*douyin\.com'
), copied AS (
  INSERT INTO douyin_inbox_links (inbox_id, share_url, video_id, content_type, content_id, canonical_url, redirect_url)
  SELECT * FROM known
  RETURNING inbox_id
)
UPDATE douyin_inbox SET status = 'done' FROM copied WHERE id = inbox_id;
