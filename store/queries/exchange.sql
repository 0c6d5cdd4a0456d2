-- name: InsertExchange :execrows
INSERT INTO messages (id, sid, direction, contact, line, body, status, status_rank, error_code, segments, media, kind,
    request, kept_for, answer, created_at)
VALUES
    (sqlc.arg(answer), NULL, 'out', sqlc.arg(contact), sqlc.arg(line), sqlc.arg(answer_body), sqlc.arg(answer_status),
        sqlc.arg(answer_rank), 0, sqlc.arg(answer_segments), 0, sqlc.arg(answer_kind), sqlc.arg(request), '', NULL,
        sqlc.arg(created_at)),
    (sqlc.arg(id), sqlc.arg(sid), 'in', sqlc.arg(contact), sqlc.arg(line), sqlc.arg(body), 'received',
        sqlc.arg(status_rank), 0, sqlc.arg(segments), sqlc.arg(media), sqlc.arg(kind), sqlc.arg(request),
        sqlc.arg(kept_for), sqlc.arg(answer), sqlc.arg(created_at))
ON CONFLICT (sid) WHERE sid IS NOT NULL DO NOTHING;
