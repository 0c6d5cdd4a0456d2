-- name: OfferByID :one
SELECT sqlc.embed(offers), volunteers.habit
FROM offers JOIN volunteers ON volunteers.contact = offers.volunteer
WHERE offers.id = $1;

-- name: OfferAndRequest :one
SELECT sqlc.embed(offers), sqlc.embed(requests), volunteers.habit
FROM offers JOIN requests ON requests.id = offers.request JOIN volunteers ON volunteers.contact = offers.volunteer
WHERE offers.id = $1;

-- name: OffersOf :many
SELECT sqlc.embed(offers), volunteers.habit
FROM offers JOIN volunteers ON volunteers.contact = offers.volunteer
WHERE offers.request = $1
ORDER BY offers.id;

-- name: OffersOfPlaces :many
SELECT offers.* FROM offers JOIN requests ON requests.id = offers.request
WHERE requests.lead = $1 AND requests.lead <> 0 ORDER BY offers.id;

-- name: MoveOffer :execrows
UPDATE offers SET request = $2 WHERE id = $1;

-- name: OffersTo :many
SELECT sqlc.embed(offers), sqlc.embed(requests),
    CAST(COALESCE((SELECT MAX(others.held_until) FROM offers AS others
        WHERE others.request = offers.request AND others.volunteer <> offers.volunteer AND others.held_until > 0), 0) AS BIGINT) AS other_hold
FROM offers JOIN requests ON requests.id = offers.request
WHERE offers.volunteer = $1 AND offers.id >= $2
ORDER BY offers.id;

-- name: InsertOffer :execrows
INSERT INTO offers (id, request, volunteer, letter, status, wave, standby, message, created_at, sent_at, expires_at,
    replied_at, held_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: UpdateOffer :execrows
UPDATE offers SET letter = $3, status = $4, wave = $5, standby = $6, message = $7, sent_at = $8, expires_at = $9,
    replied_at = $10, held_until = $11
WHERE id = $1 AND status = $2;
