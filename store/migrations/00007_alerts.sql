-- +goose Up
-- Coordinators are called, too. A CHECK cannot be changed: the column is made anew.

DROP INDEX dials_one_live;
ALTER TABLE dials ADD COLUMN why TEXT NOT NULL DEFAULT 'news' CHECK (why = 'news' OR why = 'offer' OR why = 'confirm' OR why = 'back' OR why = 'job' OR why = 'screen' OR why = 'alert');
UPDATE dials SET why = purpose;
ALTER TABLE dials DROP COLUMN purpose;
ALTER TABLE dials RENAME COLUMN why TO purpose;
CREATE UNIQUE INDEX dials_one_live ON dials (contact, purpose, COALESCE(request, 0), COALESCE(offer, 0))
    WHERE state IN ('waiting', 'dialing', 'unknown', 'rung');

ALTER TABLE calls ADD COLUMN why TEXT NOT NULL DEFAULT '' CHECK (why = '' OR why = 'news' OR why = 'offer' OR why = 'confirm' OR why = 'back' OR why = 'job' OR why = 'screen' OR why = 'alert');
UPDATE calls SET why = purpose;
ALTER TABLE calls DROP COLUMN purpose;
ALTER TABLE calls RENAME COLUMN why TO purpose;

-- The order of what the carrier says of a call: nobody ever looked at it.
ALTER TABLE calls DROP COLUMN sequence;
