-- +goose Up
-- A request for several volunteers is several rows, one for each place, that share code, intake and words. Alone: slot 1
-- of 1, lead 0; else lead is the id of the row of slot 1. A weekly request is asked for anew a week later; the next one
-- follows it.
ALTER TABLE requests ADD COLUMN slot BIGINT NOT NULL DEFAULT 1;
ALTER TABLE requests ADD COLUMN slots BIGINT NOT NULL DEFAULT 1;
ALTER TABLE requests ADD COLUMN lead BIGINT NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN weekly BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE requests ADD COLUMN follows BIGINT NOT NULL DEFAULT 0;
DROP INDEX requests_one_live_code;
CREATE UNIQUE INDEX requests_one_live_code ON requests (code, slot) WHERE status <> 'closed';
CREATE INDEX requests_lead ON requests (lead) WHERE lead <> 0;
CREATE INDEX requests_weekly ON requests (resident) WHERE weekly;
