package phonetest

import (
	"fmt"
	"net/http"
	"time"
)

// heartbeat keeps a quiet event stream open.
const heartbeat = 25 * time.Second

// events tells the page's script that something has changed; it fetches the page again itself.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	select {
	case p.streams <- struct{}{}:
		defer func() { <-p.streams }()
	default:
		http.Error(w, "Too many pages are open. Close one.", http.StatusServiceUnavailable)
		return
	}
	out := unhurried(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	fmt.Fprint(w, "retry: 3000\n\n")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		c := p.carrier
		c.mu.Lock()
		version, changed := c.version, c.changed
		c.mu.Unlock()
		if _, err := fmt.Fprintf(w, "data: %d\n\n", version); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-beat.C:
		case <-r.Context().Done():
			return
		case <-c.ctx.Done():
			return
		}
	}
}

// unhurried lifts the server's deadlines for an answer that takes its time: past the one for reading, the server takes
// the visitor for gone. A server without deadlines has none to lift.
func unhurried(w http.ResponseWriter) *http.ResponseController {
	out := http.NewResponseController(w)
	_ = out.SetReadDeadline(time.Time{})
	_ = out.SetWriteDeadline(time.Time{})
	return out
}
