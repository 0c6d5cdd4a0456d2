package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/dispatch"
)

// writeUntilKilled writes from many goroutines and prints each row's mark once it was acknowledged.
func writeUntilKilled(dir string) error {
	db, err := Open(context.Background(), options(dir))
	if err != nil {
		return err
	}
	c := Contact{Phone: phone(1)}
	if err := db.Write(context.Background(), func(tx *Tx) error { return tx.InsertContact(&c) }); err != nil {
		return err
	}
	errs := make(chan error)
	for g := range 16 {
		go func() {
			for n := 0; ; n++ {
				sid := fmt.Sprintf("SM%d-%d", g, n)
				err := db.Write(context.Background(), func(tx *Tx) error {
					return tx.InsertMessage(&Message{SID: sid, Direction: In, Contact: c.ID, Body: "FOOD 11211"})
				})
				if err != nil {
					errs <- err
				}
				fmt.Println(sid)
			}
		}()
	}
	return <-errs
}

// TestKillLosesNothing kills a process that writes, several times: every row it acknowledged is there afterwards.
func TestKillLosesNothing(t *testing.T) {
	t.Parallel()
	for round := range 3 {
		dir := t.TempDir()
		cmd, out := child(t, "write until killed", dir)
		var acknowledged []string
		for out.Scan() {
			acknowledged = append(acknowledged, out.Text())
			if len(acknowledged) == 200*(round+1) {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait()
		if len(acknowledged) < 200*(round+1) {
			t.Fatalf("it wrote only %d rows", len(acknowledged))
		}
		db := reopen(t, options(dir))
		for _, sid := range acknowledged {
			if !strings.HasPrefix(sid, "SM") {
				continue
			}
			m := get(t, db, func(v *View) (Message, error) { return v.MessageBySID(sid) })
			if m.Body != "FOOD 11211" {
				t.Errorf("%s is not what was written", sid)
			}
		}
	}
}

// speakUntilKilled answers the turns of a call and keeps sound, and prints each number once both are acknowledged.
func speakUntilKilled(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, options(dir))
	if err != nil {
		return err
	}
	c := Call{SID: "CA1", Direction: In}
	if err := db.Write(ctx, func(tx *Tx) error { return tx.InsertCall(&c) }); err != nil {
		return err
	}
	for n := 0; ; n++ {
		if err := db.SaveAudio(dispatch.ID(n%50), bytes.Repeat([]byte{byte(n % 50)}, 100_000)); err != nil {
			return err
		}
		err := db.Write(ctx, func(tx *Tx) error {
			c.Next = n + 1
			return errors.Join(tx.AddTurn(c.ID, n, []byte(strconv.Itoa(n))), tx.SaveCall(c, n))
		})
		if err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// TestKillLosesNoCall kills a process in the middle of a call: every turn it acknowledged is there, the call stands
// behind the last one, and each sound is whole.
func TestKillLosesNoCall(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd, out := child(t, "speak until killed", dir)
	last := -1
	for out.Scan() {
		n, err := strconv.Atoi(out.Text())
		must(t, err)
		if last = n; last == 120 {
			must(t, cmd.Process.Kill())
		}
	}
	_ = cmd.Wait()
	if last < 120 {
		t.Fatalf("it answered only %d turns", last)
	}
	db := reopen(t, options(dir))
	c := get(t, db, func(v *View) (Call, error) { return v.CallBySID("CA1") })
	if c.Next <= last {
		t.Errorf("stands at turn %d, after %d was answered", c.Next, last)
	}
	for n := range c.Next {
		if got := get(t, db, func(v *View) ([]byte, error) { return v.TurnOf(c.ID, n) }); string(got) != strconv.Itoa(n) {
			t.Errorf("turn %d was answered %q", n, got)
		}
	}
	for id := range 50 {
		sound, err := db.Audio(dispatch.ID(id))
		if err != nil || len(sound) != 100_000 || sound[0] != sound[len(sound)-1] || int(sound[0]) != id {
			t.Errorf("sound %d: %d bytes, %v", id, len(sound), err)
		}
	}
}

const perProcess = 400

// writeSome adds volunteers, as an import beside a running server does.
func writeSome(dir string) error {
	db, err := Open(context.Background(), options(dir))
	if err != nil {
		return err
	}
	for n := range perProcess {
		err := db.Write(context.Background(), func(tx *Tx) error {
			c := Contact{Phone: Sealed("+1646555" + strconv.Itoa(10000+n))}
			if err := tx.InsertContact(&c); err != nil {
				return err
			}
			return tx.UpsertVolunteer(Volunteer{Volunteer: dispatch.Volunteer{ID: c.ID, Status: dispatch.Active}})
		})
		if err != nil {
			return err
		}
	}
	return db.Close()
}

// TestTwoProcessesWrite lets two processes write as fast as they can: neither is refused, and the roster in the
// memory of one has what the other wrote.
func TestTwoProcessesWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := reopen(t, options(dir))
	mine := addVolunteer(t, db, 1)
	cmd, out := child(t, "write some", dir)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for out.Scan() {
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the other process: %v", err)
		}
	}()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				err := db.Write(context.Background(), func(tx *Tx) error { return tx.AddEvent(Event{Contact: mine, Kind: "said"}) })
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	write(t, db, func(tx *Tx) error {
		list, err := tx.Roster()
		if len(list) != perProcess+1 {
			t.Errorf("%d volunteers", len(list))
		}
		return err
	})
}

func openOnly(dir string) error {
	db, err := Open(context.Background(), options(dir))
	if err != nil {
		return err
	}
	return db.Close()
}

// TestFirstStartOfMany starts several processes on an empty folder at once: one database, one set of keys.
func TestFirstStartOfMany(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 4 {
		cmd, out := child(t, "open", dir)
		wg.Go(func() {
			for out.Scan() {
			}
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	reopen(t, options(dir))
}

// TestWaitingForAnotherProcessEnds: who waits for a lock that another holds stops when its own time is over.
func TestWaitingForAnotherProcessEnds(t *testing.T) {
	t.Parallel()
	o := options(t.TempDir())
	db, other := reopen(t, o), reopen(t, o)
	write(t, other, func(*Tx) error {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		if err := db.Write(ctx, func(*Tx) error { return nil }); err == nil {
			t.Error("it wrote")
		}
		return nil
	})
	write(t, db, func(tx *Tx) error { return tx.SetMeta("after", "yes") })
}
