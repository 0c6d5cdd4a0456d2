-- name: RecordingByID :one
SELECT * FROM recordings WHERE id = $1;

-- name: RecordingBySID :one
SELECT * FROM recordings WHERE sid = $1;

-- name: RecordingsOf :many
SELECT * FROM recordings WHERE request = $1 ORDER BY id;

-- name: InsertRecording :execrows
INSERT INTO recordings (id, sid, call, contact, request, kind, language, prompt, seconds, state, carrier_has, tries,
    not_before, format, created_at, heard_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (sid) DO NOTHING;

-- name: UpdateRecording :execrows
UPDATE recordings SET call = $3, contact = $4, request = $5, kind = $6, language = $7, prompt = $8, seconds = $9,
    state = $10, carrier_has = $11, tries = $12, not_before = $13, format = $14, heard_at = $15
WHERE id = $1 AND state = $2;

-- name: RecordingsReady :many
SELECT * FROM recordings WHERE state = 'ready' ORDER BY not_before LIMIT $1;

-- name: RecordingsStored :many
SELECT * FROM recordings WHERE state = 'stored' AND carrier_has ORDER BY not_before LIMIT $1;

-- name: RecordingsErased :many
SELECT * FROM recordings WHERE state = 'erased' AND carrier_has ORDER BY not_before LIMIT $1;

-- name: ErasedSound :many
SELECT id FROM recordings WHERE state = 'erased' AND format <> '' ORDER BY id;

-- name: SoundErased :exec
UPDATE recordings SET format = '' WHERE id = $1 AND state = 'erased';

-- name: EraseRecordings :exec
UPDATE recordings SET state = 'erased', carrier_has = carrier_has OR state <> 'stored', tries = 0, not_before = 0
WHERE request = $1 AND kind = $2 AND state NOT IN ('absent', 'erased');

-- name: AddTicket :exec
INSERT INTO tickets (token, recording, call, expires_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (token) DO UPDATE SET expires_at = excluded.expires_at;

-- name: AllTickets :many
SELECT token, recording, call FROM tickets;

-- name: RenameTicket :exec
UPDATE tickets SET token = $2 WHERE token = $1;

-- name: DropTickets :exec
DELETE FROM tickets WHERE expires_at <= $1;

-- name: TicketFor :one
SELECT tickets.recording, tickets.call, tickets.expires_at
FROM tickets JOIN calls ON calls.id = tickets.call
WHERE tickets.token = $1 AND tickets.expires_at > $2 AND calls.ended_at = 0;

-- name: MoveRecordings :exec
UPDATE recordings SET request = sqlc.arg(later) WHERE request = sqlc.arg(earlier) AND (kind = 'details' OR kind = 'corner');
