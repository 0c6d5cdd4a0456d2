-- name: VolunteerByContact :one
SELECT * FROM volunteers WHERE contact = $1;

-- name: UpsertVolunteer :exec
INSERT INTO volunteers (contact, status, trusted, confirmed, categories, zips, languages, hours, daily_limit,
    weekly_limit, open_jobs, paused_until, standby_at, standby_for, joined_at, last_ask)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0)
ON CONFLICT (contact) DO UPDATE SET status = excluded.status, trusted = excluded.trusted,
    confirmed = excluded.confirmed, categories = excluded.categories, zips = excluded.zips,
    languages = excluded.languages, hours = excluded.hours, daily_limit = excluded.daily_limit,
    weekly_limit = excluded.weekly_limit, open_jobs = excluded.open_jobs, paused_until = excluded.paused_until,
    standby_at = excluded.standby_at, standby_for = excluded.standby_for;

-- name: HabitOf :one
SELECT habit FROM volunteers WHERE contact = $1;

-- name: SetHabits :exec
UPDATE volunteers SET habit = CASE contact
    WHEN CAST(sqlc.arg(a) AS BIGINT) THEN CAST(sqlc.arg(habit_a) AS TEXT)
    WHEN CAST(sqlc.arg(b) AS BIGINT) THEN CAST(sqlc.arg(habit_b) AS TEXT)
    WHEN CAST(sqlc.arg(c) AS BIGINT) THEN CAST(sqlc.arg(habit_c) AS TEXT)
    WHEN CAST(sqlc.arg(d) AS BIGINT) THEN CAST(sqlc.arg(habit_d) AS TEXT) ELSE habit END
WHERE contact IN (CAST(sqlc.arg(a) AS BIGINT), CAST(sqlc.arg(b) AS BIGINT), CAST(sqlc.arg(c) AS BIGINT), CAST(sqlc.arg(d) AS BIGINT));

-- name: TouchLastAsk :exec
UPDATE volunteers SET last_ask = sqlc.arg(at) WHERE contact = sqlc.arg(contact) AND last_ask < sqlc.arg(at);

-- name: InsertApart :exec
INSERT INTO apart (volunteer, resident, at, why) VALUES ($1, $2, $3, $4) ON CONFLICT (volunteer, resident) DO NOTHING;

-- name: RosterAll :many
SELECT sqlc.embed(volunteers),
    CAST(contacts.opted_out_at <> 0
        OR ((contacts.unreachable <> '' OR contacts.voice_only)
            AND (NOT contacts.voice_only OR contacts.unreachable = 'bad_number' OR contacts.calls_stopped_at <> 0
                OR contacts.never_call)) AS BOOLEAN) AS unreachable
FROM volunteers JOIN contacts ON contacts.id = volunteers.contact
WHERE volunteers.status <> 'removed'
ORDER BY volunteers.contact;

-- name: RosterOne :one
SELECT sqlc.embed(volunteers),
    CAST(contacts.opted_out_at <> 0
        OR ((contacts.unreachable <> '' OR contacts.voice_only)
            AND (NOT contacts.voice_only OR contacts.unreachable = 'bad_number' OR contacts.calls_stopped_at <> 0
                OR contacts.never_call)) AS BOOLEAN) AS unreachable,
    (SELECT COUNT(*) FROM requests
     WHERE requests.holder = volunteers.contact AND requests.status IN ('assigned', 'in_progress')) AS jobs_held
FROM volunteers JOIN contacts ON contacts.id = volunteers.contact
WHERE volunteers.contact = $1;

-- name: JobsHeldAll :many
SELECT CAST(holder AS BIGINT) AS volunteer, COUNT(*) AS jobs FROM requests
WHERE holder IS NOT NULL AND status IN ('assigned', 'in_progress')
GROUP BY holder;

-- name: AsksAll :many
SELECT volunteer, status, created_at, sent_at FROM offers WHERE id >= $1 ORDER BY id;

-- name: AsksOf :many
SELECT status, created_at, sent_at FROM offers WHERE volunteer = $1 AND id >= $2 ORDER BY id;

-- name: ApartAll :many
SELECT volunteer, resident FROM apart ORDER BY volunteer, resident;

-- name: ApartOf :many
SELECT resident FROM apart WHERE volunteer = $1 ORDER BY resident;
