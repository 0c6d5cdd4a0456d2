package store

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"time"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// roster is the writer's copy of all volunteers, so that choosing whom to ask among thousands reads no rows.
//
// Every transaction that changes what the roster shows puts a new random-like version (an id) into the meta row and
// notes whom it changed in the copy, to be read again when somebody asks for the roster next. The copy is right
// exactly while its version is the row's: another process's write and a transaction that was undone leave the two
// different, and the next reader loads anew.
type roster struct {
	version string // empty: never loaded
	list    []dispatch.Volunteer
	stale   []dispatch.ID // whose entries have to be read again
}

// maxStale bounds how many entries are read again one by one; for more all are loaded anew.
const maxStale = 500

// touch notes that a volunteer's entry has to be read again. The contact need not be a volunteer.
func (tx *Tx) touch(contact dispatch.ID) {
	if contact != 0 && !slices.Contains(tx.dirty, contact) {
		tx.dirty = append(tx.dirty, contact)
	}
}

// Roster is every volunteer who was not removed, by id, as this transaction sees them. It is a copy kept in memory:
// do not change it and do not keep it; it is valid until the transaction's next change or its end. Asked may hold
// times older than seven days.
func (tx *Tx) Roster() ([]dispatch.Volunteer, error) {
	if err := tx.flushRoster(); err != nil {
		return nil, err
	}
	version, err := tx.Meta(metaRosterVersion)
	if err != nil {
		return nil, err
	}
	if version == tx.roster.version {
		err := tx.freshen()
		return tx.roster.list, err
	}
	list, err := tx.Volunteers()
	if err != nil {
		return nil, err
	}
	*tx.roster = roster{version: version, list: list}
	return list, nil
}

// MetaAndRoster reads a value of the line's own memory and, in the same statement, whether the copy of the roster is of
// now; known is false if it would have to be read anew. Single entries of the copy may be out of date: who finds nobody in
// it looks at Roster, which reads those. What it returns is not to be changed or kept, as Roster's.
func (tx *Tx) MetaAndRoster(key string) (value string, list []dispatch.Volunteer, known bool, err error) {
	rows, err := tx.q.MetaBoth(tx.ctx, query.MetaBothParams{One: key, Other: metaRosterVersion})
	if err != nil {
		return "", nil, false, err
	}
	r := tx.roster
	for _, row := range rows {
		if row.Key == key {
			value = row.Value
		} else {
			known = row.Value == r.version
		}
	}
	if !known {
		return value, nil, false, nil
	}
	return value, r.list, true, nil
}

// flushRoster notes this transaction's changes in the copy, if it is right, and gives both a new version.
func (tx *Tx) flushRoster() error {
	if err := tx.flushHabits(); err != nil {
		return err
	}
	if len(tx.dirty) == 0 {
		return nil
	}
	dirty := tx.dirty
	tx.dirty = nil
	version := strconv.FormatInt(int64(tx.NewID()), 10)
	r := tx.roster
	if r.version != "" && len(r.stale)+len(dirty) <= maxStale {
		rows, err := tx.q.SwapMeta(tx.ctx, query.SwapMetaParams{
			Key: metaRosterVersion, Value: version, Value_2: r.version,
		})
		if err != nil {
			return err
		}
		if rows == 1 {
			r.version = version
			for _, id := range dirty {
				if !slices.Contains(r.stale, id) {
					r.stale = append(r.stale, id)
				}
			}
			return nil
		}
	}
	*r = roster{}
	return tx.SetMeta(metaRosterVersion, version)
}

// freshen reads the changed volunteers again. Until that has succeeded the copy has no version.
func (tx *Tx) freshen() error {
	r := tx.roster
	version, stale := r.version, r.stale
	r.version, r.stale = "", nil
	for _, id := range stale {
		volunteer, err := tx.Volunteer(id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		i, known := slices.BinarySearchFunc(r.list, id, byID)
		gone := err != nil || volunteer.Status == dispatch.Removed
		switch {
		case gone && known:
			r.list = slices.Delete(r.list, i, i+1)
		case gone:
		case known:
			r.list[i] = volunteer.Volunteer
		default:
			r.list = slices.Insert(r.list, i, volunteer.Volunteer)
		}
	}
	r.version = version
	return nil
}

func byID(v dispatch.Volunteer, id dispatch.ID) int { return cmp.Compare(v.ID, id) }

// Volunteers reads everybody who was not removed, by id, in four queries however many there are. Roster has a copy.
func (v *View) Volunteers() ([]dispatch.Volunteer, error) {
	rows, err := v.q.RosterAll(v.ctx)
	if err != nil {
		return nil, err
	}
	known := lists{texts: map[string][]string{}, spans: map[string]dispatch.Hours{}}
	list := make([]dispatch.Volunteer, len(rows))
	for i, r := range rows {
		volunteer, err := volunteerLists(r.Volunteer, r.Unreachable, known)
		if err != nil {
			return nil, err
		}
		list[i] = volunteer.Volunteer
	}
	return list, v.loadHistory(list)
}

// loadHistory fills in what other tables say of the volunteers.
func (v *View) loadHistory(list []dispatch.Volunteer) error {
	find := func(id int64) *dispatch.Volunteer {
		if i, ok := slices.BinarySearchFunc(list, dispatch.ID(id), byID); ok {
			return &list[i]
		}
		return &dispatch.Volunteer{} // removed: written to nowhere
	}
	jobs, err := v.q.JobsHeldAll(v.ctx)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		find(j.Volunteer).JobsHeld = int(j.Jobs)
	}
	asks, err := v.q.AsksAll(v.ctx, int64(firstID(v.asksSince())))
	if err != nil {
		return err
	}
	for _, a := range asks {
		who := find(a.Volunteer)
		who.Asked = appendAsk(who.Asked, a.Status, a.CreatedAt, a.SentAt)
	}
	apart, err := v.q.ApartAll(v.ctx)
	for _, a := range apart {
		who := find(a.Volunteer)
		who.Apart = append(who.Apart, dispatch.ID(a.Resident))
	}
	return err
}

// askedNow notes that a volunteer is being asked: least recently asked come first next time.
func (tx *Tx) askedNow(volunteer dispatch.ID, at time.Time) error {
	tx.touch(volunteer)
	return tx.q.TouchLastAsk(tx.ctx, query.TouchLastAskParams{Contact: int64(volunteer), At: unixMS(at)})
}
