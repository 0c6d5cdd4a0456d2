-- What is kept for a time only (Tx.Retain), a batch at a time: from one id to another, or by an index that lists what is
-- left.

-- name: MessagesUntil :one
SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS last FROM (
  SELECT messages.id FROM messages WHERE messages.id > sqlc.arg(after) AND messages.id < sqlc.arg(before) ORDER BY messages.id LIMIT sqlc.arg(most)) AS batch;

-- name: NoteOldMessages :exec
INSERT INTO erasures (sid, tries, not_before)
SELECT messages.sid, 0, 0 FROM messages
WHERE messages.id > sqlc.arg(after) AND messages.id <= sqlc.arg(last) AND messages.sid IS NOT NULL
ON CONFLICT (sid) DO NOTHING;

-- name: RetainMessages :exec
UPDATE messages SET body = NULL
WHERE messages.id > sqlc.arg(after) AND messages.id <= sqlc.arg(last) AND messages.body IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM outbox
    WHERE outbox.message = messages.id AND outbox.state IN ('queued', 'sending', 'unknown'));

-- name: EventsUntil :one
SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS last FROM (
  SELECT events.id FROM events WHERE events.id > sqlc.arg(after) AND events.id < sqlc.arg(before) ORDER BY events.id LIMIT sqlc.arg(most)) AS batch;

-- name: RetainEvents :exec
UPDATE events SET why = NULL WHERE id > sqlc.arg(after) AND id <= sqlc.arg(last) AND why IS NOT NULL;

-- name: CallsUntil :one
SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS last FROM (
  SELECT calls.id FROM calls WHERE calls.id > sqlc.arg(after) AND calls.id < sqlc.arg(before) ORDER BY calls.id LIMIT sqlc.arg(most)) AS batch;

-- name: NoteOldCalls :exec
INSERT INTO erasures (sid, tries, not_before)
SELECT sid, 0, 0 FROM calls WHERE id > sqlc.arg(after) AND id <= sqlc.arg(last) AND ended_at <> 0
ON CONFLICT (sid) DO NOTHING;

-- name: RetainCalls :exec
UPDATE calls SET state = NULL, contact = NULL WHERE id > sqlc.arg(after) AND id <= sqlc.arg(last) AND ended_at <> 0;

-- name: PassedUntil :one
SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS last FROM (
  SELECT passed.id FROM passed WHERE passed.id > sqlc.arg(after) AND passed.id < sqlc.arg(before) ORDER BY passed.id LIMIT sqlc.arg(most)) AS batch;

-- name: RetainPassed :exec
DELETE FROM passed WHERE id > sqlc.arg(after) AND id <= sqlc.arg(last);

-- name: RetainRequests :execrows
UPDATE requests SET details = NULL, corner = NULL, address = NULL
WHERE requests.id IN (
  SELECT old.id FROM requests AS old
  WHERE old.status = 'closed' AND (old.details IS NOT NULL OR old.corner IS NOT NULL OR old.address IS NOT NULL)
    AND old.closed_at < sqlc.arg(before) AND (NOT old.weekly OR old.closed_at < sqlc.arg(weekly_before))
  ORDER BY old.closed_at LIMIT sqlc.arg(most));

-- name: RetainRecordings :execrows
UPDATE recordings SET state = 'erased', tries = 0, not_before = 0, contact = NULL, language = ''
WHERE recordings.id IN (
  SELECT old.id FROM recordings AS old
  WHERE old.state = 'stored' AND old.kind <> 'prompt' AND old.id < sqlc.arg(before)
    AND NOT EXISTS (SELECT 1 FROM requests
      WHERE requests.id = old.request AND (requests.status <> 'closed' OR requests.closed_at >= sqlc.arg(closed_before)))
  ORDER BY old.id LIMIT sqlc.arg(most));

-- name: ContactsUntil :one
SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS last FROM (
  SELECT contacts.id FROM contacts WHERE contacts.id > sqlc.arg(after) AND contacts.id < sqlc.arg(before) ORDER BY contacts.id LIMIT sqlc.arg(most)) AS batch;

-- name: StrangersAmong :many
SELECT contacts.id FROM contacts
WHERE contacts.id > sqlc.arg(after) AND contacts.id <= sqlc.arg(last) AND length(contacts.phone) > 0
  AND contacts.opted_out_at = 0 AND contacts.calls_stopped_at = 0 AND NOT contacts.never_call
  AND NOT EXISTS (SELECT 1 FROM volunteers WHERE volunteers.contact = contacts.id AND volunteers.status <> 'removed')
  AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.contact = contacts.id AND sessions.saved_at >= sqlc.arg(since))
  AND NOT EXISTS (SELECT 1 FROM requests
    WHERE requests.resident = contacts.id AND (requests.status <> 'closed' OR requests.weekly OR requests.closed_at >= sqlc.arg(since)))
  AND NOT EXISTS (SELECT 1 FROM requests
    WHERE requests.holder = contacts.id AND requests.holder IS NOT NULL
      AND (requests.status <> 'closed' OR requests.closed_at >= sqlc.arg(since)))
  AND NOT EXISTS (SELECT 1 FROM offers WHERE offers.volunteer = contacts.id AND offers.id >= sqlc.arg(since_id))
  AND NOT EXISTS (SELECT 1 FROM calls WHERE calls.contact = contacts.id)
  AND NOT EXISTS (SELECT 1 FROM recordings WHERE recordings.contact = contacts.id AND recordings.state = 'stored')
  AND NOT EXISTS (SELECT 1 FROM dials WHERE dials.contact = contacts.id AND dials.id >= sqlc.arg(since_id))
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.contact = contacts.id AND outbox.state IN ('queued', 'sending'))
ORDER BY contacts.id;

-- name: Anonymize :exec
UPDATE contacts SET phone_hash = $2, phone = $3, name = NULL, language = '', line = '', proven_text = FALSE, contact_way = '',
    texts = '' WHERE id = $1;

-- name: ForgetOptOuts :exec
DELETE FROM opt_outs WHERE contact = $1;
