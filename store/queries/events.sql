-- name: InsertEvent :exec
INSERT INTO events (id, request, contact, at, kind, actor, why) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: EventsOf :many
SELECT sqlc.embed(events), contacts.name
FROM events LEFT JOIN contacts ON contacts.id = events.contact
WHERE events.request = $1
ORDER BY events.id;

-- name: HasEvent :one
SELECT EXISTS (SELECT 1 FROM events WHERE request = $1 AND kind = $2) AS has;
