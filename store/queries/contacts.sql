-- name: PersonByPhone :one
SELECT sqlc.embed(contacts),
    sessions.version AS session_version, sessions.data AS session_data, volunteers.contact AS volunteer
FROM contacts
LEFT JOIN sessions ON sessions.contact = contacts.id
LEFT JOIN volunteers ON volunteers.contact = contacts.id
WHERE contacts.phone_hash = $1;

-- name: PersonByID :one
SELECT sqlc.embed(contacts),
    sessions.version AS session_version, sessions.data AS session_data, volunteers.contact AS volunteer
FROM contacts
LEFT JOIN sessions ON sessions.contact = contacts.id
LEFT JOIN volunteers ON volunteers.contact = contacts.id
WHERE contacts.id = $1;

-- name: ContactByID :one
SELECT * FROM contacts WHERE id = $1;

-- name: ContactByHash :one
SELECT id FROM contacts WHERE phone_hash = $1;

-- name: ContactsAfter :many
SELECT id, phone_hash, phone FROM contacts WHERE id > $1 ORDER BY id LIMIT $2;

-- name: SetPhoneHash :exec
UPDATE contacts SET phone_hash = $2 WHERE id = $1;

-- name: InsertContact :execrows
INSERT INTO contacts (id, phone_hash, phone, name, language, line, proven_text, contact_way, voice_only, unreachable,
    opted_out_at, opt_out_how, created_at, calls_stopped_at, never_call, texts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (phone_hash) DO NOTHING;

-- name: UpdateContact :execrows
UPDATE contacts SET name = $2, language = $3, line = $4, proven_text = $5, contact_way = $6, texts = $7 WHERE id = $1;

-- name: SetReach :execrows
UPDATE contacts SET unreachable = $2, voice_only = $3 WHERE id = $1;

-- name: SetCalls :execrows
UPDATE contacts SET calls_stopped_at = $2, never_call = $3 WHERE id = $1;

-- name: OptOut :execrows
UPDATE contacts SET opted_out_at = $2, opt_out_how = $3 WHERE id = $1 AND opted_out_at = 0;

-- name: OptIn :execrows
UPDATE contacts SET opted_out_at = 0, opt_out_how = '' WHERE id = $1 AND opted_out_at <> 0;

-- name: InsertOptOut :exec
INSERT INTO opt_outs (id, contact, at, stopped, how) VALUES ($1, $2, $3, $4, $5);
