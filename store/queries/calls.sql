-- name: CallBySID :one
SELECT * FROM calls WHERE sid = $1;

-- name: CallByID :one
SELECT * FROM calls WHERE id = $1;

-- name: LiveCallsOf :many
SELECT * FROM calls WHERE contact = $1 AND ended_at = 0 ORDER BY id;

-- name: LiveCalls :many
SELECT * FROM calls WHERE id >= $1 AND ended_at = 0 ORDER BY id;

-- name: CallsOf :many
SELECT * FROM calls WHERE request = $1 ORDER BY id;

-- name: InsertCall :execrows
INSERT INTO calls (id, sid, direction, contact, line, language, purpose, dial, request, offer, parent, state, next,
    outcome, last_question, answered_by, started_at, ended_at, seconds)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (sid) DO NOTHING;

-- name: UpdateCall :execrows
UPDATE calls SET contact = $3, language = $4, request = $5, offer = $6, state = $7, next = $8, outcome = $9,
    last_question = $10, answered_by = $11, ended_at = $12, seconds = $13
WHERE id = $1 AND next = $2;

-- name: InsertTurn :execrows
INSERT INTO turns (call, n, answer, at) VALUES ($1, $2, $3, $4) ON CONFLICT (call, n) DO NOTHING;

-- name: TurnOf :one
SELECT answer FROM turns WHERE call = $1 AND n = $2;

-- name: DropTurns :exec
DELETE FROM turns WHERE call < $1;

-- name: DropCallStates :exec
UPDATE calls SET state = NULL WHERE state IS NOT NULL AND id < $1;
