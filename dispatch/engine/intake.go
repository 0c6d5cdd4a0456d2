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
)

const metaPauses = "intake_pauses" // what is not taken on for now, as JSON

// What happens to the intake, as the events name it.
const (
	eventShut = "intake_shut" // why: what
	eventOpen = "intake_open"
)

func (w *work) pauses() (all dispatch.Pauses, err error) {
	value, err := w.tx.Meta(metaPauses)
	if err != nil {
		return nil, fmt.Errorf("read pauses: %w", err)
	}
	if value == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(value), &all); err != nil {
		return nil, fmt.Errorf("read pauses: %w", err)
	}
	return all, nil
}

// shut is what a conversation asks before it opens a request. failed says whether looking has failed.
func (w *work) shut() (ask func(category, zone string) bool, failed func() error) {
	var all dispatch.Pauses
	var err error
	read := false
	return func(category, zone string) bool {
		if !read {
			all, err = w.pauses()
			read = true
		}
		return all.Shut(category, zone)
	}, func() error { return err }
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
