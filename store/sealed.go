package store

// Sealed is something personal: a number, a name, an address, a person's words. In memory it is plain, in the row it
// is encrypted and bound to its table, column and row. It never shows itself: every way of printing, logging or
// encoding it gives dots. Keep it in exported fields (fmt cannot see the methods of unexported ones).
type Sealed string

// Reveal is the plain value. Whoever calls it answers for where the value goes.
func (s Sealed) Reveal() string { return string(s) }
