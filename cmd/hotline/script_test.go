package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"hotline/dispatch"
	"hotline/store"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hotline": main, "hotline-later": later})
}

// TestScripts runs the commands as a person does, each script in a folder of its own that has a hotline.toml.
func TestScripts(t *testing.T) {
	t.Parallel()
	settings, err := os.ReadFile("testdata/hotline.toml")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			return os.WriteFile(env.WorkDir+"/hotline.toml", settings, 0o600)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits, "phoned": phoned},
	})
}

// exits runs a program and holds it to an exit code: exits 2 hotline lsit.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE program [args...]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		failed, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if want, err := strconv.Atoi(args[0]); err != nil || got != want {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// phoned writes into the script's database what calls leave: Rosa asked by phone for food (1234), was phoned, and left a
// message; somebody withheld their number; a coordinator recorded a prompt.
func phoned(ts *testscript.TestScript, _ bool, _ []string) {
	begin := time.Date(2026, time.March, 2, 15, 0, 0, 0, time.UTC)
	db, err := store.Open(context.Background(), store.Options{
		Path: ts.MkAbs("data/hotline.db"), KeysFile: ts.MkAbs("hotline.keys"), Now: func() time.Time { return begin },
	})
	ts.Check(err)
	rosa := store.Contact{Phone: "+12125550150", Name: "Rosa", Language: "es"}
	request := store.Request{Channel: dispatch.Voice, Request: dispatch.Request{
		Code: "1234", Status: dispatch.Open, Category: "FOOD", Urgency: dispatch.TwoDays}}
	asked := store.Call{SID: "CA1", Direction: store.In, Line: "+12125550100", Language: "es", Outcome: "request",
		LastQuestion: "texts", EndedAt: begin.Add(90 * time.Second), Seconds: 90}
	withheld := store.Call{SID: "CA2", Direction: store.In, Line: "+12125550100", StartedAt: begin.Add(time.Minute)}
	told := store.Call{SID: "CA3", Direction: store.Out, Line: "+12125550100", Language: "es", Purpose: "news", Outcome: "told",
		StartedAt: begin.Add(time.Hour), EndedAt: begin.Add(time.Hour + time.Minute), Seconds: 40}
	said := store.Recording{SID: "RE1", Kind: "details", Language: "es", Seconds: 12, State: store.RecordingStored,
		CreatedAt: begin.Add(time.Minute), HeardAt: begin.Add(2 * time.Hour)}
	message := store.Recording{SID: "RE2", Kind: "message", Language: "en", Seconds: 5, State: store.RecordingReady}
	ts.Check(db.Write(context.Background(), func(tx *store.Tx) error {
		if err := tx.InsertContact(&rosa); err != nil {
			return err
		}
		request.Resident = rosa.ID
		err := tx.InsertRequest(&request)
		asked.Contact, asked.Request = rosa.ID, request.ID
		told.Contact, told.Request = rosa.ID, request.ID
		err = errors.Join(err, tx.InsertCall(&asked), tx.InsertCall(&withheld), tx.InsertCall(&told))
		said.Call, said.Contact, said.Request, message.Call = asked.ID, rosa.ID, request.ID, withheld.ID
		return errors.Join(err, tx.InsertRecording(&said), tx.InsertRecording(&message),
			tx.InsertRecording(&store.Recording{SID: "RE3", Kind: "prompt", Language: "ht"}),
			tx.AddEvent(store.Event{Request: request.ID, Contact: rosa.ID, Kind: "opened", Actor: "resident", At: begin.Add(80 * time.Second)}))
	}))
	ts.Check(db.Close())
}
