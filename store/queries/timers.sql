-- name: SetTimer :exec
INSERT INTO timers (kind, ref, due) VALUES ($1, $2, $3) ON CONFLICT (kind, ref) DO UPDATE SET due = excluded.due;

-- name: AddTimer :exec
INSERT INTO timers (kind, ref, due) VALUES ($1, $2, $3) ON CONFLICT (kind, ref) DO NOTHING;

-- name: CancelTimers :exec
DELETE FROM timers WHERE ref = $1 AND kind IN ($2, $3, $4, $5, $6, $7);

-- name: DueTimers :many
SELECT * FROM timers WHERE due <= $1 ORDER BY due, kind, ref LIMIT $2;

-- name: NextTimer :one
SELECT CAST(COALESCE(MIN(due), 0) AS BIGINT) AS due FROM timers;
