package engine

import (
	"context"
	"fmt"
	"time"

	"hotline/store"
)

// DoubtAnswers makes unknown the answers of these times, given in the response to a webhook, of which the carrier has
// said nothing, and says how many: its list shows whether it got the response (see Resolve). An answer whose response was
// lost with every try is stored, and nobody has read it. At most a thousand at a time. It is idempotent.
func (e *Engine) DoubtAnswers(ctx context.Context, from, until time.Time) (n int, err error) {
	err = e.write(ctx, func(w *work) error {
		unheard, err := w.tx.AnswersUnheard(from, until)
		if err != nil {
			return fmt.Errorf("answers unheard: %w", err)
		}
		n = len(unheard)
		for _, m := range unheard {
			err := w.tx.Enqueue(&store.Outbox{Message: m.ID, Contact: m.Contact, Lane: store.LaneAnswer, Line: m.Line, State: store.OutboxUnknown,
				NotBefore: m.CreatedAt, Tries: 1, ClaimedAt: m.CreatedAt, Request: m.Request})
			if err != nil {
				return fmt.Errorf("enqueue: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("doubt answers: %w", err)
	}
	return n, nil
}
