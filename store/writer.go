package store

// PanicError is a panic of a function given to Write. Its text names the kind of panic, not its value, which may be
// personal.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return "panic in a write" }
