-- name: SaveSession :execrows
INSERT INTO sessions (contact, version, data, saved_at) VALUES (sqlc.arg(contact), 1, sqlc.arg(data), sqlc.arg(saved_at))
ON CONFLICT (contact) DO UPDATE SET version = sessions.version + 1, data = excluded.data, saved_at = excluded.saved_at
WHERE sessions.version = sqlc.arg(version);
