package talk

import (
	"time"

	"hotline/dispatch"
	"hotline/i18n/msg"
)

// WaitText says how long it lately took to find somebody: what was, and no promise.
func WaitText(w dispatch.Wait) msg.Text {
	if w.Within < time.Hour {
		return msg.T(msg.WaitHalfHour, "Share", w.Of10)
	}
	return msg.T(msg.WaitHours, "Share", w.Of10, "Count", int(w.Within.Hours()))
}
