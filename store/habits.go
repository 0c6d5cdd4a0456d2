package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"hotline/dispatch"
	"hotline/store/internal/query"
)

// habit is what has been learned of a volunteer in a transaction, to be written at its end: an answer that ends the
// offers of many volunteers costs few statements for all of them.
type habit struct {
	volunteer dispatch.ID
	habit     dispatch.Habit
}

// habitsAtOnce is how many habits one statement writes.
const habitsAtOnce = 4

// Learn changes what is known of a volunteer's habits. known is how it was read, nil if it was not; what has been learned
// in this transaction already comes on top of it. It is written, and in the roster, when the transaction ends.
func (tx *Tx) Learn(volunteer dispatch.ID, known *dispatch.Habit, learn func(dispatch.Habit) dispatch.Habit) error {
	i := slices.IndexFunc(tx.habits, func(h habit) bool { return h.volunteer == volunteer })
	var before dispatch.Habit
	switch {
	case i >= 0:
		before = tx.habits[i].habit
	case known != nil:
		before = *known
	default:
		raw, err := tx.q.HabitOf(tx.ctx, int64(volunteer))
		if before, err = one(raw, err, readHabit); err != nil {
			return err
		}
	}
	after := learn(before)
	switch {
	case after == before:
	case i >= 0:
		tx.habits[i].habit = after
	default:
		tx.habits = append(tx.habits, habit{volunteer, after})
	}
	return nil
}

// flushHabits writes what has been learned.
func (tx *Tx) flushHabits() error {
	learned := tx.habits
	tx.habits = nil
	for some := range slices.Chunk(learned, habitsAtOnce) {
		var ids [habitsAtOnce]int64
		var habits [habitsAtOnce]string
		for i, h := range some {
			b, err := json.Marshal(h.habit)
			if err != nil {
				return fmt.Errorf("habit: %w", err)
			}
			ids[i], habits[i] = int64(h.volunteer), string(b)
			tx.touch(h.volunteer)
		}
		err := tx.q.SetHabits(tx.ctx, query.SetHabitsParams{A: ids[0], HabitA: habits[0], B: ids[1], HabitB: habits[1],
			C: ids[2], HabitC: habits[2], D: ids[3], HabitD: habits[3]})
		if err != nil {
			return err
		}
	}
	return nil
}

func readHabit(raw string) (h dispatch.Habit, err error) {
	if raw == "" {
		return h, nil
	}
	if err := json.Unmarshal([]byte(raw), &h); err != nil {
		return h, fmt.Errorf("volunteer's habit: %w", err)
	}
	return h, nil
}
