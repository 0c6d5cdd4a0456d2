package store

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"hotline/dispatch"

	"pgregory.net/rapid"
)

const canary = "CANARY-1f9c"

// TestSealedNeverShows prints, logs and encodes a sealed value in every way there is.
func TestSealedNeverShows(t *testing.T) {
	t.Parallel()
	s, b := Sealed(canary), SealedBytes(canary)
	c := Contact{Phone: s, Name: s}
	things := []any{s, &s, []Sealed{s}, map[string]Sealed{"a": s}, c, &c, b, &b, []SealedBytes{b}, Session{Data: b},
		Person{Contact: c, Session: Session{Data: b}}, Message{Body: s}, Request{Details: s}, fmt.Errorf("to %v: %w", s, ErrConflict)}
	for _, thing := range things {
		for _, verb := range "vsqxXdTtbcoOUeEfFgG" {
			for _, flags := range []string{"", "+", "#", "-20", ".3"} {
				format := "%" + flags + string(verb)
				concealed(t, fmt.Sprintf("%T %s", thing, format), fmt.Sprintf(format, thing))
			}
		}
		var logged bytes.Buffer
		slog.New(slog.NewTextHandler(&logged, nil)).Info("text", "thing", thing)
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("json", "thing", thing, slog.Group("in", "thing", thing))
		concealed(t, fmt.Sprintf("%T log", thing), logged.String())
		j, err := json.Marshal(thing)
		concealed(t, fmt.Sprintf("%T JSON", thing), string(j), err)
	}
	x, err := xml.Marshal(s)
	concealed(t, "XML", string(x), err)
	if s.Reveal() != canary {
		t.Error("Reveal does not")
	}
}

// concealed fails if the canary shows, whole or in hexadecimal.
func concealed(t *testing.T, how, shown string, err ...error) {
	t.Helper()
	for _, e := range err {
		shown += fmt.Sprint(e)
	}
	low := strings.ToLower(shown)
	hex := fmt.Sprintf("%x", canary)
	if strings.Contains(low, strings.ToLower(canary[:6])) || strings.Contains(low, hex[:8]) ||
		strings.Contains(low, strings.ReplaceAll(fmt.Sprintf("% d", []byte(canary))[1:9], ",", "")) {
		t.Errorf("%s shows it: %s", how, shown)
	}
}

// TestSealedIsBoundToItsPlace moves a sealed value to another row and another column, where it must not open.
func TestSealedIsBoundToItsPlace(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	k := db.keys.Load()
	rapid.Check(t, func(rt *rapid.T) {
		plain := rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(rt, "plain")
		id := dispatch.ID(rapid.Int64().Draw(rt, "id"))
		sealed, err := k.seal(requestDetails, id, plain)
		if err != nil {
			rt.Fatal(err)
		}
		opened, err := k.open(requestDetails, id, sealed)
		if err != nil || !bytes.Equal(opened, plain) {
			rt.Fatalf("opened %q, %v", opened, err)
		}
		if _, err := k.open(requestDetails, id+1, sealed); err == nil {
			rt.Fatal("opens in another row")
		}
		if _, err := k.open(requestCorner, id, sealed); err == nil {
			rt.Fatal("opens in another column")
		}
		sealed[rapid.IntRange(0, len(sealed)-1).Draw(rt, "at")] ^= 1
		if _, err := k.open(requestDetails, id, sealed); err == nil {
			rt.Fatal("opens although it was changed")
		}
	})
}
