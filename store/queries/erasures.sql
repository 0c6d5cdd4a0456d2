-- The carrier's ids of what is forgotten here are noted before the row lets go of it.

-- name: NotePlace :exec
INSERT INTO erasures (sid, tries, not_before)
SELECT sid, 0, 0 FROM messages WHERE request = $1 AND kind = 'place_is' AND sid IS NOT NULL
ON CONFLICT (sid) DO NOTHING;

-- name: NoteMessages :exec
INSERT INTO erasures (sid, tries, not_before)
SELECT messages.sid, 0, 0 FROM messages
WHERE messages.id >= sqlc.arg(since) AND messages.body IS NOT NULL AND messages.sid IS NOT NULL
  AND (messages.contact = sqlc.arg(contact) OR messages.request IN (SELECT requests.id FROM requests WHERE requests.resident = sqlc.arg(contact)))
  AND NOT EXISTS (SELECT 1 FROM outbox
    WHERE outbox.message = messages.id AND outbox.state IN ('queued', 'sending', 'unknown'))
ON CONFLICT (sid) DO NOTHING;

-- name: NoteCalls :exec
INSERT INTO erasures (sid, tries, not_before)
SELECT sid, 0, 0 FROM calls WHERE contact = $1 AND ended_at <> 0
ON CONFLICT (sid) DO NOTHING;

-- name: NoteCall :exec
INSERT INTO erasures (sid, tries, not_before)
SELECT sid, 0, 0 FROM calls WHERE id = $1 AND ended_at <> 0
ON CONFLICT (sid) DO NOTHING;

-- name: ErasuresDue :many
SELECT * FROM erasures WHERE not_before <= $1 ORDER BY not_before LIMIT $2;

-- name: ErasureNext :one
SELECT not_before FROM erasures ORDER BY not_before LIMIT 1;

-- name: DropErasure :exec
DELETE FROM erasures WHERE sid = $1;

-- name: PutOffErasure :exec
UPDATE erasures SET tries = tries + 1, not_before = $2 WHERE sid = $1;
