-- name: Enqueue :exec
INSERT INTO outbox (id, message, contact, lane, line, state, not_before, expires_at, tries, claimed_at, offer, request,
    created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: OutboxLines :many
SELECT line, CAST(MIN(not_before) AS BIGINT) AS earliest FROM outbox WHERE state = 'queued' GROUP BY line ORDER BY line;

-- name: OutboxDueSince :one
SELECT CAST(COALESCE(MIN(CASE WHEN not_before > created_at THEN not_before ELSE created_at END), 0) AS BIGINT) AS since
FROM outbox
WHERE state = 'queued' AND not_before <= sqlc.arg(now) AND (expires_at = 0 OR expires_at > sqlc.arg(now));

-- name: Claimable :many
SELECT sqlc.embed(outbox), messages.body, contacts.phone
FROM outbox JOIN messages ON messages.id = outbox.message JOIN contacts ON contacts.id = outbox.contact
WHERE outbox.state = 'queued' AND outbox.line = sqlc.arg(line) AND outbox.not_before <= sqlc.arg(now)
  AND (outbox.expires_at = 0 OR outbox.expires_at > sqlc.arg(now))
  AND NOT EXISTS (
    SELECT 1 FROM outbox AS other
    WHERE other.contact = outbox.contact AND other.state IN ('queued', 'sending')
      AND (other.state = 'sending'
        OR (other.not_before <= sqlc.arg(now) AND (other.expires_at = 0 OR other.expires_at > sqlc.arg(now))
          AND (other.lane < outbox.lane OR (other.lane = outbox.lane AND other.id < outbox.id)))))
ORDER BY outbox.lane, outbox.id
LIMIT sqlc.arg(most);

-- name: UnaskedTo :many
SELECT claimed_at FROM outbox
WHERE contact = $1 AND lane > 0 AND claimed_at > 0 AND claimed_at > $2 AND state IN ('sending', 'sent', 'unknown')
  AND id <> $3
ORDER BY claimed_at;

-- name: Unclaim :execrows
UPDATE outbox SET state = 'queued', tries = tries - 1, claimed_at = 0, not_before = $2
WHERE id = $1 AND state = 'sending';

-- name: Claim :execrows
UPDATE outbox SET state = 'sending', tries = tries + 1, claimed_at = $2 WHERE id = $1 AND state = 'queued';

-- name: MoveOutbox :execrows
UPDATE outbox SET state = $2, not_before = $3 WHERE id = $1 AND state IN ('queued', 'sending', 'unknown');

-- name: OutboxByID :one
SELECT * FROM outbox WHERE id = $1;

-- name: OutboxByMessage :one
SELECT * FROM outbox WHERE message = $1;

-- name: QueuedOfOffer :many
SELECT * FROM outbox WHERE offer = $1 AND state = 'queued';

-- name: QueuedExpired :many
SELECT * FROM outbox WHERE state = 'queued' AND expires_at > 0 AND expires_at <= $1 ORDER BY id;

-- name: Drop :exec
UPDATE outbox SET state = 'dropped' WHERE id = $1 AND state = 'queued';

-- name: UnknownOutbox :many
SELECT sqlc.embed(outbox), messages.body, contacts.phone
FROM outbox JOIN messages ON messages.id = outbox.message JOIN contacts ON contacts.id = outbox.contact
WHERE outbox.state = 'unknown'
ORDER BY outbox.id;

-- name: RecoverSending :execrows
UPDATE outbox SET state = 'unknown', not_before = $1 WHERE state = 'sending';

-- name: LiftRefused :execrows
UPDATE outbox SET not_before = 0
WHERE state = 'queued' AND not_before > sqlc.arg(now)
  AND EXISTS (SELECT 1 FROM tries WHERE tries.outbox = outbox.id AND tries.outcome IN ('config', 'stop'));

-- name: LastRefused :one
SELECT tries.* FROM outbox JOIN tries ON tries.outbox = outbox.id
WHERE outbox.state = 'queued' AND tries.outcome IN ('config', 'stop')
  AND NOT EXISTS (SELECT 1 FROM tries AS newer WHERE newer.outbox = tries.outbox AND newer.id > tries.id)
ORDER BY tries.id DESC
LIMIT 1;

-- name: MoveOutboxLine :exec
UPDATE outbox SET line = sqlc.arg(new) WHERE state = 'queued' AND line = sqlc.arg(old);

-- name: InsertTry :exec
INSERT INTO tries (id, outbox, at, http_status, code, outcome, note) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: Tries :many
SELECT * FROM tries WHERE outbox = $1 ORDER BY id;

-- name: DoubtOutbox :exec
UPDATE outbox SET state = 'unknown', not_before = $1, claimed_at = CASE WHEN claimed_at = 0 THEN created_at ELSE claimed_at END
WHERE state = 'queued';
