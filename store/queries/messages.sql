-- name: InboundBySID :one
SELECT inbound.id, inbound.answer, answers.body AS answer_body
FROM messages AS inbound LEFT JOIN messages AS answers ON answers.id = inbound.answer
WHERE inbound.sid = $1 AND inbound.direction = 'in';

-- name: MessageByID :one
SELECT * FROM messages WHERE id = $1;

-- name: MessageBySID :one
SELECT * FROM messages WHERE sid = $1;

-- name: MessagesKept :many
SELECT * FROM messages WHERE kept_for <> '' AND id >= $1 ORDER BY id;

-- name: InsertMessage :execrows
INSERT INTO messages (id, sid, direction, contact, line, body, status, status_rank, error_code, segments, media, kind,
    request, kept_for, answer, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (sid) WHERE sid IS NOT NULL DO NOTHING;

-- name: MoveMessage :execrows
UPDATE messages SET status = $2, status_rank = $3, error_code = $4 WHERE id = $1 AND status_rank < $3;

-- name: NoteMessage :execrows
UPDATE messages SET sid = COALESCE(sid, sqlc.narg(sid)),
    segments = CASE WHEN CAST(sqlc.arg(segments) AS BIGINT) > 0 THEN CAST(sqlc.arg(segments) AS BIGINT) ELSE segments END
WHERE id = sqlc.arg(id);

-- name: ErasePlace :exec
UPDATE messages SET body = NULL WHERE request = $1 AND kind = 'place_is';

-- name: AnswersUnheard :many
SELECT * FROM messages
WHERE messages.id >= sqlc.arg(since) AND messages.id < sqlc.arg(until) AND direction = 'out' AND sid IS NULL AND status = 'accepted' AND body IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.message = messages.id)
ORDER BY messages.id LIMIT 1000;
