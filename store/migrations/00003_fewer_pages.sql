-- +goose Up
-- What every request writes, kept in fewer places: a commit writes and syncs each page that was touched.

CREATE TABLE timers_before AS SELECT kind, ref, due FROM timers;
DROP TABLE timers;
CREATE TABLE timers (
    kind TEXT   NOT NULL,
    ref  BIGINT NOT NULL,
    due  BIGINT NOT NULL,
    PRIMARY KEY (kind, ref)
) WITHOUT ROWID;
INSERT INTO timers (kind, ref, due) SELECT kind, ref, due FROM timers_before;
DROP TABLE timers_before;
CREATE INDEX timers_due ON timers (due);

-- A code that is not closed is in requests_one_live_code.
DROP INDEX requests_code;
CREATE INDEX requests_closed_code ON requests (code) WHERE status = 'closed';
