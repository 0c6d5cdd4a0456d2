-- The schema as PostgreSQL says it; sqlc reads it. What it means is said in migrations/.
CREATE TABLE contacts (
    id           BIGINT PRIMARY KEY,
    phone_hash   BYTEA    NOT NULL UNIQUE, -- keyed hash of the number
    phone        BYTEA    NOT NULL,
    name         BYTEA,
    language     TEXT    NOT NULL,
    line         TEXT    NOT NULL,
    proven_text  BOOLEAN NOT NULL,
    contact_way  TEXT    NOT NULL CHECK (contact_way = '' OR contact_way = 'text' OR contact_way = 'call'
                        OR contact_way = 'neither'),
    voice_only   BOOLEAN NOT NULL,
    unreachable  TEXT    NOT NULL,
    opted_out_at BIGINT  NOT NULL,
    opt_out_how  TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    calls_stopped_at BIGINT NOT NULL DEFAULT 0,
    never_call   BOOLEAN NOT NULL DEFAULT FALSE,
    texts        TEXT    NOT NULL DEFAULT '' CHECK (texts = '' OR texts = 'yes' OR texts = 'no')
);

CREATE TABLE sessions (
    contact  BIGINT PRIMARY KEY REFERENCES contacts (id),
    version  BIGINT NOT NULL,
    data     BYTEA,
    saved_at BIGINT NOT NULL
);

CREATE TABLE volunteers (
    contact      BIGINT PRIMARY KEY REFERENCES contacts (id),
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
    joined_at    BIGINT  NOT NULL,
    habit        TEXT    NOT NULL DEFAULT '' -- JSON
);

CREATE TABLE apart (
    volunteer BIGINT NOT NULL REFERENCES contacts (id),
    resident  BIGINT NOT NULL REFERENCES contacts (id),
    at        BIGINT NOT NULL,
    why       TEXT   NOT NULL,
    PRIMARY KEY (volunteer, resident)
);

CREATE TABLE requests (
    id              BIGINT PRIMARY KEY,
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
    details         BYTEA,
    corner          BYTEA,
    address         BYTEA,
    created_at      BIGINT  NOT NULL,
    opened_at       BIGINT  NOT NULL,
    due_at          BIGINT  NOT NULL,
    last_word_at    BIGINT  NOT NULL,
    assigned_at     BIGINT  NOT NULL,
    done_at         BIGINT  NOT NULL,
    closed_at       BIGINT  NOT NULL,
    slot            BIGINT  NOT NULL DEFAULT 1,
    slots           BIGINT  NOT NULL DEFAULT 1,
    lead            BIGINT  NOT NULL DEFAULT 0,
    weekly          BOOLEAN NOT NULL DEFAULT FALSE,
    follows         BIGINT  NOT NULL DEFAULT 0,
    CHECK ((status = 'closed') = (closed_reason <> '')),
    CHECK (status NOT IN ('assigned', 'in_progress') OR holder IS NOT NULL)
);
CREATE INDEX requests_closed_code ON requests (code) WHERE status = 'closed';
CREATE UNIQUE INDEX requests_one_live_code ON requests (code, slot) WHERE status <> 'closed';
CREATE INDEX requests_lead ON requests (lead) WHERE lead <> 0;
CREATE INDEX requests_weekly ON requests (resident) WHERE weekly;
CREATE INDEX requests_resident ON requests (resident);
CREATE INDEX requests_holder ON requests (holder) WHERE holder IS NOT NULL;
CREATE INDEX requests_waiting ON requests (id) WHERE status IN ('open', 'offered');
CREATE INDEX requests_attention ON requests (attention_since) WHERE attention <> '' AND status <> 'closed';

CREATE TABLE messages (
    id          BIGINT PRIMARY KEY,
    sid         TEXT,
    direction   TEXT   NOT NULL CHECK (direction IN ('in', 'out')),
    contact     BIGINT NOT NULL REFERENCES contacts (id),
    line        TEXT   NOT NULL,
    body        BYTEA,
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
    id         BIGINT PRIMARY KEY,
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
    id         BIGINT PRIMARY KEY,
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
CREATE INDEX outbox_unasked ON outbox (contact, claimed_at) WHERE lane > 0 AND claimed_at > 0;

CREATE TABLE tries (
    id          BIGINT PRIMARY KEY,
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
    id      BIGINT PRIMARY KEY,
    request BIGINT REFERENCES requests (id),
    contact BIGINT REFERENCES contacts (id),
    at      BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    why     BYTEA
);
CREATE INDEX events_request ON events (request, id) WHERE request IS NOT NULL;

CREATE TABLE opt_outs (
    id      BIGINT PRIMARY KEY,
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

CREATE TABLE dials (
    id         BIGINT PRIMARY KEY,
    contact    BIGINT NOT NULL REFERENCES contacts (id),
    request    BIGINT REFERENCES requests (id),
    offer      BIGINT REFERENCES offers (id),
    state      TEXT   NOT NULL CHECK (state = 'waiting' OR state = 'dialing' OR state = 'unknown' OR state = 'rung'
                        OR state = 'heard' OR state = 'gave_up' OR state = 'dropped'),
    line       TEXT   NOT NULL,
    not_before BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    claimed_at BIGINT NOT NULL,
    heard_at   BIGINT NOT NULL,
    call       BIGINT NOT NULL, -- the last call made for it; 0: none. Calls name their dial, so this names no table
    sid        TEXT,            -- that call's
    created_at BIGINT NOT NULL,
    purpose    TEXT   NOT NULL DEFAULT 'news' CHECK (purpose = 'news' OR purpose = 'offer' OR purpose = 'confirm'
                        OR purpose = 'back' OR purpose = 'job' OR purpose = 'screen' OR purpose = 'alert')
);
CREATE UNIQUE INDEX dials_one_live ON dials (contact, purpose, COALESCE(request, 0), COALESCE(offer, 0))
    WHERE state IN ('waiting', 'dialing', 'unknown', 'rung');
CREATE UNIQUE INDEX dials_sid ON dials (sid) WHERE sid IS NOT NULL;
CREATE INDEX dials_contact ON dials (contact, id);
CREATE INDEX dials_request ON dials (request) WHERE state IN ('waiting', 'dialing', 'unknown', 'rung');
CREATE INDEX dials_waiting ON dials (not_before) WHERE state = 'waiting';
CREATE INDEX dials_expiring ON dials (expires_at) WHERE state = 'waiting' AND expires_at > 0;
CREATE INDEX dials_dialing ON dials (id) WHERE state = 'dialing';
CREATE INDEX dials_unknown ON dials (id) WHERE state = 'unknown';

CREATE TABLE calls (
    id            BIGINT PRIMARY KEY,
    sid           TEXT   NOT NULL UNIQUE,
    direction     TEXT   NOT NULL CHECK (direction IN ('in', 'out')),
    contact       BIGINT REFERENCES contacts (id), -- NULL: a number withheld, and none given yet
    line          TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    dial          BIGINT REFERENCES dials (id),
    request       BIGINT REFERENCES requests (id),
    offer         BIGINT REFERENCES offers (id),
    parent        BIGINT REFERENCES calls (id),
    state         BYTEA,
    next          BIGINT NOT NULL,
    outcome       TEXT   NOT NULL,
    last_question TEXT   NOT NULL,
    answered_by   TEXT   NOT NULL,
    started_at    BIGINT NOT NULL,
    ended_at      BIGINT NOT NULL,
    seconds       BIGINT NOT NULL,
    purpose       TEXT   NOT NULL DEFAULT '' CHECK (purpose = '' OR purpose = 'news' OR purpose = 'offer'
                           OR purpose = 'confirm' OR purpose = 'back' OR purpose = 'job' OR purpose = 'screen' OR purpose = 'alert')
);
CREATE INDEX calls_contact ON calls (contact, id);
CREATE INDEX calls_live ON calls (contact) WHERE ended_at = 0;
CREATE INDEX calls_request ON calls (request) WHERE request IS NOT NULL;
CREATE INDEX calls_state ON calls (id) WHERE state IS NOT NULL;

CREATE TABLE turns (
    call   BIGINT NOT NULL REFERENCES calls (id),
    n      BIGINT NOT NULL,
    answer BYTEA,
    at     BIGINT NOT NULL,
    PRIMARY KEY (call, n)
);

CREATE TABLE recordings (
    id          BIGINT PRIMARY KEY,
    sid         TEXT    NOT NULL UNIQUE,
    call        BIGINT REFERENCES calls (id),
    contact     BIGINT REFERENCES contacts (id),
    request     BIGINT REFERENCES requests (id),
    kind        TEXT    NOT NULL CHECK (kind = '' OR kind = 'details' OR kind = 'corner' OR kind = 'place'
                          OR kind = 'name' OR kind = 'message' OR kind = 'words' OR kind = 'prompt'),
    language    TEXT    NOT NULL,
    prompt      TEXT    NOT NULL,
    seconds     BIGINT  NOT NULL,
    state       TEXT    NOT NULL CHECK (state = 'announced' OR state = 'ready' OR state = 'stored' OR state = 'absent'
                          OR state = 'lost' OR state = 'erased'),
    carrier_has BOOLEAN NOT NULL,
    tries       BIGINT  NOT NULL,
    not_before  BIGINT  NOT NULL,
    format      TEXT    NOT NULL,
    created_at  BIGINT  NOT NULL,
    heard_at    BIGINT  NOT NULL
);
CREATE INDEX recordings_request ON recordings (request) WHERE request IS NOT NULL;
CREATE INDEX recordings_contact ON recordings (contact);
CREATE INDEX recordings_ready ON recordings (not_before) WHERE state = 'ready';
CREATE INDEX recordings_stored ON recordings (not_before) WHERE state = 'stored' AND carrier_has;
CREATE INDEX recordings_erased ON recordings (not_before) WHERE state = 'erased' AND carrier_has;
CREATE INDEX recordings_sound ON recordings (id) WHERE state = 'erased' AND format <> '';

CREATE TABLE tickets (
    token      BYTEA   PRIMARY KEY, -- keyed hash of it
    recording  BIGINT NOT NULL REFERENCES recordings (id),
    call       BIGINT NOT NULL REFERENCES calls (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX tickets_expiring ON tickets (expires_at);

CREATE TABLE passed (
    id         BIGINT PRIMARY KEY,
    request    BIGINT NOT NULL REFERENCES requests (id),
    sender     BIGINT NOT NULL REFERENCES contacts (id),
    recipient  BIGINT NOT NULL REFERENCES contacts (id),
    language   TEXT   NOT NULL, -- of the words; '': a phrase or a recording
    words      BYTEA,           -- of a phrase: the number in its blank
    phrase     BIGINT NOT NULL, -- its number; 0: none
    recording  BIGINT REFERENCES recordings (id),
    created_at BIGINT NOT NULL,
    heard_at   BIGINT NOT NULL
);
CREATE INDEX passed_request ON passed (request);
CREATE INDEX passed_sender ON passed (sender);
CREATE INDEX passed_recipient ON passed (recipient, request);

CREATE TABLE erasures (
    sid        TEXT PRIMARY KEY,
    tries      BIGINT NOT NULL,
    not_before BIGINT NOT NULL
);
CREATE INDEX erasures_due ON erasures (not_before);
CREATE INDEX requests_words ON requests (closed_at)
    WHERE status = 'closed' AND (details IS NOT NULL OR corner IS NOT NULL OR address IS NOT NULL);
CREATE INDEX recordings_kept ON recordings (id) WHERE state = 'stored' AND kind <> 'prompt';
