-- name: DialByID :one
SELECT * FROM dials WHERE id = $1;

-- name: DialBySID :one
SELECT * FROM dials WHERE sid = $1;

-- name: LiveDialsOf :many
SELECT * FROM dials WHERE contact = $1 AND state IN ('waiting', 'dialing', 'unknown', 'rung') ORDER BY id;

-- name: LiveDialsAbout :many
SELECT * FROM dials WHERE request = $1 AND state IN ('waiting', 'dialing', 'unknown', 'rung') ORDER BY id;

-- name: CountDials :one
SELECT COUNT(*) FROM dials WHERE contact = $1 AND id >= $2 AND purpose = $3;

-- name: CountDialsFor :one
SELECT COUNT(*) FROM dials WHERE id >= $1 AND purpose = $2;

-- name: InsertDial :execrows
INSERT INTO dials (id, contact, purpose, request, offer, state, line, not_before, expires_at, tries, claimed_at,
    heard_at, call, sid, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT DO NOTHING;

-- name: UpdateDial :execrows
UPDATE dials SET state = $3, line = $4, not_before = $5, expires_at = $6, tries = $7, claimed_at = $8, heard_at = $9,
    call = $10, sid = $11
WHERE id = $1 AND state = $2;

-- name: DialNext :one
SELECT not_before FROM dials WHERE state = 'waiting' ORDER BY not_before LIMIT 1;

-- name: DialAfter :one
SELECT not_before FROM dials WHERE state = 'waiting' AND not_before > $1 ORDER BY not_before LIMIT 1;

-- name: ClaimableDials :many
SELECT sqlc.embed(dials), contacts.phone
FROM dials JOIN contacts ON contacts.id = dials.contact
WHERE dials.state = 'waiting' AND dials.not_before <= sqlc.arg(now)
  AND (dials.expires_at = 0 OR dials.expires_at > sqlc.arg(now))
  AND NOT EXISTS (
    SELECT 1 FROM dials AS other
    WHERE other.contact = dials.contact AND other.state IN ('waiting', 'dialing', 'unknown', 'rung')
      AND (other.state = 'dialing' OR other.state = 'unknown'
        OR (other.state = 'rung' AND other.claimed_at > sqlc.arg(ringing))
        OR (other.state = 'waiting' AND other.not_before <= sqlc.arg(now)
          AND (other.expires_at = 0 OR other.expires_at > sqlc.arg(now)) AND other.id < dials.id)))
ORDER BY dials.not_before, dials.id
LIMIT sqlc.arg(most);

-- name: ExpiredDials :many
SELECT * FROM dials WHERE state = 'waiting' AND expires_at > 0 AND expires_at <= $1 ORDER BY id;

-- name: UnknownDials :many
SELECT sqlc.embed(dials), contacts.phone
FROM dials JOIN contacts ON contacts.id = dials.contact
WHERE dials.state = 'unknown'
ORDER BY dials.id;

-- name: RecoverDials :execrows
UPDATE dials SET state = 'unknown', not_before = $1 WHERE state = 'dialing';

-- name: WaitingDials :many
SELECT * FROM dials WHERE state = 'waiting' ORDER BY not_before;

-- name: DoubtDials :exec
UPDATE dials SET state = 'unknown', not_before = $1, claimed_at = CASE WHEN claimed_at = 0 THEN created_at ELSE claimed_at END
WHERE state = 'waiting';

-- name: CallsTo :many
SELECT started_at FROM calls WHERE contact = $1 AND id >= $2 AND direction = 'out' ORDER BY id;
