-- What a person said is erased everywhere. A message or event of theirs is not older than they are: without an index for
-- it, which every text would pay for, that bounds what has to be looked through.

-- name: ForgetContact :exec
UPDATE contacts SET name = NULL, language = '' WHERE id = $1;

-- name: ForgetSession :exec
UPDATE sessions SET data = NULL WHERE contact = $1;

-- name: ForgetRequests :exec
UPDATE requests SET details = NULL, corner = NULL, address = NULL, weekly = FALSE WHERE resident = $1;

-- name: ForgetVolunteer :exec
UPDATE volunteers SET categories = '[]', zips = '[]', languages = '[]', hours = '[]', habit = '', standby_for = ''
WHERE contact = $1 AND status = 'removed';

-- name: ForgetMessages :exec
UPDATE messages SET body = NULL
WHERE messages.id >= sqlc.arg(since) AND body IS NOT NULL
  AND (messages.contact = sqlc.arg(contact) OR messages.request IN (SELECT requests.id FROM requests WHERE requests.resident = sqlc.arg(contact)))
  AND NOT EXISTS (SELECT 1 FROM outbox
    WHERE outbox.message = messages.id AND outbox.state IN ('queued', 'sending', 'unknown'));

-- name: ForgetEvents :exec
UPDATE events SET why = NULL
WHERE events.id >= sqlc.arg(since) AND why IS NOT NULL
  AND (events.contact = sqlc.arg(contact) OR events.request IN (SELECT requests.id FROM requests WHERE requests.resident = sqlc.arg(contact)));

-- name: ForgetTurns :exec
DELETE FROM turns WHERE call IN (SELECT calls.id FROM calls WHERE calls.contact = $1 AND calls.ended_at <> 0);

-- name: ForgetCalls :exec
UPDATE calls SET state = NULL, contact = NULL, language = '', last_question = '' WHERE contact = $1 AND ended_at <> 0;

-- name: ForgetTurnsOfCall :exec
DELETE FROM turns WHERE call = $1;

-- name: ForgetCall :exec
UPDATE calls SET state = NULL, contact = NULL, language = '', last_question = '' WHERE id = $1 AND ended_at <> 0;

-- name: ForgetWhoSpoke :exec
UPDATE recordings SET contact = NULL, language = '' WHERE contact = $1 AND kind <> 'prompt';

-- name: ForgetRecordings :exec
UPDATE recordings SET state = 'erased', carrier_has = carrier_has OR state <> 'stored', tries = 0, not_before = 0
WHERE state NOT IN ('absent', 'erased') AND kind <> 'prompt'
  AND (contact = $1 OR request IN (SELECT requests.id FROM requests WHERE requests.resident = $1));

-- name: MessagesWith :many
SELECT * FROM messages WHERE id >= sqlc.arg(since) AND contact = sqlc.arg(contact) ORDER BY id;

-- name: EventsWith :many
SELECT * FROM events WHERE id >= sqlc.arg(since) AND contact = sqlc.arg(contact) ORDER BY id;

-- name: CallsWith :many
SELECT * FROM calls WHERE contact = $1 ORDER BY id;

-- name: RecordingsBy :many
SELECT * FROM recordings WHERE contact = $1 AND kind <> 'prompt' ORDER BY id;

-- name: OffersWith :many
SELECT sqlc.embed(offers), requests.code, requests.category
FROM offers JOIN requests ON requests.id = offers.request WHERE offers.volunteer = $1 ORDER BY offers.id;

-- name: OptOutsOf :many
SELECT * FROM opt_outs WHERE contact = $1 ORDER BY id;

-- name: PassedBy :many
SELECT * FROM passed WHERE sender = $1 OR recipient = $1 ORDER BY id;
