package store

// Meta reads a value of the line's own memory (when it last reconciled, what was spent today); empty: never set.
func (v *View) Meta(key string) (string, error) { return "", nil }

// SetMeta writes one.
func (tx *Tx) SetMeta(key, value string) error { return nil }
