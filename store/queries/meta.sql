-- name: Meta :one
SELECT value FROM meta WHERE key = $1;

-- name: MetaBoth :many
SELECT key, value FROM meta WHERE key = sqlc.arg(one) OR key = sqlc.arg(other);

-- name: SetMeta :exec
INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: SwapMeta :execrows
UPDATE meta SET value = $2 WHERE key = $1 AND value = $3;
