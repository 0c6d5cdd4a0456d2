package store

import (
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"

	"hotline/dispatch"
)

// Sealed is something personal: a number, a name, an address, a person's words. In memory it is plain, in the row it
// is encrypted and bound to its table, column and row. It never shows itself: every way of printing, logging or
// encoding it gives dots. Keep it in exported fields (fmt cannot see the methods of unexported ones), not as a map's key.
type Sealed string

const dots = "••••"

// Reveal is the plain value. Whoever calls it answers for where the value goes.
func (s Sealed) Reveal() string { return string(s) }

// String gives dots.
func (s Sealed) String() string { return dots }

// Format gives dots for every verb; without it %d and its like would print the value.
func (s Sealed) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, dots) }

// LogValue gives dots.
func (s Sealed) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalText gives dots, and with it JSON and XML do.
func (s Sealed) MarshalText() ([]byte, error) { return []byte(dots), nil }

// SealedBytes is Sealed for what is not text.
type SealedBytes []byte

// String gives dots.
func (s SealedBytes) String() string { return dots }

// Format gives dots for every verb.
func (s SealedBytes) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, dots) }

// LogValue gives dots.
func (s SealedBytes) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalText gives dots, and with it JSON does.
func (s SealedBytes) MarshalText() ([]byte, error) { return []byte(dots), nil }

// column names a sealed column. With the row's id it is what a value is bound to: a value copied to another row or
// column does not open there.
type column string

const (
	contactPhone   column = "contacts/phone"
	contactName    column = "contacts/name"
	sessionData    column = "sessions/data"
	requestDetails column = "requests/details"
	requestCorner  column = "requests/corner"
	requestAddress column = "requests/address"
	messageBody    column = "messages/body"
	eventWhy       column = "events/why"
	callState      column = "calls/state"
	passedWords    column = "passed/words"
	recordingAudio column = "recordings/audio" // a file, not a row
	keyCheck       column = "meta/key_check"
)

// seal encrypts a value for its row. The empty value is NULL: that nothing is there is no secret.
func (k *keys) seal(col column, id dispatch.ID, plain []byte) ([]byte, error) {
	if len(plain) == 0 {
		return nil, nil
	}
	sealed, err := k.aead.Encrypt(plain, bind(col, id))
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", col, err)
	}
	return sealed, nil
}

// open decrypts what seal made for the same column and row.
func (k *keys) open(col column, id dispatch.ID, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	plain, err := k.aead.Decrypt(sealed, bind(col, id))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", col, err)
	}
	return plain, nil
}

func bind(col column, id dispatch.ID) []byte {
	b := make([]byte, 0, 32)
	return binary.BigEndian.AppendUint64(append(b, col...), uint64(id))
}
