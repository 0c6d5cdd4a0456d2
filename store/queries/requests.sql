-- name: RequestByID :one
SELECT * FROM requests WHERE id = $1;

-- name: RequestByCode :one
SELECT * FROM requests
WHERE (code = $1 AND slot = 1 AND status <> 'closed') OR (code = $1 AND slot = 1 AND status = 'closed') -- a term for each index
ORDER BY id DESC LIMIT 1;

-- name: PlacesOf :many
SELECT * FROM requests WHERE lead = $1 AND lead <> 0 ORDER BY slot;

-- name: RequestsOf :many
SELECT * FROM requests WHERE resident = $1 AND (status <> 'closed' OR closed_at >= $2) ORDER BY id;

-- name: RequestsHeldBy :many
SELECT * FROM requests WHERE holder = $1 AND (status <> 'closed' OR closed_at >= $2) ORDER BY id;

-- name: RequestsWaiting :many
SELECT * FROM requests WHERE status IN ('open', 'offered') ORDER BY id;

-- name: RequestsForPerson :many
SELECT * FROM requests WHERE attention <> '' AND status <> 'closed' ORDER BY attention_since, id;

-- name: CodeTaken :one
SELECT EXISTS (SELECT 1 FROM requests
    WHERE (code = $1 AND status <> 'closed') OR (code = $1 AND status = 'closed' AND closed_at >= $2)) AS taken;

-- name: InsertRequest :execrows
INSERT INTO requests (id, code, resident, intake, channel, status, attention, attention_since, closed_reason, category,
    zip, zone, people, urgency, language, private, holder, place_told, frozen, asks, details, corner, address,
    created_at, opened_at, due_at, last_word_at, assigned_at, done_at, closed_at, slot, slots, lead, weekly, follows)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35);

-- name: UpdateRequest :execrows
UPDATE requests SET status = $3, attention = $4, attention_since = $5, closed_reason = $6, category = $7, zip = $8,
    zone = $9, people = $10, urgency = $11, language = $12, private = $13, holder = $14, place_told = $15,
    frozen = $16, asks = $17, details = $18, corner = $19, address = $20, opened_at = $21, due_at = $22,
    last_word_at = $23, assigned_at = $24, done_at = $25, closed_at = $26, slots = $27, lead = $28,
    weekly = $29
WHERE id = $1 AND status = $2;

-- name: SetResident :execrows
UPDATE requests SET resident = $3 WHERE id = $1 AND status = $2;

-- name: UpdateAttention :execrows
UPDATE requests SET attention = $3, attention_since = $4, asks = $5 WHERE id = $1 AND status = $2;

-- name: UpdateWords :execrows
UPDATE requests SET people = $3, details = $4, address = $5, place_told = $6, last_word_at = $7
WHERE id = $1 AND status = $2;

-- name: HolderOf :one
SELECT holder FROM requests WHERE id = $1;

-- name: EndWeekly :execrows
UPDATE requests SET weekly = FALSE
WHERE resident = $1 AND weekly AND id <> $2 AND (category = sqlc.arg(category) OR sqlc.arg(category) = '');

-- name: PastRequests :many
SELECT category, zone, urgency, status, closed_reason, private, CAST(holder IS NOT NULL AS BOOLEAN) AS held, created_at,
    opened_at, assigned_at, closed_at
FROM requests WHERE id >= $1 ORDER BY id;
