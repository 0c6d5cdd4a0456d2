package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hotline/dispatch"
	"hotline/dispatch/talk"
	"hotline/i18n/msg"
	"hotline/store"
)

const metaPauses = "intake_pauses" // what is not taken on for now, as JSON

// What happens to the intake, as the events name it.
const (
	eventShut = "intake_shut" // why: what
	eventOpen = "intake_open"
)

func (w *work) pauses() (dispatch.Pauses, error) { return Pauses(&w.tx.View) }

// Pauses are what is not taken on for now.
func Pauses(v *store.View) (dispatch.Pauses, error) {
	value, err := v.Meta(metaPauses)
	if err != nil {
		return nil, fmt.Errorf("read pauses: %w", err)
	}
	return readPauses(value)
}

func readPauses(value string) (all dispatch.Pauses, err error) {
	if value == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(value), &all); err != nil {
		return nil, fmt.Errorf("read pauses: %w", err)
	}
	return all, nil
}

// intake is what a conversation asks before it opens a request: whether that is taken on, and whether there is anybody who
// could be asked for it. It looks when it is asked, once. Whether there is anybody is only known while the copy of the
// roster in memory is right; else there may be, and the asking finds out.
type intake struct {
	w      *work
	pauses dispatch.Pauses
	roster []dispatch.Volunteer
	known  bool // the roster is
	fresh  bool // every entry of it has been looked at
	looked bool
	err    error // looking has failed
}

func (i *intake) look() {
	if i.looked {
		return
	}
	i.looked = true
	var value string
	if value, i.roster, i.known, i.err = i.w.tx.MetaAndRoster(metaPauses); i.err == nil {
		i.pauses, i.err = readPauses(value)
	}
}

func (i *intake) shut(category, zone string) bool {
	i.look()
	return i.pauses.Shut(category, zone)
}

func (i *intake) nobody(category string, p dispatch.Place) bool {
	i.look()
	if !i.known || i.err != nil || i.w.network.Anybody(i.roster, category, p) {
		return false
	}
	if !i.fresh { // reads who has changed: only when nobody was found without them
		if i.roster, i.err = i.w.tx.Roster(); i.err != nil {
			return false
		}
		i.fresh = true
	}
	return !i.w.network.Anybody(i.roster, category, p)
}

// setIntake shuts or opens the intake. What has been asked already stays.
func (t *turn) setIntake(f talk.SetIntake) error {
	word, key := "SHUT", msg.StaffShut
	if f.Open {
		word, key = "OPEN", msg.StaffOpen
	}
	changed, err := t.change(f.Pause, f.Open)
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		t.session.Last = talk.Act{Command: word + " " + pauseName(f.Pause), Do: word, At: t.now, Changed: changed}
	}
	return t.replies(key, "What", pauseName(f.Pause))
}

// change shuts one thing, or opens all that it stands for, and says what that changed.
func (t *turn) change(p dispatch.Pause, open bool) (changed dispatch.Pauses, err error) {
	all, err := t.pauses()
	if err != nil {
		return nil, err
	}
	if open {
		var stay dispatch.Pauses
		for _, each := range all {
			if (p.Category == "" || p.Category == each.Category) && (p.Zone == "" || p.Zone == each.Zone) {
				changed = append(changed, each)
			} else {
				stay = append(stay, each)
			}
		}
		all = stay
	} else if !slices.Contains(all, p) {
		all, changed = append(all, p), dispatch.Pauses{p}
	}
	return changed, t.setPauses(all, changed, open)
}

func (t *turn) setPauses(all, changed dispatch.Pauses, open bool) error {
	if len(changed) == 0 {
		return nil
	}
	value, err := json.Marshal(all)
	if err == nil {
		err = t.tx.SetMeta(metaPauses, string(value))
	}
	if err != nil {
		return fmt.Errorf("write pauses: %w", err)
	}
	kind := eventShut
	if open {
		kind = eventOpen
	}
	for _, p := range changed {
		err = errors.Join(err, t.event(0, 0, kind, t.coordinator().Name, pauseName(p)))
	}
	return err
}

// undoIntake puts back what a command changed.
func (t *turn) undoIntake(last talk.Act) error {
	all, err := t.pauses()
	if err != nil {
		return err
	}
	shut := last.Do == "OPEN"
	all = slices.DeleteFunc(all, func(p dispatch.Pause) bool { return slices.Contains(last.Changed, p) })
	if shut {
		all = append(all, last.Changed...)
	}
	return t.setPauses(all, last.Changed, !shut)
}

// pauseName is a pause as a coordinator writes it.
func pauseName(p dispatch.Pause) string { return strings.TrimSpace(p.Category + " " + p.Zone) }
