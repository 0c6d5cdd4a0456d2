-- The lists are read in pages: rows after an id.

-- name: ListRequests :many
SELECT sqlc.embed(requests), contacts.name AS holder_name
FROM requests LEFT JOIN contacts ON contacts.id = requests.holder
WHERE requests.id > sqlc.arg(after) AND requests.slot = 1 ORDER BY requests.id LIMIT sqlc.arg(page);

-- name: ListOffers :many
SELECT sqlc.embed(offers), requests.code, contacts.name, contacts.phone
FROM offers JOIN requests ON requests.id = offers.request JOIN contacts ON contacts.id = offers.volunteer
WHERE offers.id > sqlc.arg(after) ORDER BY offers.id LIMIT sqlc.arg(page);

-- name: ListVolunteers :many
SELECT sqlc.embed(volunteers), contacts.name, contacts.phone,
    CAST(contacts.opted_out_at <> 0
        OR ((contacts.unreachable <> '' OR contacts.voice_only)
            AND (NOT contacts.voice_only OR contacts.unreachable = 'bad_number' OR contacts.calls_stopped_at <> 0
                OR contacts.never_call)) AS BOOLEAN) AS unreachable,
    (SELECT COUNT(*) FROM offers WHERE offers.volunteer = volunteers.contact AND offers.id >= sqlc.arg(week)
        AND offers.status <> 'failed' AND (offers.sent_at <> 0 OR offers.status = 'queued')) AS asked
FROM volunteers JOIN contacts ON contacts.id = volunteers.contact
WHERE volunteers.contact > sqlc.arg(after) ORDER BY volunteers.contact LIMIT sqlc.arg(page);

-- name: ListMessages :many
SELECT sqlc.embed(messages), contacts.phone
FROM messages JOIN contacts ON contacts.id = messages.contact
WHERE messages.id > sqlc.arg(after) ORDER BY messages.id LIMIT sqlc.arg(page);

-- name: ListCalls :many
SELECT sqlc.embed(calls), contacts.phone
FROM calls LEFT JOIN contacts ON contacts.id = calls.contact
WHERE calls.id > sqlc.arg(after) ORDER BY calls.id LIMIT sqlc.arg(page);

-- name: ListVoicemails :many
SELECT sqlc.embed(recordings), contacts.phone, calls.sid AS call_sid, requests.code
FROM recordings
LEFT JOIN contacts ON contacts.id = recordings.contact
LEFT JOIN calls ON calls.id = recordings.call
LEFT JOIN requests ON requests.id = recordings.request
WHERE recordings.id > sqlc.arg(after) ORDER BY recordings.id LIMIT sqlc.arg(page);
