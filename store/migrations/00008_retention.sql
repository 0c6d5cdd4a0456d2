-- +goose Up
-- What is forgotten here the carrier has to forget as well: its ids of texts and calls, until it has.
CREATE TABLE erasures (
    sid        TEXT PRIMARY KEY,
    tries      BIGINT NOT NULL,
    not_before BIGINT NOT NULL
);
CREATE INDEX erasures_due ON erasures (not_before);

-- What has words or sound that are to be forgotten one day.
CREATE INDEX requests_words ON requests (closed_at)
    WHERE status = 'closed' AND (details IS NOT NULL OR corner IS NOT NULL OR address IS NOT NULL);
CREATE INDEX recordings_kept ON recordings (id) WHERE state = 'stored' AND kind <> 'prompt';
