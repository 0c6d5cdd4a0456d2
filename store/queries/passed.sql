-- name: InsertPassed :exec
INSERT INTO passed (id, request, sender, recipient, language, words, phrase, recording, created_at, heard_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: PassedTo :many
SELECT * FROM passed WHERE recipient = $1 AND request = $2 ORDER BY id;

-- name: UnheardSince :many
SELECT DISTINCT request FROM passed WHERE recipient = $1 AND heard_at = 0 AND created_at >= $2 ORDER BY request;

-- name: HeardPassed :exec
UPDATE passed SET heard_at = sqlc.arg(heard_at)
WHERE recipient = sqlc.arg(recipient) AND request = sqlc.arg(request) AND id <= sqlc.arg(last) AND heard_at = 0
    AND sender <> recipient;

-- name: HeardFromLine :exec
UPDATE passed SET heard_at = sqlc.arg(heard_at)
WHERE recipient = sqlc.arg(recipient) AND request = sqlc.arg(request) AND id <= sqlc.arg(last) AND heard_at = 0
    AND sender = recipient;

-- name: ErasePassed :exec
DELETE FROM passed WHERE request = $1;

-- name: ForgetPassed :exec
DELETE FROM passed WHERE sender = $1 OR recipient = $1;
