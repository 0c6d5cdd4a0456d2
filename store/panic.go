package store

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// PanicError is a panic of a function given to Write, after what the function did was undone. One bad text must not
// take the line down.
type PanicError struct {
	Value any
	where string
}

// Error names the place, and the value only if the runtime made it: any other may be personal.
func (e *PanicError) Error() string {
	if err, ok := e.Value.(runtime.Error); ok {
		return fmt.Sprintf("panic at %s: %v", e.where, err)
	}
	return fmt.Sprintf("panic at %s: a %T", e.where, e.Value)
}

// newPanicError finds the place of the panic; it is called by the deferred function that recovered.
func newPanicError(value any) *PanicError {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])]) // from runtime.gopanic on
	for {
		f, more := frames.Next()
		if !more || !strings.HasPrefix(f.Function, "runtime.") {
			return &PanicError{Value: value, where: fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)}
		}
	}
}
