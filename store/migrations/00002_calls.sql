-- +goose Up
-- Calls: what 00001 says of times, ids and BLOBs holds here.

ALTER TABLE contacts ADD COLUMN calls_stopped_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN never_call BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE contacts ADD COLUMN texts TEXT NOT NULL DEFAULT '' CHECK (texts = '' OR texts = 'yes' OR texts = 'no');

CREATE TABLE dials (
    id         INTEGER PRIMARY KEY,
    contact    BIGINT NOT NULL REFERENCES contacts (id),
    purpose    TEXT   NOT NULL CHECK (purpose = 'news' OR purpose = 'offer' OR purpose = 'confirm' OR purpose = 'back'
                        OR purpose = 'job' OR purpose = 'screen'),
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
    created_at BIGINT NOT NULL
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
    id            INTEGER PRIMARY KEY,
    sid           TEXT   NOT NULL UNIQUE,
    direction     TEXT   NOT NULL CHECK (direction IN ('in', 'out')),
    contact       BIGINT REFERENCES contacts (id), -- NULL: a number withheld, and none given yet
    line          TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    purpose       TEXT   NOT NULL CHECK (purpose = '' OR purpose = 'news' OR purpose = 'offer' OR purpose = 'confirm'
                           OR purpose = 'back' OR purpose = 'job' OR purpose = 'screen'),
    dial          BIGINT REFERENCES dials (id),
    request       BIGINT REFERENCES requests (id),
    offer         BIGINT REFERENCES offers (id),
    parent        BIGINT REFERENCES calls (id),
    state         BLOB,
    next          BIGINT NOT NULL,
    outcome       TEXT   NOT NULL,
    last_question TEXT   NOT NULL,
    answered_by   TEXT   NOT NULL,
    started_at    BIGINT NOT NULL,
    ended_at      BIGINT NOT NULL,
    seconds       BIGINT NOT NULL,
    sequence      BIGINT NOT NULL
);
CREATE INDEX calls_contact ON calls (contact, id);
CREATE INDEX calls_live ON calls (contact) WHERE ended_at = 0;
CREATE INDEX calls_request ON calls (request) WHERE request IS NOT NULL;
CREATE INDEX calls_state ON calls (id) WHERE state IS NOT NULL;

CREATE TABLE turns (
    call   BIGINT NOT NULL REFERENCES calls (id),
    n      BIGINT NOT NULL,
    answer BLOB,
    at     BIGINT NOT NULL,
    PRIMARY KEY (call, n)
);

CREATE TABLE recordings (
    id          INTEGER PRIMARY KEY,
    sid         TEXT    NOT NULL UNIQUE,
    call        BIGINT REFERENCES calls (id),
    contact     BIGINT REFERENCES contacts (id),
    request     BIGINT REFERENCES requests (id),
    kind        TEXT    NOT NULL CHECK (kind = '' OR kind = 'details' OR kind = 'corner' OR kind = 'place'
                          OR kind = 'name' OR kind = 'message' OR kind = 'prompt'),
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
    token      BLOB   PRIMARY KEY, -- keyed hash of it
    recording  BIGINT NOT NULL REFERENCES recordings (id),
    call       BIGINT NOT NULL REFERENCES calls (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX tickets_expiring ON tickets (expires_at);
