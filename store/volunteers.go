package store

import (
	"encoding/json"
	"fmt"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// Volunteer is a volunteer's row. Its ID is the contact's. Unreachable, JobsHeld, Asked, Apart and LastAsk are
// worked out from other rows, and Habit is written by Learn; UpsertVolunteer does not write them.
type Volunteer struct {
	dispatch.Volunteer
	JoinedAt time.Time
}

// Volunteer finds a volunteer by contact id, with everything the roster knows.
func (v *View) Volunteer(id dispatch.ID) (Volunteer, error) {
	row, err := v.q.RosterOne(v.ctx, int64(id))
	volunteer, err := one(row, err, func(r query.RosterOneRow) (Volunteer, error) {
		return volunteerRow(r.Volunteer, r.Unreachable)
	})
	if err != nil {
		return Volunteer{}, err
	}
	volunteer.JobsHeld = int(row.JobsHeld)
	asks, err := v.q.AsksOf(v.ctx, query.AsksOfParams{Volunteer: int64(id), ID: int64(firstID(v.asksSince()))})
	if err != nil {
		return Volunteer{}, err
	}
	for _, a := range asks {
		volunteer.Asked = appendAsk(volunteer.Asked, a.Status, a.CreatedAt, a.SentAt)
	}
	residents, err := v.q.ApartOf(v.ctx, int64(id))
	for _, r := range residents {
		volunteer.Apart = append(volunteer.Apart, dispatch.ID(r))
	}
	return volunteer, err
}

// asksSince is when the oldest offer that counts can have been made: seven days, and one for an offer that waited
// for the morning before it was sent.
func (v *View) asksSince() time.Time { return v.now.Add(-8 * 24 * time.Hour) }

// appendAsk adds when an offer was made, if it reached or will reach the volunteer.
func appendAsk(asked []time.Time, status string, created, sent int64) []time.Time {
	switch {
	case status == string(dispatch.OfferFailed):
		return asked
	case sent != 0:
		return append(asked, fromMS(sent))
	case status == string(dispatch.OfferQueued):
		return append(asked, fromMS(created))
	}
	return asked // taken back before it left
}

// UpsertVolunteer adds a volunteer or writes every field of one except JoinedAt.
func (tx *Tx) UpsertVolunteer(v Volunteer) error {
	if v.JoinedAt.IsZero() {
		v.JoinedAt = tx.now
	}
	lists := make([]string, 4)
	for i, list := range []any{v.Categories, v.ZIPs, v.Languages, v.Hours} {
		b, err := json.Marshal(list)
		if err != nil {
			return err
		}
		lists[i] = string(b)
	}
	tx.touch(v.ID)
	return tx.q.UpsertVolunteer(tx.ctx, query.UpsertVolunteerParams{
		Contact: int64(v.ID), Status: string(v.Status), Trusted: v.Trusted, Confirmed: int64(v.Confirmed),
		Categories: lists[0], Zips: lists[1], Languages: lists[2], Hours: lists[3],
		DailyLimit: int64(v.DailyLimit), WeeklyLimit: int64(v.WeeklyLimit), OpenJobs: int64(v.OpenJobs),
		PausedUntil: unixMS(v.PausedUntil), StandbyAt: unixMS(v.Standby),
		StandbyFor: v.StandbyFor, JoinedAt: unixMS(v.JoinedAt),
	})
}

// AddApart records that these two are never paired again, and by what ("swap", "report"). Said twice is said once.
func (tx *Tx) AddApart(volunteer, resident dispatch.ID, why string) error {
	tx.touch(volunteer)
	return tx.q.InsertApart(tx.ctx, query.InsertApartParams{
		Volunteer: int64(volunteer), Resident: int64(resident), At: unixMS(tx.now), Why: why,
	})
}

func volunteerRow(r query.Volunteer, unreachable bool) (Volunteer, error) {
	return volunteerLists(r, unreachable, lists{})
}

func volunteerLists(r query.Volunteer, unreachable bool, known lists) (v Volunteer, err error) {
	v = Volunteer{JoinedAt: fromMS(r.JoinedAt), Volunteer: dispatch.Volunteer{
		ID: dispatch.ID(r.Contact), Status: dispatch.VolunteerStatus(r.Status), Trusted: r.Trusted,
		Confirmed: int(r.Confirmed), DailyLimit: int(r.DailyLimit), WeeklyLimit: int(r.WeeklyLimit),
		OpenJobs: int(r.OpenJobs), PausedUntil: fromMS(r.PausedUntil), Unreachable: unreachable,
		LastAsk: fromMS(r.LastAsk), Standby: fromMS(r.StandbyAt), StandbyFor: r.StandbyFor,
	}}
	if v.Habit, err = readHabit(r.Habit); err != nil {
		return Volunteer{}, err
	}
	if v.Categories, err = known.strings(r.Categories); err != nil {
		return Volunteer{}, fmt.Errorf("volunteer's categories: %w", err)
	}
	if v.ZIPs, err = known.strings(r.Zips); err != nil {
		return Volunteer{}, fmt.Errorf("volunteer's zips: %w", err)
	}
	if v.Languages, err = known.strings(r.Languages); err != nil {
		return Volunteer{}, fmt.Errorf("volunteer's languages: %w", err)
	}
	if v.Hours, err = known.hours(r.Hours); err != nil {
		return Volunteer{}, fmt.Errorf("volunteer's hours: %w", err)
	}
	return v, nil
}

// lists remembers lists read before, so that thousands of volunteers with the same categories share one. The zero
// value remembers nothing.
type lists struct {
	texts map[string][]string
	spans map[string]dispatch.Hours
}

func (l lists) strings(raw string) ([]string, error) { return recall(l.texts, raw) }

func (l lists) hours(raw string) (dispatch.Hours, error) { return recall(l.spans, raw) }

func recall[T any](known map[string]T, raw string) (list T, err error) {
	if raw == "null" || raw == "[]" {
		return list, nil
	}
	if list, ok := known[raw]; ok {
		return list, nil
	}
	if err := json.Unmarshal([]byte(raw), &list); err != nil {
		return list, err
	}
	if known != nil {
		known[raw] = list
	}
	return list, nil
}
