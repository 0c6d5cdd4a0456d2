-- +goose Up
-- What a volunteer's past answers say of them, as JSON (dispatch.Habit); empty: nothing yet.
ALTER TABLE volunteers ADD COLUMN habit TEXT NOT NULL DEFAULT '';
-- What was sent to somebody lately that they had not asked for: how much more may be is bounded.
CREATE INDEX outbox_unasked ON outbox (contact, claimed_at) WHERE lane > 0 AND claimed_at > 0;
