-- +goose Up
-- What one side of a job passes on to the other, who hears it on a call. What 00001 says of times, ids and BLOBs holds here.

-- A recording may be words for the other side. A CHECK cannot be changed, so the table is made anew, and with it the one
-- that names it.
CREATE TABLE tickets_before AS SELECT token, recording, call, expires_at FROM tickets;
CREATE TABLE recordings_before AS SELECT * FROM recordings;
DROP TABLE tickets;
DROP TABLE recordings;
CREATE TABLE recordings (
    id          INTEGER PRIMARY KEY,
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
INSERT INTO recordings SELECT * FROM recordings_before;
DROP TABLE recordings_before;
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
INSERT INTO tickets SELECT * FROM tickets_before;
DROP TABLE tickets_before;

-- It is gone a day after the job.
CREATE TABLE passed (
    id         INTEGER PRIMARY KEY,
    request    BIGINT NOT NULL REFERENCES requests (id),
    sender     BIGINT NOT NULL REFERENCES contacts (id),
    recipient  BIGINT NOT NULL REFERENCES contacts (id),
    language   TEXT   NOT NULL, -- of the words; '': a phrase or a recording
    words      BLOB,            -- of a phrase: the number in its blank
    phrase     BIGINT NOT NULL, -- its number; 0: none
    recording  BIGINT REFERENCES recordings (id),
    created_at BIGINT NOT NULL,
    heard_at   BIGINT NOT NULL
);
CREATE INDEX passed_request ON passed (request);
CREATE INDEX passed_sender ON passed (sender);
CREATE INDEX passed_recipient ON passed (recipient, request);
