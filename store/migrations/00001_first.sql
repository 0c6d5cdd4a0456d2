-- +goose Up
-- Times are unix milliseconds, 0 is never. Ids are made by us. A BLOB is sealed (NULL: empty) unless it says hash.
-- A CHECK lists words with OR: for IN with more than two SQLite builds a table anew in every insert and update.
-- postgres.sql says the same to sqlc and to PostgreSQL; a test holds the two together.

CREATE TABLE contacts (
    id           INTEGER PRIMARY KEY,
    phone_hash   BLOB    NOT NULL UNIQUE, -- keyed hash of the number
    phone        BLOB    NOT NULL,
    name         BLOB,
    language     TEXT    NOT NULL,
    line         TEXT    NOT NULL,
    proven_text  BOOLEAN NOT NULL,
    contact_way  TEXT    NOT NULL CHECK (contact_way = '' OR contact_way = 'text' OR contact_way = 'call'
                        OR contact_way = 'neither'),
    voice_only   BOOLEAN NOT NULL,
    unreachable  TEXT    NOT NULL,
    opted_out_at BIGINT  NOT NULL,
    opt_out_how  TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL
);

CREATE TABLE sessions (
    contact  INTEGER PRIMARY KEY REFERENCES contacts (id),
    version  BIGINT NOT NULL,
    data     BLOB,
    saved_at BIGINT NOT NULL
);

CREATE TABLE volunteers (
    contact      INTEGER PRIMARY KEY REFERENCES contacts (id),
    status       TEXT    NOT NULL CHECK (status = 'pending' OR status = 'active' OR status = 'paused'
                        OR status = 'removed'),
    trusted      BOOLEAN NOT NULL,
    confirmed    BIGINT  NOT NULL,
    categories   TEXT    NOT NULL, -- this and the next three are JSON lists
    zips         TEXT    NOT NULL,
    languages    TEXT    NOT NULL,
    hours        TEXT    NOT NULL,
    daily_limit  BIGINT  NOT NULL,
    weekly_limit BIGINT  NOT NULL,
    open_jobs    BIGINT  NOT NULL,
    paused_until BIGINT  NOT NULL,
    standby_at   BIGINT  NOT NULL,
    standby_for  TEXT    NOT NULL, -- a category
    last_ask     BIGINT  NOT NULL,
    joined_at    BIGINT  NOT NULL
);

CREATE TABLE apart (
    volunteer BIGINT NOT NULL REFERENCES contacts (id),
    resident  BIGINT NOT NULL REFERENCES contacts (id),
    at        BIGINT NOT NULL,
    why       TEXT   NOT NULL,
    PRIMARY KEY (volunteer, resident)
);

CREATE TABLE requests (
    id              INTEGER PRIMARY KEY,
    code            TEXT    NOT NULL,
    resident        BIGINT  NOT NULL REFERENCES contacts (id),
    intake          BIGINT  NOT NULL,
    channel         TEXT    NOT NULL CHECK (channel = 'sms' OR channel = 'voice' OR channel = 'console'),
    status          TEXT    NOT NULL CHECK (status = 'received' OR status = 'needs_info' OR status = 'open'
                        OR status = 'offered' OR status = 'assigned' OR status = 'in_progress'
                        OR status = 'done_reported' OR status = 'closed'),
    attention       TEXT    NOT NULL,
    attention_since BIGINT  NOT NULL,
    closed_reason   TEXT    NOT NULL CHECK (closed_reason = '' OR closed_reason = 'completed'
                        OR closed_reason = 'done_by_others' OR closed_reason = 'no_longer_needed'
                        OR closed_reason = 'unreachable' OR closed_reason = 'out_of_area'
                        OR closed_reason = 'out_of_scope' OR closed_reason = 'referred' OR closed_reason = 'duplicate'
                        OR closed_reason = 'no_volunteer' OR closed_reason = 'refused_safety'
                        OR closed_reason = 'spam'),
    category        TEXT    NOT NULL,
    zip             TEXT    NOT NULL,
    zone            TEXT    NOT NULL,
    people          BIGINT  NOT NULL,
    urgency         TEXT    NOT NULL CHECK (urgency = 'today' OR urgency = 'two_days' OR urgency = 'this_week'
                        OR urgency = 'anytime'),
    language        TEXT    NOT NULL,
    private         BOOLEAN NOT NULL,
    holder          BIGINT REFERENCES volunteers (contact),
    place_told      BOOLEAN NOT NULL,
    frozen          BOOLEAN NOT NULL,
    asks            BIGINT  NOT NULL,
    details         BLOB,
    corner          BLOB,
    address         BLOB,
    created_at      BIGINT  NOT NULL,
    opened_at       BIGINT  NOT NULL,
    due_at          BIGINT  NOT NULL,
    last_word_at    BIGINT  NOT NULL,
    assigned_at     BIGINT  NOT NULL,
    done_at         BIGINT  NOT NULL,
    closed_at       BIGINT  NOT NULL,
    CHECK ((status = 'closed') = (closed_reason <> '')),
    CHECK (status NOT IN ('assigned', 'in_progress') OR holder IS NOT NULL)
);
CREATE INDEX requests_code ON requests (code);
CREATE UNIQUE INDEX requests_one_live_code ON requests (code) WHERE status <> 'closed';
CREATE INDEX requests_resident ON requests (resident);
CREATE INDEX requests_holder ON requests (holder) WHERE holder IS NOT NULL;
CREATE INDEX requests_waiting ON requests (id) WHERE status IN ('open', 'offered');
CREATE INDEX requests_attention ON requests (attention_since) WHERE attention <> '' AND status <> 'closed';

CREATE TABLE messages (
    id          INTEGER PRIMARY KEY,
    sid         TEXT,
    direction   TEXT   NOT NULL CHECK (direction IN ('in', 'out')),
    contact     BIGINT NOT NULL REFERENCES contacts (id),
    line        TEXT   NOT NULL,
    body        BLOB,
    status      TEXT   NOT NULL CHECK (status = 'waiting' OR status = 'receiving' OR status = 'received'
                        OR status = 'accepted' OR status = 'scheduled' OR status = 'queued' OR status = 'sending'
                        OR status = 'sent' OR status = 'partially_delivered' OR status = 'delivered'
                        OR status = 'undelivered' OR status = 'failed' OR status = 'canceled' OR status = 'read'),
    status_rank BIGINT NOT NULL, -- how far along status is; it only grows
    error_code  BIGINT NOT NULL,
    segments    BIGINT NOT NULL,
    media       BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    request     BIGINT REFERENCES requests (id),
    kept_for    TEXT   NOT NULL,
    answer      BIGINT REFERENCES messages (id),
    created_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX messages_sid ON messages (sid) WHERE sid IS NOT NULL;
CREATE INDEX messages_kept ON messages (id) WHERE kept_for <> '';
CREATE INDEX messages_place ON messages (request) WHERE kind = 'place_is';

CREATE TABLE offers (
    id         INTEGER PRIMARY KEY,
    request    BIGINT  NOT NULL REFERENCES requests (id),
    volunteer  BIGINT  NOT NULL REFERENCES volunteers (contact),
    letter     TEXT    NOT NULL,
    status     TEXT    NOT NULL CHECK (status = 'queued' OR status = 'sent' OR status = 'failed'
                        OR status = 'accepted' OR status = 'declined' OR status = 'expired' OR status = 'withdrawn'
                        OR status = 'too_late' OR status = 'handed_back' OR status = 'no_show'
                        OR status = 'completed'),
    wave       BIGINT  NOT NULL,
    standby    BOOLEAN NOT NULL,
    message    BIGINT REFERENCES messages (id),
    created_at BIGINT  NOT NULL,
    sent_at    BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    replied_at BIGINT  NOT NULL,
    held_until BIGINT  NOT NULL
);
CREATE INDEX offers_request ON offers (request);
CREATE INDEX offers_volunteer ON offers (volunteer, id);
CREATE INDEX offers_held ON offers (request) WHERE held_until > 0;
CREATE UNIQUE INDEX offers_one_accepted ON offers (request) WHERE status = 'accepted';

CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    message    BIGINT NOT NULL UNIQUE REFERENCES messages (id),
    contact    BIGINT NOT NULL REFERENCES contacts (id),
    lane       BIGINT NOT NULL,
    line       TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state = 'queued' OR state = 'sending' OR state = 'sent' OR state = 'unknown'
                        OR state = 'failed' OR state = 'dropped'),
    not_before BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    claimed_at BIGINT NOT NULL,
    offer      BIGINT REFERENCES offers (id),
    request    BIGINT REFERENCES requests (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_queued ON outbox (line, lane, id) WHERE state = 'queued';
CREATE INDEX outbox_contact ON outbox (contact) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE state = 'queued' AND expires_at > 0;
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_unknown ON outbox (id) WHERE state = 'unknown';
CREATE INDEX outbox_offer ON outbox (offer) WHERE offer IS NOT NULL AND state = 'queued';

CREATE TABLE tries (
    id          INTEGER PRIMARY KEY,
    outbox      BIGINT NOT NULL REFERENCES outbox (id),
    at          BIGINT NOT NULL,
    http_status BIGINT NOT NULL,
    code        BIGINT NOT NULL,
    outcome     TEXT   NOT NULL,
    note        TEXT   NOT NULL
);
CREATE INDEX tries_outbox ON tries (outbox, id);

CREATE TABLE timers (
    kind TEXT   NOT NULL,
    ref  BIGINT NOT NULL,
    due  BIGINT NOT NULL,
    PRIMARY KEY (kind, ref)
);
CREATE INDEX timers_due ON timers (due);

CREATE TABLE events (
    id      INTEGER PRIMARY KEY,
    request BIGINT REFERENCES requests (id),
    contact BIGINT REFERENCES contacts (id),
    at      BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    why     BLOB
);
CREATE INDEX events_request ON events (request, id) WHERE request IS NOT NULL;

CREATE TABLE opt_outs (
    id      INTEGER PRIMARY KEY,
    contact BIGINT  NOT NULL REFERENCES contacts (id),
    at      BIGINT  NOT NULL,
    stopped BOOLEAN NOT NULL, -- false: opened texts again
    how     TEXT    NOT NULL
);
CREATE INDEX opt_outs_contact ON opt_outs (contact, id);

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO meta (key, value) VALUES ('roster_version', '0');
