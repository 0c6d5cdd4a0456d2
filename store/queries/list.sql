-- The lists are read in pages: rows after an id.

-- name: ListRequests :many
SELECT sqlc.embed(requests), contacts.name AS holder_name
FROM requests LEFT JOIN contacts ON contacts.id = requests.holder
WHERE requests.id > sqlc.arg(after) ORDER BY requests.id LIMIT sqlc.arg(page);

-- name: ListOffers :many
SELECT sqlc.embed(offers), requests.code, contacts.name, contacts.phone
FROM offers JOIN requests ON requests.id = offers.request JOIN contacts ON contacts.id = offers.volunteer
WHERE offers.id > sqlc.arg(after) ORDER BY offers.id LIMIT sqlc.arg(page);

-- name: ListVolunteers :many
SELECT sqlc.embed(volunteers), contacts.name, contacts.phone,
    CAST(contacts.opted_out_at <> 0 OR contacts.unreachable <> '' OR contacts.voice_only AS BOOLEAN) AS no_texts,
    (SELECT COUNT(*) FROM offers WHERE offers.volunteer = volunteers.contact AND offers.id >= sqlc.arg(week)
        AND offers.status <> 'failed' AND (offers.sent_at <> 0 OR offers.status = 'queued')) AS asked
FROM volunteers JOIN contacts ON contacts.id = volunteers.contact
WHERE volunteers.contact > sqlc.arg(after) ORDER BY volunteers.contact LIMIT sqlc.arg(page);

-- name: ListMessages :many
SELECT sqlc.embed(messages), contacts.phone
FROM messages JOIN contacts ON contacts.id = messages.contact
WHERE messages.id > sqlc.arg(after) ORDER BY messages.id LIMIT sqlc.arg(page);
